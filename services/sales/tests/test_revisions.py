"""Firm orders that change: seen first, then accepted; what was shipped, picked or judged otherwise says no."""

import asyncio
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from comptoir.sales.v1.sales_order_pb2 import OrderCancelled, OrderClosed, OrderRevised
from hypothesis import given
from hypothesis import strategies as st
from kit.ids import new_id
from sales.domain.errors import NothingChanges
from sales.domain.fulfilment import Goods, OrderStatus
from sales.domain.order import SalesOrder
from sales.domain.revision import RevisedLine, RevisedTerms, Revision, increments, revised, with_increments

from services.sales.tests import factories as make
from services.sales.tests.factories import House


async def proposed(house: House, order: dict[str, Any], status: int = 201, **body: Any) -> dict[str, Any]:
    return await house.post(f"/orders/{order['id']}/revisions", {"reason": "More is needed", **body}, status)


async def accept(
    house: House, revision: dict[str, Any], status: int = 200, *, version: int | None = None, key: str | None = None
) -> dict[str, Any]:
    path = f"/orders/{revision['order_id']}/revisions/{revision['id']}/accept"
    headers = {"If-Match": str(version or revision["order_version"])}
    headers |= {"Idempotency-Key": key} if key else {}
    async with house.sales.client(*make.SELLER) as client:
        answer = await client.post(path, json={}, headers=headers)
    assert answer.status_code == status, answer.text
    result: dict[str, Any] = answer.json()
    return result


def change(order: dict[str, Any], index: int = 0, **values: Any) -> dict[str, Any]:
    return {"line_id": order["lines"][index]["id"], **values}


def held(order: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(line["quantity"], line["quantity_reserved"], line["quantity_backordered"]) for line in order["lines"]]


async def test_a_revision_shows_its_effect_and_then_counts_for_everybody(house: House) -> None:
    product, other = await house.product(free="8"), await house.product(price="20", cost="5", free="100")
    order = await house.place(make.line(product, "5"), make.line(product, "2"))
    since = await house.sales.outbox_position()
    revision = await proposed(
        house,
        order,
        changes=[change(order, quantity="6"), change(order, 1, cancel_rest=True)],
        added=[make.line(other, "3")],
        deliver_to="12 quai Perrache",
        requested_on="2026-04-01",
    )
    assert {(each["field"], each["before"], each["after"]) for each in revision["differences"]} == {
        ("deliver_to", "", "12 quai Perrache"), ("requested_on", None, "2026-04-01"), ("quantity", "5", "6"),
        ("quantity", "2", "0"), ("quantity", None, "3"), ("unit_price", None, "20"),
    }  # fmt: skip
    assert (revision["net_before"], revision["net_after"], revision["verdict"]) == ("70.00", "120.00", "allowed")
    assert (revision["margin_before"]["rate"], revision["margin_after"]["rate"]) == ("0.4000", "0.5750")
    assert (revision["credit"]["gross_before"], revision["credit"]["gross_after"]) == ("84.00", "144.00")
    assert [(each["change"], each["available"]) for each in revision["stock"]] == [("1", "1"), ("-2", "0"), ("3", "3")]
    assert not await house.sales.published(OrderRevised, since=since)
    assert house.world.holds(revision["id"]) == (False, False)
    assert (await house.order(order["id"]))["net"] == "70.00"
    assert (await accept(house, revision))["status"] == "accepted"
    assert house.world.holds(revision["id"]) == (True, True)
    after = await house.order(order["id"])
    assert (after["net"], after["gross"], after["revision"], after["status"]) == ("120.00", "144.00", 1, "confirmed")
    assert (after["deliver_to"], after["requested_on"]) == ("12 quai Perrache", "2026-04-01")
    assert held(after) == [("6", "6", "0"), ("0", "0", "0"), ("3", "3", "0")]
    (event,) = await house.sales.published(OrderRevised, since=since)
    assert (event.revision, event.revision_id, event.order.version) == (1, revision["id"], after["version"])
    assert [line.quantity.value for line in event.order.lines] == ["6", "3"]
    assert len(event.differences) == 6
    assert [each["action"] for each in after["history"][:2]] == ["revised", "revision-proposed"]


async def test_what_makes_no_sense_is_refused_and_changes_nothing(house: House) -> None:
    order = await house.place(make.line(await house.product(), "10"))
    await house.sales.deliver(make.SHIPMENTS, make.shipment(order, "6"))
    since = await house.sales.outbox_position()
    for body, status, expected in (
        ({"changes": [change(order, quantity="5")]}, 409, "below-shipped"),
        ({"changes": [change(order, unit_price="11")]}, 409, "price-of-shipped"),
        ({"changes": [{"line_id": str(new_id()), "quantity": "5"}]}, 422, "line-not-of-order"),
        ({"changes": [change(order), change(order)]}, 422, "line-repeated"),
        ({"changes": [change(order, quantity="10")]}, 422, "nothing-changes"),
        ({}, 422, "nothing-changes"),
        ({"added": [make.line(str(new_id()))]}, 404, "product-not-known"),
    ):
        assert make.slug(await proposed(house, order, status, **body)) == expected
    draft = await house.draft()
    assert make.slug(await proposed(house, draft, 409, changes=[change(draft, quantity="9")])) == "wrong-status"
    assert not await house.sales.published(OrderRevised, since=since)
    assert (await house.get(f"/orders/{order['id']}/revisions"))["items"] == []


async def test_a_line_shipped_in_part_grows_at_its_price(house: House) -> None:
    product = await house.product(price="10")
    order = await house.place(make.line(product, "10"))
    await house.sales.deliver(make.SHIPMENTS, make.shipment(order, "6"))
    house.world.pricing.prices[UUID(product)] = Decimal(12)
    revision = await proposed(house, order, changes=[change(order, quantity="14")])
    assert revision["net_after"] == "140.00"
    await accept(house, revision)
    after = await house.order(order["id"])
    assert (held(after), after["status"]) == ([("14", "8", "0")], "partially-shipped")


async def test_what_was_seen_is_what_is_accepted(house: House) -> None:
    order = await house.place(make.line(await house.product(), "10"))
    first = await proposed(house, order, changes=[change(order, quantity="12")])
    second = await proposed(house, order, changes=[change(order, quantity="13")])
    await house.sales.deliver(make.SHIPMENTS, make.shipment(order, "4"))
    assert make.slug(await accept(house, first, 412)) == "stale"
    now = await house.post(f"/orders/{order['id']}/revisions/{first['id']}/preview", {})
    await accept(house, now, key="accept-1")
    assert await accept(house, now, key="accept-1") == await accept(house, now, key="accept-1")
    assert make.slug(await accept(house, second, 409)) == "wrong-status"
    listed = (await house.get(f"/orders/{order['id']}/revisions", sort="number"))["items"]
    assert [each["status"] for each in listed] == ["accepted", "superseded"]


async def test_short_stock_and_credit_refuse_what_a_revision_adds(house: House) -> None:
    product = await house.product(free="6")
    customer = await house.customer(limit="70")
    order = await house.place(make.line(product, "5"), customer_id=customer)
    since = await house.sales.outbox_position()
    dear = await proposed(house, order, changes=[change(order, quantity="6")])
    assert dear["credit"]["refusal"] == "credit-limit"
    assert make.slug(await accept(house, dear, 409)) == "credit-limit-exceeded"
    house.world.credit.limits[UUID(customer)] = Decimal(1000)
    short = await proposed(house, order, changes=[change(order, quantity="9")])
    assert (short["stock"][0]["change"], short["stock"][0]["available"]) == ("4", "1")
    assert make.slug(await accept(house, short, 409)) == "insufficient-stock"
    assert house.world.holds(short["id"]) == (False, False)
    assert not await house.sales.published(OrderRevised, since=since)
    assert held(await house.order(order["id"])) == [("5", "5", "0")]
    house.world.credit.on_hold.add(UUID(customer))
    less = await proposed(house, order, changes=[change(order, quantity="3")])
    assert (await accept(house, less))["net_after"] == "30.00"


async def test_a_thin_margin_is_approved_on_what_was_shown_and_voided_by_any_other_change(house: House) -> None:
    product = await house.product(price="7", cost="6")
    order = await house.place(make.line(product, "5"))
    since = await house.sales.outbox_position()
    blocked = await proposed(house, order, changes=[change(order, unit_price="2")])
    assert make.slug(await accept(house, blocked, 409)) == "margin-blocked"
    thin = await proposed(house, order, changes=[change(order, unit_price="6.30")])
    assert (await accept(house, thin))["status"] == "awaiting-approval"
    request = await house.request(thin["id"])
    assert make.slug(await house.decide(request["id"], "approve", 403, sub="user-1")) in {"own-request", "forbidden"}
    await accept(house, await proposed(house, order, changes=[change(order, quantity="4")]))
    assert make.slug(await house.decide(request["id"], "approve", 409)) == "already-decided"
    again = await proposed(house, order, changes=[change(order, unit_price="6.30")])
    await accept(house, again)
    await house.decide((await house.request(again["id"]))["id"], "approve")
    after = await house.order(order["id"])
    assert (after["lines"][0]["unit_price"], after["net"], after["revision"]) == ("6.30", "25.20", 2)
    assert len(await house.sales.published(OrderRevised, since=since)) == 2


async def test_no_door_leads_around_the_approval_of_a_thin_revision(house: House) -> None:
    order = await house.place(make.line(await house.product(price="7", cost="6"), "5"))
    since = await house.sales.outbox_position()
    thin = await proposed(house, order, changes=[change(order, unit_price="6.30")])
    for _ in range(2):
        assert (await accept(house, thin))["status"] == "awaiting-approval"
    path = f"/orders/{order['id']}"
    async with house.sales.client(*make.SELLER) as client:
        for url, body in (
            (f"{path}/confirm", {}),
            (f"{path}/promises", {}),
            (f"{path}/revisions/{thin['id']}/preview", {}),
            (f"/approvals/{(await house.request(thin['id']))['id']}/approve", {"comment": ""}),
        ):
            await client.post(url, json=body)
    assert (await house.order(order["id"]))["lines"][0]["unit_price"] == "7"
    assert not await house.sales.published(OrderRevised, since=since)
    first = (await house.request(thin["id"]))["id"]
    house.world.pricing.costs[UUID(order["lines"][0]["product_id"])] = Decimal("6.25")
    assert make.slug(await house.decide(first, "approve", 409)) == "margin-fell"
    assert not await house.sales.published(OrderRevised, since=since)


async def test_a_rejected_revision_leaves_the_order(house: House) -> None:
    order = await house.place(make.line(await house.product(), "5"))
    thin = await proposed(house, order, changes=[change(order, unit_price="6.30")])
    await accept(house, thin)
    await house.decide((await house.request(thin["id"]))["id"], "reject")
    given_up = await proposed(house, order, changes=[change(order, quantity="6")])
    path = f"/orders/{order['id']}/revisions/{given_up['id']}"
    assert (await house.post(f"{path}/reject", {"reason": "x"}))["status"] == "rejected"
    assert make.slug(await house.post(f"{path}/reject", {"reason": "x"}, 409)) == "wrong-status"
    assert (await house.get(path))["differences"][0]["after"] == "6"
    assert (await house.order(order["id"]))["revision"] == 0


async def test_lines_are_cancelled_until_nothing_is_owed(house: House) -> None:
    order = await house.place(make.line(await house.product(), "5"), make.line(await house.product(), "4"))
    await house.sales.deliver(make.SHIPMENTS, make.shipment(order, "2", "0"))
    since = await house.sales.outbox_position()
    first, second = (f"/orders/{order['id']}/lines/{line['id']}/cancel" for line in order["lines"])
    house.world.stock.picks[UUID(order["lines"][1]["id"])] = Decimal(1)
    assert make.slug(await house.post(second, {"reason": "Out of season"}, 409)) == "goods-picked"
    house.world.stock.picks.clear()
    part = await house.post(second, {"reason": "Out of season"})
    assert (part["status"], held(part)) == ("partially-shipped", [("5", "3", "0"), ("0", "0", "0")])
    done = await house.post(first, {"reason": "Out of season"})
    assert (done["status"], done["net"]) == ("shipped", "20.00")
    (closed,) = await house.sales.published(OrderClosed, since=since)
    assert closed.reason == "Out of season"
    assert [(line.sales_order_line_id, line.quantity_shipped.value) for line in closed.lines] == [
        (order["lines"][0]["id"], "2")
    ]
    assert make.slug(await house.post(first, {"reason": "x"}, 409)) == "wrong-status"


async def test_an_order_whose_lines_are_all_cancelled_is_cancelled(house: House) -> None:
    order = await house.place()
    since = await house.sales.outbox_position()
    line = order["lines"][0]
    after = await house.post(f"/orders/{order['id']}/lines/{line['id']}/cancel", {"reason": "No need"})
    assert (after["status"], after["net"]) == ("cancelled", "0.00")
    assert [event.reason for event in await house.sales.published(OrderCancelled, since=since)] == ["No need"]
    await house.sales.deliver(make.SHIPMENTS, make.shipment(order, "2"))
    assert (await house.order(order["id"]))["status"] == "shipped"


async def test_of_eight_who_accept_one_wins_and_what_he_holds_is_held_once(house: House) -> None:
    product = await house.product(free="10")
    order = await house.place(make.line(product, "5"))
    since = await house.sales.outbox_position()
    revision = await proposed(house, order, changes=[change(order, quantity="8")])
    path = f"/orders/{order['id']}/revisions/{revision['id']}/accept"
    async with house.sales.client(*make.SELLER) as client:
        answers = await asyncio.gather(
            *(client.post(path, json={}, headers={"If-Match": str(revision["order_version"])}) for _ in range(8))
        )
    assert Counter(answer.status_code for answer in answers)[200] == 1
    assert {answer.status_code for answer in answers} <= {200, 409, 412}
    assert len(await house.sales.published(OrderRevised, since=since)) == 1
    assert house.world.stock.free[UUID(product)] == 2
    assert held(await house.order(order["id"])) == [("8", "8", "0")]


@pytest.mark.parametrize("peer", ["stock", "credit"])
async def test_a_peer_whose_answer_is_lost_leaves_nothing_held_for_a_revision(house: House, peer: str) -> None:
    order = await house.place()
    revision = await proposed(house, order, changes=[change(order, quantity="8")])
    faults = getattr(house.world, peer).faults
    faults.after = True
    try:
        assert make.slug(await accept(house, revision, 503)) == "peer-away"
    finally:
        faults.after = False
    assert house.world.holds(revision["id"]) == (False, False)
    assert (await accept(house, revision))["status"] == "accepted"


# --- the rule itself ---


def _confirmed(*goods: tuple[int, int]) -> SalesOrder:
    """An order of (quantity, shipped) lines, all held."""
    order = make.order(*((new_id(), str(quantity)) for quantity, _ in goods))
    lines = tuple(
        replace(line, goods=replace(Goods(line.quantity), shipped=Decimal(shipped)).holding(line.quantity))
        for line, (_, shipped) in zip(order.lines, goods, strict=True)
    )
    return replace(order, lines=lines, status=OrderStatus.CONFIRMED, credit=Decimal(1))


def _revision(order: SalesOrder, quantities: list[int | None]) -> Revision:
    lines = tuple(
        RevisedLine(replace(line, goods=Goods(Decimal(quantity or 0))), cancels_rest=quantity is None)
        for line, quantity in zip(order.lines, quantities, strict=True)
    )
    return Revision(new_id(), order.id, 1, 0, "x", lines, RevisedTerms(), "u")


def _wish(shipped: int, open_: int, wish: int | None) -> tuple[int, int, int | None]:
    """(quantity, shipped, wanted): at least one is ordered, at least what was shipped is wanted."""
    return max(shipped + open_, 1), shipped, None if wish is None else shipped + wish


lines_and_wishes = st.lists(
    st.builds(_wish, st.integers(0, 20), st.integers(0, 10), st.one_of(st.none(), st.integers(0, 20))),
    min_size=1,
    max_size=5,
)


@given(lines_and_wishes)
def test_what_was_shipped_stays_and_never_more_is_held_than_owed(wishes: list[tuple[int, int, int | None]]) -> None:
    order = _confirmed(*((quantity, shipped) for quantity, shipped, _ in wishes))
    revision = _revision(order, [wish for *_, wish in wishes])
    try:
        after = revised(order, revision)
    except NothingChanges:
        assert all(wish in (quantity, None) for quantity, _, wish in wishes)
        return
    for before, line, (_, shipped, wish) in zip(order.lines, after.lines, wishes, strict=True):
        assert line.goods.shipped == before.goods.shipped
        assert line.quantity == (shipped if wish is None else wish)
        assert line.goods.reserved + line.goods.backordered == line.goods.owed
        assert line.goods.reserved <= before.goods.reserved


@given(lines_and_wishes, st.data())
def test_what_a_revision_adds_is_what_it_holds_and_waits_for(
    wishes: list[tuple[int, int, int | None]], data: st.DataObject
) -> None:
    order = _confirmed(*((quantity, shipped) for quantity, shipped, _ in wishes))
    revision = _revision(order, [wish for *_, wish in wishes])
    try:
        after = revised(order, revision)
    except NothingChanges:
        return
    more = increments(order, after, revision.id)
    holds = {}
    for line in more.lines if more else ():
        reserved = Decimal(data.draw(st.integers(0, int(line.quantity))))
        holds[line.id] = reserved, line.quantity - reserved
    final = with_increments(order, after, holds, revision.id)
    gained = sum(line.goods.reserved for line in final.lines) - sum(line.goods.reserved for line in after.lines)
    assert gained == sum(reserved for reserved, _ in holds.values())
    assert all(line.goods.reserved + line.goods.backordered == line.goods.owed for line in final.lines)

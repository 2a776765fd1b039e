"""How and when the goods of an order leave: what was agreed, what is promised, and how promises change."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from comptoir.catalog.v1.product_pb2 import ProductStatus, Substitute
from comptoir.inventory.v1.reservation_pb2 import ExpectedLine, PromisesChanged
from comptoir.sales.v1.sales_order_pb2 import DeliveryPolicy as Policy
from comptoir.sales.v1.sales_order_pb2 import OrderConfirmed, OrderPromised, OrderRevised
from hypothesis import given
from hypothesis import strategies as st
from kit.ids import new_id
from sales.domain.delivery import DeliveryPolicy, UsualDelivery, consolidate_until
from sales.domain.promise import Promise, PromiseReason, agreed

from kit import clock
from services.sales.tests import factories as make
from services.sales.tests.factories import House

MANAGES = (*make.SELLER, "sales.deliveries.write")
TODAY = clock.now().date()


async def usually(house: House, customer: str, status: int = 200, version: int = 0, **body: Any) -> dict[str, Any]:
    async with house.sales.client(*MANAGES) as client:
        answer = await client.put(f"/usual-deliveries/{customer}", json=body, headers={"If-Match": str(version)})
    assert answer.status_code == status, answer.text
    result: dict[str, Any] = answer.json()
    return result


def promises(order: dict[str, Any]) -> list[tuple[str | None, str | None]]:
    return [(line["promised_on"], line["promise_reason"]) for line in order["lines"]]


async def test_an_order_is_delivered_as_its_customer_usually_is_or_as_it_says(house: House) -> None:
    customer = await house.customer()
    since = await house.sales.outbox_position()
    wish: dict[str, Any] = {"policy": "consolidated", "consolidation_days": 3, "priority": 4}
    assert (await usually(house, customer, **wish))["version"] == 1
    assert make.slug(await usually(house, customer, 412, **wish)) == "stale"
    assert make.slug(await usually(house, str(new_id()), 404, policy="partial")) == "customer-not-known"
    usual = await house.place(customer_id=customer)
    own = await house.place(customer_id=customer, delivery="complete-order", priority=1)
    until = (TODAY + timedelta(days=3)).isoformat()
    assert (usual["delivery"], usual["consolidate_until"], usual["priority"]) == ("consolidated", until, 4)
    assert promises(usual) == [(until, "in-stock")]
    assert (own["delivery"], own["consolidate_until"], own["priority"]) == ("complete-order", None, 1)
    first, second = await house.sales.published(OrderConfirmed, since=since)
    assert (first.delivery_policy, first.consolidate_until) == (Policy.DELIVERY_POLICY_CONSOLIDATED, until)
    assert (second.delivery_policy, second.priority) == (Policy.DELIVERY_POLICY_COMPLETE_ORDER, 1)


async def test_delivery_and_priority_change_by_revision(house: House) -> None:
    order = await house.place()
    path = f"/orders/{order['id']}/revisions"
    no_day = await house.post(path, {"reason": "x", "delivery": "consolidated"}, 422)
    assert make.slug(no_day) == "no-day"
    since = await house.sales.outbox_position()
    body = {"reason": "Once a week", "delivery": "consolidated", "consolidate_until": "2027-01-04", "priority": 7}
    revision = await house.post(path, body, 201)
    async with house.sales.client(*make.SELLER) as client:
        headers = {"If-Match": str(revision["order_version"])}
        assert (await client.post(f"{path}/{revision['id']}/accept", json={}, headers=headers)).status_code == 200
    (event,) = await house.sales.published(OrderRevised, since=since)
    assert {(each.field, each.after) for each in event.differences} == {
        ("delivery", "consolidated"), ("consolidate_until", "2027-01-04"), ("priority", "7"),
    }  # fmt: skip
    assert (await house.order(order["id"]))["lines"][0]["promised_on"] == "2027-01-04"


async def test_what_lacks_stock_is_promised_by_what_comes_and_its_history_is_kept(house: House) -> None:
    there, short = await house.product(), await house.product(free="1")
    coming = house.world.stock.coming
    coming[UUID(short)] = Promise(date(2027, 1, 10), PromiseReason.EXPECTED, "PO-1")
    order = await house.place(make.line(there, "2"), make.line(short, "3"), shortage="backorder")
    assert promises(order) == [(TODAY.isoformat(), "in-stock"), ("2027-01-10", "expected")]
    since = await house.sales.outbox_position()
    assert promises(await house.post(f"/orders/{order['id']}/promises", {})) == promises(order)
    assert not await house.sales.published(OrderPromised, since=since)
    coming[UUID(short)] = Promise(date(2027, 1, 20), PromiseReason.OVERDUE, "PO-1")
    later = await house.post(f"/orders/{order['id']}/promises", {})
    assert promises(later)[1] == ("2027-01-20", "overdue")
    (event,) = await house.sales.published(OrderPromised, since=since)
    assert [(each.promised_before, each.promised_on, each.document_number) for each in event.lines] == [
        ("2027-01-10", "2027-01-20", "PO-1")
    ]
    await house.sales.deliver(make.SHIPMENTS, make.reservation(order, ("2", "0"), ("3", "0")))
    assert promises(await house.order(order["id"]))[1] == (TODAY.isoformat(), "in-stock")
    await house.sales.deliver(make.SHIPMENTS, make.reservation(order, ("2", "0"), ("1", "2")))
    assert promises(await house.order(order["id"]))[1] == (None, "unknown")
    history = (await house.get(f"/orders/{order['id']}/promises", sort="made_at"))["items"]
    assert [each["cause"] for each in history] == ["confirmed", "confirmed", "asked", "served", "taken-away"]


async def test_other_goods_on_the_way_make_another_promise_without_being_asked(house: House) -> None:
    there, short = await house.product(), await house.product(free="1")
    order = await house.place(make.line(there, "2"), make.line(short, "3"), shortage="backorder")
    assert promises(order)[1] == (None, "unknown")
    since = await house.sales.outbox_position()
    line = ExpectedLine(sales_order_line_id=order["lines"][1]["id"], promised_on="2027-01-20", document_number="PO-9")
    told = PromisesChanged(sales_order_id=order["id"], lines=[line])
    draft = await house.draft()
    await house.sales.deliver(make.SHIPMENTS, told, PromisesChanged(sales_order_id=draft["id"]), repeat=2)
    assert promises(await house.order(order["id"])) == [(TODAY.isoformat(), "in-stock"), ("2027-01-20", "expected")]
    (event,) = await house.sales.published(OrderPromised, since=since)
    assert (event.cause, event.lines[0].promised_before, event.lines[0].promised_on) == ("supply", "", "2027-01-20")


async def test_all_that_lacks_stock_is_promised_anew_page_by_page(house: House) -> None:
    short = await house.product(free="0")
    orders = [await house.place(make.line(short, "2"), shortage="backorder") for _ in range(3)]
    assert promises(orders[0]) == [(None, "unknown")]
    house.world.stock.coming[UUID(short)] = Promise(date(2027, 2, 1), PromiseReason.EXPECTED, "PO-2")
    after: str | None = None
    seen = 0
    while True:
        page = await house.post("/promises/renew", {"after": after, "limit": 2})
        seen += page["orders"]
        after = page["next_order_id"]
        if after is None:
            break
    assert seen >= 3
    for order in orders:
        assert promises(await house.order(order["id"])) == [("2027-02-01", "expected")]


async def test_a_complete_order_is_promised_with_its_last_line(house: House) -> None:
    there, short = await house.product(), await house.product(free="0")
    house.world.stock.coming[UUID(short)] = Promise(date(2027, 3, 1), PromiseReason.EXPECTED, "PO-3")
    order = await house.place(make.line(there), make.line(short), shortage="backorder", delivery="complete-order")
    assert promises(order) == [("2027-03-01", "expected")] * 2


async def test_a_revision_is_promised_by_what_it_lacks(house: House) -> None:
    product = await house.product(free="5")
    order = await house.place(make.line(product, "5"), shortage="backorder")
    house.world.stock.coming[UUID(product)] = Promise(date(2027, 4, 1), PromiseReason.EXPECTED, "PO-4")
    path = f"/orders/{order['id']}/revisions"
    change = {"line_id": order["lines"][0]["id"], "quantity": "8"}
    revision = await house.post(path, {"reason": "More", "changes": [change]}, 201)
    async with house.sales.client(*make.SELLER) as client:
        headers = {"If-Match": str(revision["order_version"])}
        assert (await client.post(f"{path}/{revision['id']}/accept", json={}, headers=headers)).status_code == 200
    after = await house.order(order["id"])
    assert promises(after) == [("2027-04-01", "expected")]
    assert after["lines"][0]["quantity_backordered"] == "3"


async def test_what_is_short_comes_with_what_could_be_given_instead(house: House) -> None:
    few, many = (
        await house.product(price="11", cost="5", free="2"),
        await house.product(price="12", cost="6", free="50"),
    )
    gone, blocked = await house.product(free="0"), await house.product(status=ProductStatus.PRODUCT_STATUS_BLOCKED)
    unpriced = await house.product()
    del house.world.pricing.prices[UUID(unpriced)]
    ranked = [Substitute(product_id=id_) for id_ in (gone, few, blocked, unpriced, many)]
    short = await house.product(price="10", cost="6", free="3", substitutes=ranked)
    body = await house.body(make.line(short, "2"), make.line(short, "4"), make.line(many, "1"))
    (found,) = (await house.post("/orders/substitutes", body))["lines"]
    assert (found["field"], found["quantity"], found["available"]) == ("lines.1", "4", "1")
    assert [(each["product_id"], each["available"], each["net_change"]) for each in found["offers"]] == [
        (many, "50", "8.00"), (few, "2", "4.00"),
    ]  # fmt: skip
    assert (found["margin"]["margin_rate"], found["offers"][0]["margin"]["margin_rate"]) == ("0.4000", "0.5000")
    claims = {"sub": "buyer", "customer_id": body["customer_id"]}
    shown = await house.post("/orders/substitutes", body, **claims)
    assert [each["margin"] for each in (shown["lines"][0], *shown["lines"][0]["offers"])] == [None] * 3


days = st.dates(date(2027, 1, 1), date(2027, 12, 31))


@given(st.lists(st.one_of(st.none(), days), min_size=1, max_size=5), st.sampled_from(DeliveryPolicy), days)
def test_no_policy_promises_sooner_than_the_goods_are_there(
    lines: list[date | None], policy: DeliveryPolicy, until: date
) -> None:
    own = {new_id(): Promise(day, PromiseReason.EXPECTED if day else PromiseReason.UNKNOWN) for day in lines}
    found = agreed(own, policy, until)
    for id_, promise in found.items():
        there = own[id_].on
        assert promise.on is None or (there is not None and promise.on >= there)
        if policy is DeliveryPolicy.CONSOLIDATED and promise.on:
            assert promise.on >= until
    if policy is DeliveryPolicy.COMPLETE_ORDER:
        assert len(set(found.values())) == 1


@given(days, st.one_of(st.none(), days), st.one_of(st.none(), days), st.integers(0, 90))
def test_only_a_consolidated_order_waits_for_a_day(
    ordered: date, asked: date | None, wanted: date | None, collects: int
) -> None:
    usual = UsualDelivery(new_id(), consolidation_days=collects)

    def until(policy: DeliveryPolicy) -> date | None:
        return consolidate_until(policy, asked, ordered_on=ordered, requested_on=wanted, usual=usual)

    assert until(DeliveryPolicy.PARTIAL) is None
    assert until(DeliveryPolicy.CONSOLIDATED) == (asked or wanted or ordered + timedelta(days=collects))

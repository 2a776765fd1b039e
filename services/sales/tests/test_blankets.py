"""Blanket orders: agreed once, called off by orders, never beyond what is left, and given back by what is given up."""

import asyncio
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from comptoir.sales.v1.sales_order_pb2 import OrderConfirmed
from hypothesis import given
from hypothesis import strategies as st
from kit.ids import new_id
from sales.domain.blanket import BlanketLine, BlanketOrder, check_call_offs
from sales.domain.errors import BelowCallOff, NotAgreed, OverCall

from kit import clock
from services.sales.tests import factories as make
from services.sales.tests.factories import House

SELLER = (*make.SELLER, "sales.blankets.write")
TODAY = clock.now().date()


async def agreed(house: House, status: int = 201, **changes: Any) -> dict[str, Any]:
    product = changes.pop("product", None) or await house.product(price="8.80", cost="5")
    line = {"product_id": product, "quantity": "100", "unit_price": "8", **changes.pop("line", {})}
    body = {
        "customer_id": changes.pop("customer_id", None) or await house.customer(),
        "starts_on": TODAY.isoformat(),
        "ends_on": (TODAY + timedelta(days=300)).isoformat(),
        "lines": [line],
        **changes,
    }
    return await house.post("/blanket-orders", body, status, who=SELLER)


async def call_off(
    house: House,
    blanket: dict[str, Any],
    quantity: str,
    status: int = 201,
    claims: dict[str, Any] | None = None,
    **more: Any,
) -> dict[str, Any]:
    body = {"warehouse": "LYON", "lines": [{"line_id": blanket["lines"][0]["id"], "quantity": quantity}], **more}
    return await house.post(f"/blanket-orders/{blanket['id']}/call-offs", body, status, who=SELLER, **(claims or {}))


async def line_of(house: House, blanket: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = (await house.get(f"/blanket-orders/{blanket['id']}"))["lines"][0]
    return found


async def test_what_is_agreed_is_called_off_at_its_price(house: House) -> None:
    blanket = await agreed(house, reference="FRAME-7", line={"quantity": "10", "packaging_code": "BOX12", "least": "1"})
    assert (blanket["number"][:4], blanket["lines"][0]["quantity"], blanket["lines"][0]["least"]) == (
        "BSO-",
        "120",
        "12",
    )
    since = await house.sales.outbox_position()
    order = await call_off(house, blanket, "30", id=str(new_id()), requested_on="2027-02-01")
    assert (order["status"], order["net"], order["customer_reference"]) == ("confirmed", "240.00", "FRAME-7")
    again = await call_off(house, blanket, "30", id=order["id"], requested_on="2027-02-01")
    assert again["number"] == order["number"]
    (event,) = await house.sales.published(OrderConfirmed, since=since)
    assert event.lines[0].unit_price.value == "8"
    await house.sales.deliver(make.SHIPMENTS, make.shipment(order, "20"))
    line = await line_of(house, blanket)
    assert (line["called"], line["left"], line["shipped"]) == ("30", "90", "20")


async def test_what_was_not_agreed_is_refused_and_takes_nothing(house: House) -> None:
    blanket = await agreed(house, line={"least": "10"})
    other = await agreed(house)
    since = await house.sales.outbox_position()
    assert make.slug(await call_off(house, blanket, "101", 409)) == "over-call"
    assert make.slug(await call_off(house, blanket, "9", 409)) == "below-call-off"
    line = {"line_id": blanket["lines"][0]["id"], "quantity": "10"}
    for lines, expected in (
        ([line, line], "line-repeated"),
        ([{**line, "line_id": other["lines"][0]["id"]}], "line-not-of-order"),
    ):
        body = {"warehouse": "LYON", "lines": lines}
        refused = await house.post(f"/blanket-orders/{blanket['id']}/call-offs", body, 422, who=SELLER)
        assert make.slug(refused) == expected
    await house.post(f"/blanket-orders/{other['id']}/end", {"reason": "New prices"}, who=SELLER)
    assert make.slug(await call_off(house, other, "10", 409)) == "not-agreed"
    assert (
        make.slug(await house.post(f"/blanket-orders/{other['id']}/end", {"reason": "x"}, 409, who=SELLER))
        == "not-agreed"
    )
    assert make.slug(await agreed(house, 409, ends_on=TODAY.isoformat())) == "not-agreed"
    dear = await house.product(price="10", cost="20")
    assert make.slug(await agreed(house, 409, product=dear)) == "margin-blocked"
    assert not await house.sales.published(OrderConfirmed, since=since)
    assert (await line_of(house, blanket))["called"] == "0"


async def test_nobody_agrees_on_a_price_that_he_may_not_grant(house: House) -> None:
    dear = await house.product(price="10", cost="5")
    since = await house.sales.outbox_position()
    refused = await agreed(house, 409, product=dear)
    assert (refused["type"].rsplit("/", 1)[-1], "price exceptions" in refused["detail"]) == ("not-agreed", True)
    assert await house.sales.outbox_position() == since
    house.world.pricing.exceptions[UUID(dear)] = ("exception", Decimal(1000))
    blanket = await agreed(house, product=dear)
    order = await call_off(house, blanket, "5")
    assert (order["status"], order["lines"][0]["unit_price"]) == ("confirmed", "8")


async def test_what_is_given_up_can_be_called_off_again(house: House) -> None:
    blanket = await agreed(house)
    cancelled, closed, revised = [await call_off(house, blanket, quantity) for quantity in ("30", "40", "30")]
    assert (await line_of(house, blanket))["left"] == "0"
    await house.post(f"/orders/{cancelled['id']}/cancel", {"reason": "x"})
    assert (await line_of(house, blanket))["left"] == "30"
    await house.sales.deliver(make.SHIPMENTS, make.shipment(closed, "15"))
    await house.post(f"/orders/{closed['id']}/close", {"reason": "x"})
    assert (await line_of(house, blanket))["left"] == "55"
    line = revised["lines"][0]["id"]
    await house.post(f"/orders/{revised['id']}/lines/{line}/cancel", {"reason": "x"})
    assert (await line_of(house, blanket))["left"] == "85"


async def test_a_call_off_grows_by_revision_as_far_as_the_agreement_goes(house: House) -> None:
    blanket = await agreed(house)
    order = await call_off(house, blanket, "60")
    await call_off(house, blanket, "30")
    path = f"/orders/{order['id']}/revisions"
    for quantity, status in (("71", 409), ("70", 200)):
        change = {"line_id": order["lines"][0]["id"], "quantity": quantity}
        revision = await house.post(path, {"reason": "More", "changes": [change]}, 201)
        async with house.sales.client(*SELLER) as client:
            headers = {"If-Match": str(revision["order_version"])}
            answer = await client.post(f"{path}/{revision['id']}/accept", json={}, headers=headers)
        assert answer.status_code == status, answer.text
    assert (await line_of(house, blanket))["left"] == "0"
    assert (await house.order(order["id"]))["net"] == "560.00"


async def test_of_eight_who_call_off_only_what_is_left_is_sold(house: House) -> None:
    product = await house.product(price="8.80", free="100000")
    blanket = await agreed(house, product=product)
    body = {"warehouse": "LYON", "lines": [{"line_id": blanket["lines"][0]["id"], "quantity": "30"}]}
    async with house.sales.client(*SELLER) as client:
        answers = await asyncio.gather(
            *(client.post(f"/blanket-orders/{blanket['id']}/call-offs", json=body) for _ in range(8))
        )
    assert Counter(answer.status_code for answer in answers) == {201: 3, 409: 5}
    assert {make.slug(answer.json()) for answer in answers if answer.status_code == 409} == {"over-call"}
    assert (await line_of(house, blanket))["left"] == "10"
    assert house.world.stock.free[UUID(product)] == 100000 - 90


async def test_a_thin_margin_of_a_call_off_is_approved_like_any_other(house: House) -> None:
    product = await house.product(price="8.80", cost="7.8")
    blanket = await agreed(house, product=product)
    order = await call_off(house, blanket, "30")
    assert (order["status"], (await line_of(house, blanket))["left"]) == ("awaiting-approval", "70")
    await house.decide((await house.request(order["id"]))["id"], "reject")
    async with house.sales.client(*SELLER) as client:
        body = await house.body(customer_id=blanket["customer_id"])
        headers = {"If-Match": str((await house.order(order["id"]))["version"])}
        rewritten = await client.put(f"/orders/{order['id']}", json=body, headers=headers)
    assert make.slug(rewritten.json()) == "called-off"
    await house.post(f"/orders/{order['id']}/cancel", {"reason": "x"})
    assert (await line_of(house, blanket))["left"] == "100"


async def test_a_customer_calls_off_his_own_agreements_only(house: House) -> None:
    customer = await house.customer()
    own, other = await agreed(house, customer_id=customer), await agreed(house)
    claims = {"sub": "buyer", "customer_id": customer}
    assert (await call_off(house, own, "10", claims=claims))["channel"] == "portal"
    await call_off(house, other, "10", 403, claims=claims)
    async with house.sales.client(*SELLER, **claims) as client:
        listed = (await client.get("/blanket-orders")).json()["items"]
        assert (await client.get(f"/blanket-orders/{other['id']}")).status_code == 403
    assert [each["id"] for each in listed] == [own["id"]]


@given(st.lists(st.integers(1, 60), max_size=8), st.integers(0, 20), st.integers(0, 400))
def test_call_offs_never_exceed_what_was_agreed(asked: list[int], least: int, day: int) -> None:
    starts, ends = date(2027, 1, 1), date(2027, 12, 31)
    on = starts + timedelta(days=day)
    line = BlanketLine(new_id(), new_id(), "SKU", Decimal(100), Decimal(8), Decimal(least))
    for quantity in asked:
        blanket = BlanketOrder(new_id(), "BSO-1", new_id(), "", starts, ends, "EUR", (line,))
        try:
            check_call_offs(blanket, [(line.id, Decimal(quantity))], on)
        except NotAgreed:
            assert on >= ends
        except OverCall:
            assert quantity > line.left
        except BelowCallOff:
            assert quantity < least
        else:
            line = BlanketLine(
                line.id, line.product_id, "SKU", line.quantity, line.unit_price, line.least, line.called + quantity
            )
    assert line.called <= line.quantity
    with pytest.raises(NotAgreed):
        check_call_offs(
            BlanketOrder(new_id(), "BSO-1", new_id(), "", starts, ends, "EUR", (line,), is_ended=True), [], starts
        )

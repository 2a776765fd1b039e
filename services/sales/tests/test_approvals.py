"""Thin margins: who waits, who decides, and what must still hold when he does."""

import asyncio
from decimal import Decimal
from typing import Any
from uuid import UUID

from comptoir.sales.v1.sales_order_pb2 import OrderConfirmed
from kit.ids import new_id

from services.sales.tests import factories as make
from services.sales.tests.factories import House


async def thin(house: House, **changes: Any) -> dict[str, Any]:
    """An order at 5 %: below the 10 % that need no approval."""
    product = await house.product(price="10", cost="9.5")
    return await house.place(make.line(await house.product()), make.line(product), **changes)


async def test_a_thin_margin_waits_without_stock_or_credit_and_approval_makes_it_firm(house: House) -> None:
    since = await house.sales.outbox_position()
    order = await thin(house)
    assert (order["status"], order["gross"], house.world.holds(order["id"])) == (
        "awaiting-approval", None, (False, False),
    )  # fmt: skip
    assert UUID(order["id"]) in house.world.pricing.decided
    request = await house.request(order["id"])
    assert (request["document_number"], request["amount"]) == (order["number"], "100.00")
    (line,) = request["details"]["lines"]
    assert (line["sku"], line["margin_rate"], line["floor_price"]) == (order["lines"][1]["sku"], "0.0500", "10.56")
    assert "own-request" in (await house.decide(request["id"], "approve", 403, sub="user-1"))["type"]
    limits = {"sales.margins.approve": "50"}
    assert "limit-exceeded" in (await house.decide(request["id"], "approve", 403, approval_limits=limits))["type"]
    assert await house.sales.published(OrderConfirmed, since=since) == []
    approved = await house.decide(request["id"], "approve")
    assert (approved["status"], approved["decided_by"], approved["comment"]) == ("approved", "manager", "Seen.")
    firm = await house.order(order["id"])
    assert (firm["status"], firm["gross"], house.world.holds(order["id"])) == ("confirmed", "120.00", (True, True))
    (event,) = await house.sales.published(OrderConfirmed, since=since)
    assert (event.sales_order_id, event.lines[1].margin_rate.value) == (order["id"], "0.0500")
    assert "already-decided" in (await house.decide(request["id"], "approve", 409))["type"]


async def test_placing_or_confirming_again_asks_no_second_time(house: House) -> None:
    body = await house.body(make.line(await house.product(cost="9.5")), id=str(new_id()))
    first = await house.post("/orders/place", body, 201)
    assert await house.post("/orders/place", body, 201) == first
    assert await house.post(f"/orders/{first['id']}/confirm", {}) == first
    await house.request(first["id"])


async def test_an_unknown_cost_needs_approval(house: House) -> None:
    order = await house.place(make.line(await house.product(cost=None)))
    assert order["status"] == "awaiting-approval"
    assert order["lines"][0]["margin"]["margin_rate"] is None
    await house.decide((await house.request(order["id"]))["id"], "approve")
    assert (await house.order(order["id"]))["status"] == "confirmed"


async def test_a_rejected_order_is_a_draft_that_may_be_changed_and_confirmed(house: House) -> None:
    order = await thin(house)
    await house.decide((await house.request(order["id"]))["id"], "reject")
    draft = await house.order(order["id"])
    assert (draft["status"], draft["history"][0]["comment"]) == ("draft", "Seen.")
    better = await house.body(make.line(order["lines"][1]["product_id"], unit_price="12"))
    async with house.sales.client(*make.SELLER) as client:
        changed = await client.put(f"/orders/{order['id']}", json=better, headers={"If-Match": str(draft["version"])})
    assert changed.status_code == 200, changed.text
    assert (await house.post(f"/orders/{order['id']}/confirm", {}))["status"] == "confirmed"


async def test_credit_and_stock_are_asked_when_it_is_approved_and_a_refusal_leaves_it_waiting(house: House) -> None:
    customer = await house.customer(limit="10")
    order = await thin(house, customer_id=customer)
    request = await house.request(order["id"])
    refused = await house.decide(request["id"], "approve", 409)
    assert make.slug(refused) == "credit-limit-exceeded"
    assert (await house.order(order["id"]))["status"] == "awaiting-approval"
    house.world.credit.limits[UUID(customer)] = Decimal(1000)
    product = UUID(order["lines"][1]["product_id"])
    house.world.stock.free[product] = Decimal(1)
    assert make.slug(await house.decide(request["id"], "approve", 409)) == "insufficient-stock"
    assert house.world.holds(order["id"]) == (False, False)
    house.world.stock.free[product] = Decimal(100)
    assert (await house.decide(request["id"], "approve"))["status"] == "approved"


async def test_a_cost_that_rose_meanwhile_is_not_covered_by_the_request(house: House) -> None:
    order = await thin(house)
    request = await house.request(order["id"])
    product = UUID(order["lines"][1]["product_id"])
    house.world.pricing.costs[product] = Decimal("9.8")
    fallen = await house.decide(request["id"], "approve", 409)
    assert make.slug(fallen) == "margin-fell"
    anew = await house.post(f"/orders/{order['id']}/confirm", {})
    assert (anew["status"], anew["lines"][1]["margin"]["margin_rate"]) == ("awaiting-approval", "0.0200")
    second = await house.request(order["id"])
    assert second["id"] != request["id"]
    house.world.pricing.costs[product] = Decimal(15)
    assert make.slug(await house.decide(second["id"], "approve", 409)) == "margin-blocked"
    house.world.pricing.costs[product] = Decimal(5)
    assert (await house.post(f"/orders/{order['id']}/confirm", {}))["status"] == "confirmed"
    assert make.slug(await house.decide(second["id"], "approve", 409)) == "already-decided"


async def test_a_cancelled_order_takes_its_request_with_it(house: House) -> None:
    order = await thin(house)
    request = await house.request(order["id"])
    await house.post(f"/orders/{order['id']}/cancel", {"reason": "Too long"})
    assert make.slug(await house.decide(request["id"], "approve", 409)) == "already-decided"


async def test_deciders_at_once_decide_once(house: House) -> None:
    since = await house.sales.outbox_position()
    order = await thin(house)
    request = await house.request(order["id"])
    async with house.sales.client(*make.MANAGER, sub="manager") as client:
        answers = await asyncio.gather(
            *(client.post(f"/approvals/{request['id']}/{what}", json={}) for what in ("approve", "reject") * 8)
        )
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [200] + [409] * 15
    is_firm = (await house.order(order["id"]))["status"] == "confirmed"
    assert house.world.holds(order["id"]) == (is_firm, is_firm)
    assert len(await house.sales.published(OrderConfirmed, since=since)) == is_firm

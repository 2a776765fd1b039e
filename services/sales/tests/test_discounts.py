"""Prices set by hand: within the seller's limit they pass, above it a level that may approves, above all nobody may.

In the fake, sellers grant 10 % alone, managers approve 25 %, directors 50 %; margins of 10 % need no approval.
"""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from comptoir.sales.v1.sales_order_pb2 import OrderConfirmed
from kit.ids import new_id

from services.sales.tests import factories as make
from services.sales.tests.factories import House
from services.sales.tests.fakes import LEVELS

DIRECTOR = ("sales.approvals.read", "sales.large-discounts.approve")


async def discounted(house: House, price: str, *, cost: str = "1", status: int = 201, **changes: Any) -> dict[str, Any]:
    """An order of five at this price instead of ten."""
    product = await house.product(price="10", cost=cost)
    return await house.place(make.line(product, unit_price=price), status=status, **changes)


async def test_a_seller_grants_what_his_limit_lets_him(house: House) -> None:
    order = await discounted(house, "9")
    assert order["status"] == "confirmed"
    margin = order["lines"][0]["margin"]
    assert (margin["verdict"], margin["discount_rate"], margin["discount_limit"]) == ("allowed", "0.1", "0.10")


@pytest.mark.parametrize(
    ("price", "cost", "permissions"),
    [
        ("8.99", "1", ["sales.margins.approve"]),
        ("7.49", "1", ["sales.large-discounts.approve"]),
        ("7.49", "7.2", ["sales.margins.approve", "sales.large-discounts.approve"]),  # a thin margin as well
    ],
)
async def test_above_his_limit_those_who_may_are_asked(
    house: House, price: str, cost: str, permissions: list[str]
) -> None:
    order = await discounted(house, price, cost=cost)
    assert order["status"] == "awaiting-approval"
    request = await house.request(order["id"])
    assert [request["permission"], *request["next_permissions"]] == permissions
    (line,) = request["details"]["lines"]
    assert (line["discount_limit"], "above 0.10" in request["reason"]) == ("0.10", True)


async def test_above_everybodys_limit_nobody_may(house: House) -> None:
    since = await house.sales.outbox_position()
    refused = await discounted(house, "4.99", status=409)
    assert make.slug(refused) == "margin-blocked"
    assert await house.sales.published(OrderConfirmed, since=since) == []


async def test_two_levels_approve_one_after_the_other_and_only_the_last_takes_stock(house: House) -> None:
    order = await discounted(house, "7.49", cost="7.2")
    request = await house.request(order["id"])
    path = f"/approvals/{request['id']}/approve"
    too_early = await house.post(path, {}, 403, who=DIRECTOR, sub="director")
    assert too_early["permission"] == "sales.margins.approve"
    first = await house.decide(request["id"], "approve")
    assert (first["status"], first["approved_by"], first["permission"]) == ("pending", ["manager"], DIRECTOR[1])
    assert (await house.order(order["id"]))["status"] == "awaiting-approval"
    assert house.world.holds(order["id"]) == (False, False)
    both = (*make.MANAGER, DIRECTOR[1])
    assert make.slug(await house.post(path, {}, 403, who=both, sub="manager")) == "same-approver"
    assert (await house.post(path, {}, who=DIRECTOR, sub="director"))["status"] == "approved"
    assert (await house.order(order["id"]))["status"] == "confirmed"
    assert house.world.holds(order["id"]) == (True, True)


async def test_whoever_confirms_or_approves_the_price_is_judged_by_who_set_it(house: House) -> None:
    """A director who confirms a seller's draft does not make the seller's discount his own."""
    customer = await house.customer()
    product = await house.product(price="10", cost="1")
    draft = await house.draft(make.line(product, unit_price="8"), customer_id=customer)
    asked = await house.post(f"/orders/{draft['id']}/confirm", {}, roles=["director"], sub="boss")
    assert asked["status"] == "awaiting-approval"
    within = await house.draft(make.line(product, unit_price="9.50"), customer_id=customer)
    by_customer = await house.post(f"/orders/{within['id']}/confirm", {}, sub="buyer", customer_id=customer)
    assert by_customer["status"] == "confirmed"


async def test_a_customer_grants_nothing_whatever_roles_his_token_has(house: House) -> None:
    customer = await house.customer()
    body = await house.body(make.line(await house.product(price="10", cost="1"), unit_price="9.50"))
    claims: dict[str, Any] = {"sub": "buyer", "customer_id": customer, "roles": ["sales"]}
    waiting = await house.post("/orders/place", {**body, "customer_id": customer, "id": str(new_id())}, 201, **claims)
    assert waiting["status"] == "awaiting-approval"
    who = tuple(permission for permission in make.SELLER if permission != "sales.prices.set")
    refused = await house.post("/orders/place", {**body, "customer_id": customer}, 403, who=who, **claims)
    assert make.slug(refused) == "permission-missing"


async def test_limits_that_fell_meanwhile_are_asked_of_who_may_now(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = await discounted(house, "8")
    request = await house.request(order["id"])
    monkeypatch.setitem(LEVELS, "manager", Decimal(0))
    assert make.slug(await house.decide(request["id"], "approve", 409)) == "margin-fell"
    anew = await house.post(f"/orders/{order['id']}/confirm", {})
    assert anew["lines"][0]["margin"]["approval_levels"] == ["director"]
    assert (await house.request(order["id"]))["permission"] == "sales.large-discounts.approve"


async def test_an_order_that_uses_an_exception_takes_of_it_and_gives_back_what_fails(house: House) -> None:
    since = await house.sales.outbox_position()
    product = await house.product(price="10", cost="1", free="2")
    fake, exception = house.world.pricing, str(new_id())
    fake.exceptions[UUID(product)] = (exception, Decimal(5))
    body = await house.body(make.line(product, unit_price="7"), id=str(new_id()))
    refused = await house.post("/orders/place", body, 409)
    assert (make.slug(refused), UUID(body["id"]) in fake.taken) == ("insufficient-stock", False)
    house.world.stock.free[UUID(product)] = Decimal(100)
    placed = await house.post("/orders/place", body, 201)
    assert (placed["status"], placed["lines"][0]["margin"]["exception_id"]) == ("confirmed", exception)
    assert fake.taken[UUID(body["id"])] == {UUID(product): Decimal(5)}
    (event,) = await house.sales.published(OrderConfirmed, since=since)
    assert (event.lines[0].exception_id, event.lines[0].discount_rate.value) == (exception, "0.3")
    more = await house.place(make.line(product, "1", unit_price="7"))
    assert more["status"] == "awaiting-approval"


async def test_an_order_that_waits_takes_nothing_of_an_exception_until_it_is_approved(house: House) -> None:
    product = await house.product(price="10", cost="1")
    fake = house.world.pricing
    fake.exceptions[UUID(product)] = (str(new_id()), Decimal(5))
    thin = await house.product(price="10", cost="9.5")
    order = await house.place(make.line(product, unit_price="7"), make.line(thin))
    assert (order["status"], UUID(order["id"]) in fake.taken) == ("awaiting-approval", False)
    await house.decide((await house.request(order["id"]))["id"], "approve")
    assert fake.taken[UUID(order["id"])] == {UUID(product): Decimal(5)}


async def test_a_revision_is_granted_like_an_order_by_all_who_must(house: House) -> None:
    """30 % off at a thin margin: the manager and then the director, and the price is judged by who revised."""
    product = await house.product(price="10", cost="6.5")
    order = await house.place(make.line(product))
    body = {"reason": "He insists", "changes": [{"line_id": order["lines"][0]["id"], "unit_price": "7"}]}
    headers: dict[str, Any] = {"sub": "colleague"}
    proposed = await house.post(f"/orders/{order['id']}/revisions", body, 201, **headers)
    path = f"/orders/{order['id']}/revisions/{proposed['id']}"
    async with house.sales.client(*make.SELLER, sub="boss", roles=["director"]) as client:
        accepted = await client.post(f"{path}/accept", json={}, headers={"If-Match": str(order["version"])})
    assert accepted.json()["status"] == "awaiting-approval"
    request = await house.request(proposed["id"])
    assert [request["permission"], *request["next_permissions"]] == ["sales.margins.approve", DIRECTOR[1]]
    assert (await house.decide(request["id"], "approve"))["status"] == "pending"
    assert (await house.order(order["id"]))["lines"][0]["unit_price"] == "10"
    assert house.world.holds(proposed["id"]) == (False, False)
    await house.post(f"/approvals/{request['id']}/approve", {}, who=DIRECTOR, sub="director")
    assert (await house.order(order["id"]))["lines"][0]["unit_price"] == "7"

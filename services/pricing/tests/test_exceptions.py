"""Price exceptions: asked, approved by who may, used up by orders, void when changed."""

import asyncio
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from comptoir.pricing.v1 import decision_pb2, exception_pb2
from comptoir.sales.v1.sales_order_pb2 import OrderCancelled, OrderConfirmed, OrderRevised, SalesOrderLine
from kit.auth import Principal
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest
from kit.wire import decimal_out

from kit import clock
from services.pricing.tests import factories as make
from services.pricing.tests.peers import Sales

ALLOWED, NEEDS_APPROVAL, BLOCKED = (
    decision_pb2.VERDICT_ALLOWED, decision_pb2.VERDICT_NEEDS_APPROVAL, decision_pb2.VERDICT_BLOCKED,
)  # fmt: skip
SELLER = ("pricing.exceptions.read", "pricing.exceptions.write", "pricing.approvals.read", "pricing.quotes.read")
APPROVER = ("pricing.approvals.read", "pricing.exceptions.approve")
DIRECTOR = ("pricing.approvals.read", "pricing.large-exceptions.approve")
UNTIL = str(date.today() + timedelta(days=30))  # noqa: DTZ011  # the service's day


class Case:
    """A product at ten for a customer, with what a seller asks for him."""

    def __init__(self, pricing: ServiceUnderTest, product: str, customer: str) -> None:
        self.pricing, self.product, self.customer = pricing, product, customer

    async def post(
        self, path: str, body: dict[str, Any], status: int = 200, who: tuple[str, ...] = SELLER, **claims: Any
    ) -> dict[str, Any]:
        headers = {"If-Match": str(claims.pop("version"))} if "version" in claims else {}
        async with self.pricing.client(*who, **{"sub": "seller", "roles": ["sales"], **claims}) as client:
            method = client.put if path.startswith("PUT ") else client.post
            answer = await method(path.removeprefix("PUT "), json=body, headers=headers)
        assert answer.status_code == status, answer.text
        result: dict[str, Any] = answer.json()
        return result

    def body(self, **changes: Any) -> dict[str, Any]:
        values = {
            "customer_id": self.customer, "product_id": self.product, "unit_price": "8", "quantity_cap": "10",
            "effective_until": UNTIL, "reason": "A competitor asks 8.10",
        }  # fmt: skip
        return {name: value for name, value in {**values, **changes}.items() if value is not None}

    async def ask(self, status: int = 201, **changes: Any) -> dict[str, Any]:
        return await self.post("/exceptions", self.body(**changes), status)

    async def request(self, exception_id: str) -> dict[str, Any]:
        listed = await self.post_get("/approvals", who=APPROVER, document_id=exception_id)
        (found,) = listed["items"]
        result: dict[str, Any] = found
        return result

    async def post_get(self, path: str, who: tuple[str, ...] = SELLER, **params: Any) -> dict[str, Any]:
        async with self.pricing.client(*who) as client:
            answer = await client.get(path, params=params)
        assert answer.status_code == 200, answer.text
        result: dict[str, Any] = answer.json()
        return result

    async def decide(
        self,
        exception_id: str,
        what: str = "approve",
        status: int = 200,
        who: tuple[str, ...] = APPROVER,
        **claims: Any,
    ) -> dict[str, Any]:
        request = await self.request(exception_id)
        return await self.post(f"/approvals/{request['id']}/{what}", {}, status, who, **{"sub": "manager", **claims})

    async def granted(self, **changes: Any) -> dict[str, Any]:
        asked = await self.ask(**changes)
        request = await self.request(asked["id"])
        for permission in (request["permission"], *request["next_permissions"]):
            await self.decide(asked["id"], who=("pricing.approvals.read", permission), sub=permission)
        return await self.get(asked["id"])

    async def get(self, exception_id: str) -> dict[str, Any]:
        return await self.post_get(f"/exceptions/{exception_id}")

    def order(self, *prices: str, quantity: str = "3", **changes: Any) -> Any:
        """Lines at prices set by hand."""
        request = make.decide_request(self.customer, *((self.product, price) for price in prices), **changes)
        for line in request.lines:
            line.set_by_hand = True
            line.engine_unit_price.value = "10"
            line.quantity.value = quantity
        return request


@pytest.fixture
async def case(pricing: ServiceUnderTest) -> Case:
    product, customer = await make.product(pricing, cost="1"), await make.customer(pricing)
    await make.prices(pricing, make.price(product, "10"))
    return Case(pricing, product, customer)


async def test_an_exception_is_asked_approved_and_used_up(pricing: ServiceUnderTest, sales: Sales, case: Case) -> None:
    since = await pricing.outbox_position()
    asked = await case.ask()
    assert (asked["status"], asked["number"][:3], asked["quantity_used"]) == ("awaiting-approval", "EX-", "0")
    order = case.order("8")
    assert (await sales.decide(order)).verdict == NEEDS_APPROVAL
    request = await case.request(asked["id"])
    assert (request["permission"], request["amount"]) == ("pricing.exceptions.approve", "20.00")
    assert "20.00%" in request["reason"]
    await case.decide(asked["id"])
    granted = await case.get(asked["id"])
    assert (granted["status"], granted["version"]) == ("granted", 2)
    for _ in range(3):
        answer = await sales.decide(order)
        assert (answer.verdict, answer.lines[0].decision.exception_id) == (ALLOWED, asked["id"])
        assert (await case.get(asked["id"]))["quantity_used"] == "3"
    assert answer.lines[0].decision.explanation.endswith(f"{asked['number']} allows it.")
    lower = await sales.decide(case.order("7.99"))
    assert (lower.verdict, lower.lines[0].decision.exception_id) == (NEEDS_APPROVAL, "")
    too_many = await sales.decide(case.order("8", quantity="8"))
    assert too_many.verdict == NEEDS_APPROVAL
    assert too_many.lines[0].decision.explanation.endswith("would allow it, but only 7 are left.")
    assert (await sales.decide(case.order("8", quantity="7"))).verdict == ALLOWED
    events = await pricing.published(exception_pb2.PriceExceptionChanged, since=since)
    assert [(each.status, each.changed_by, each.quantity_cap.value) for each in events] == [
        (1, "seller", "10"), (2, "manager", "10"),
    ]  # fmt: skip


async def test_a_confirmed_order_uses_for_good_and_a_cancelled_one_gives_back(
    pricing: ServiceUnderTest, sales: Sales, case: Case
) -> None:
    exception = await case.granted()
    order = case.order("8", "8")
    await sales.decide(order)
    await pricing.deliver("sales.orders.v1", confirmed(order, exception["id"]), repeat=2)
    await sales.release(order.order_id)
    assert (await case.get(exception["id"]))["quantity_used"] == "6"
    late = case.order("8")
    await pricing.deliver("sales.orders.v1", confirmed(late, exception["id"]))  # its hold is lost, the event is not
    assert (await case.get(exception["id"]))["quantity_used"] == "9"
    await pricing.deliver("sales.orders.v1", OrderCancelled(sales_order_id=order.order_id))
    assert (await case.get(exception["id"]))["quantity_used"] == "3"
    history = (await case.post_get(f"/exceptions/{exception['id']}/history"))["items"]
    assert [each["action"] for each in history] == ["given-back"] * 2 + ["used"] * 3 + ["granted", "asked"]


async def test_an_order_closed_with_a_rest_gives_it_back(pricing: ServiceUnderTest, sales: Sales, case: Case) -> None:
    exception = await case.granted()
    order = case.order("8", "8")
    await sales.decide(order)
    await pricing.deliver("sales.orders.v1", confirmed(order, exception["id"]))
    await pricing.deliver("sales.orders.v1", make.order_closed(order, shipped="2"), repeat=2)
    assert (await case.get(exception["id"]))["quantity_used"] == "2"
    history = (await case.post_get(f"/exceptions/{exception['id']}/history"))["items"]
    given_back = [each["changes"]["quantity"][1] for each in history if each["action"] == "given-back"]
    assert sorted(given_back) == ["1", "3"]


async def test_a_revised_order_uses_what_it_says_now(pricing: ServiceUnderTest, sales: Sales, case: Case) -> None:
    exception = await case.granted()
    order = case.order("8", "8")
    await sales.decide(order)
    await pricing.deliver("sales.orders.v1", confirmed(order, exception["id"]))
    part = type(order)()
    part.CopyFrom(order)
    del part.lines[1]
    for quantity, verdict in (("8", NEEDS_APPROVAL), ("5", ALLOWED)):  # the other line has three of the ten for good
        part.lines[0].quantity.value = quantity
        assert (await sales.decide(part)).verdict == verdict
    assert (await case.get(exception["id"]))["quantity_used"] == "8"
    order.lines[0].quantity.value = "4"
    del order.lines[1]
    revised = OrderRevised(sales_order_id=order.order_id, order=confirmed(order, exception["id"]))
    await pricing.deliver("sales.orders.v1", revised)
    assert (await case.get(exception["id"]))["quantity_used"] == "4"


async def test_an_order_that_fails_gives_back(sales: Sales, case: Case) -> None:
    exception = await case.granted()
    order = case.order("8", quantity="10")
    assert (await sales.decide(order)).verdict == ALLOWED
    assert (await sales.decide(case.order("8"))).verdict == NEEDS_APPROVAL
    await sales.release(order.order_id)
    assert (await case.get(exception["id"]))["quantity_used"] == "0"
    assert (await sales.decide(case.order("8"))).verdict == ALLOWED


async def test_an_order_that_waits_takes_nothing_and_gives_back_what_it_took(sales: Sales, case: Case) -> None:
    exception = await case.granted()
    order = case.order("8", "7")
    assert (await sales.decide(order)).verdict == NEEDS_APPROVAL
    assert (await case.get(exception["id"]))["quantity_used"] == "0"
    order.is_approved = True
    assert (await sales.decide(order)).verdict == NEEDS_APPROVAL
    assert (await case.get(exception["id"]))["quantity_used"] == "3"
    order.is_approved = False
    await sales.decide(order)
    assert (await case.get(exception["id"]))["quantity_used"] == "0"


@pytest.mark.parametrize(
    ("terms", "levels"),
    [
        ({"unit_price": "9.50"}, ["pricing.exceptions.approve"]),  # within his limit: still somebody else's word
        ({"unit_price": "7.50"}, ["pricing.exceptions.approve"]),
        ({"unit_price": "7.49"}, ["pricing.large-exceptions.approve"]),
        ({"unit_price": None, "discount_rate": "0.3"}, ["pricing.large-exceptions.approve"]),
        (
            {"unit_price": None, "discount_rate": "0.3", "min_margin_rate": "-0.1"},
            ["pricing.exceptions.approve", "pricing.large-exceptions.approve"],
        ),
    ],
)
async def test_who_approves_is_told_by_the_limits(case: Case, terms: dict[str, Any], levels: list[str]) -> None:
    request = await case.request((await case.ask(**terms))["id"])
    assert [request["permission"], *request["next_permissions"]] == levels


async def test_nobody_may_grant_what_is_above_all_limits_or_below_the_floor(
    pricing: ServiceUnderTest, case: Case
) -> None:
    since = await pricing.outbox_position()
    await make.rule(pricing, "0.30", "0.10", customer_id=case.customer)
    for terms in ({"unit_price": "4.99"}, {"min_margin_rate": "0.09"}):
        assert "exception-blocked" in (await case.ask(409, **terms))["type"]
    await make.rule(pricing, "0.90", "0.85", family_code=f"f-{case.product}", customer_id=case.customer)
    assert "exception-blocked" in (await case.ask(409, unit_price="6"))["type"]
    assert await pricing.published(exception_pb2.PriceExceptionChanged, since=since) == []
    assert (await case.post_get("/exceptions", customer_id=case.customer))["items"] == []


async def test_a_thin_margin_is_covered_as_far_as_the_approver_saw(
    pricing: ServiceUnderTest, sales: Sales, case: Case
) -> None:
    await make.rule(pricing, "0.60", "0.10", customer_id=case.customer)
    await pricing.deliver(make.VALUATIONS, make.valued(case.product, "4"))
    exception = await case.granted()
    assert exception["min_margin_rate"] == "0.5000"
    assert (await sales.decide(case.order("8"))).verdict == ALLOWED
    await pricing.deliver(make.VALUATIONS, make.valued(case.product, "4.5"))
    assert (await sales.decide(case.order("8"))).verdict == NEEDS_APPROVAL
    await pricing.deliver(make.VALUATIONS, make.valued(case.product, "7.5"))
    assert (await sales.decide(case.order("8"))).verdict == BLOCKED


@pytest.mark.parametrize("change", [{"unit_price": "7.99"}, {"quantity_cap": "11"}, {"reason": "Other"}, {}])
async def test_whatever_is_changed_is_void_until_it_is_approved_again(
    sales: Sales, case: Case, change: dict[str, Any]
) -> None:
    exception = await case.granted()
    path = f"PUT /exceptions/{exception['id']}"
    await case.post(path, case.body(**change), 412, version=1)
    changed = await case.post(path, case.body(**change), version=2)
    assert (changed["status"], changed["version"]) == ("awaiting-approval", 3)
    assert (await sales.decide(case.order("8"))).verdict == NEEDS_APPROVAL
    old = await case.request(exception["id"])
    await case.post(path, case.body(unit_price="7.98"), version=3)
    void = await case.post(f"/approvals/{old['id']}/approve", {}, 409, APPROVER, sub="manager")
    assert "already-decided" in void["type"]
    await case.decide(exception["id"])
    assert (await sales.decide(case.order("7.98"))).verdict == ALLOWED


async def test_a_cap_is_no_less_than_what_is_sold(sales: Sales, case: Case) -> None:
    exception = await case.granted()
    await sales.decide(case.order("8"))
    refused = await case.post(f"PUT /exceptions/{exception['id']}", case.body(quantity_cap="2"), 409, version=2)
    assert ("cap-below-use" in refused["type"], refused["used"]) == (True, "3")
    assert (await case.get(exception["id"])) == {**exception, "quantity_used": "3"}


async def test_a_revoked_or_rejected_exception_counts_no_more(sales: Sales, case: Case) -> None:
    exception, other = await case.granted(), await case.ask()
    await case.decide(other["id"], "reject")
    assert (await case.get(other["id"]))["status"] == "rejected"
    path, why = f"/exceptions/{exception['id']}/revoke", {"reason": "The competitor is gone"}
    await case.post(path, why, 412, version=1)
    assert (await case.post(path, why, version=2))["status"] == "revoked"
    assert (await sales.decide(case.order("8"))).verdict == NEEDS_APPROVAL
    assert "wrong-status" in (await case.post(path, why, 409, version=3))["type"]
    refused = await case.post(f"PUT /exceptions/{exception['id']}", case.body(), 409, version=3)
    assert "wrong-status" in refused["type"]


async def test_nobody_approves_his_own_and_only_who_may(case: Case) -> None:
    asked = await case.ask(unit_price="7")
    assert "own-request" in (await case.decide(asked["id"], status=403, who=DIRECTOR, sub="seller"))["type"]
    assert (await case.decide(asked["id"], status=403))["permission"] == DIRECTOR[1]
    limits = {DIRECTOR[1]: "29.99"}
    beyond = await case.decide(asked["id"], status=403, who=DIRECTOR, approval_limits=limits)
    assert "limit-exceeded" in beyond["type"]
    mine = await case.post_get("/approvals", who=DIRECTOR, document_id=asked["id"], waits_for_me=True)
    others = await case.post_get("/approvals", who=APPROVER, document_id=asked["id"], waits_for_me=True)
    assert (len(mine["items"]), len(others["items"])) == (1, 0)


async def test_a_delegate_approves_in_the_name_of_who_is_away_but_never_his_own(case: Case) -> None:
    asked = await case.ask(unit_price="7")
    ends = (clock.now() + timedelta(days=5)).isoformat()
    body = {"delegate": "emil", "permissions": [DIRECTOR[1]], "ends_at": ends, "reason": "Holidays"}
    stand_in = ("pricing.approvals.read",)
    await case.decide(asked["id"], status=403, who=stand_in, sub="emil")
    await case.post("/delegations", body, 201, DIRECTOR, sub="director")
    await case.post("/delegations", {**body, "delegate": "seller"}, 201, DIRECTOR, sub="director")
    assert "own-request" in (await case.decide(asked["id"], status=403, who=stand_in, sub="seller"))["type"]
    done = await case.decide(asked["id"], who=stand_in, sub="emil")
    assert (done["status"], done["decided_by"], done["on_behalf_of"]) == ("approved", "emil", "director")


async def test_limits_that_fell_meanwhile_need_another_approval(pricing: ServiceUnderTest, case: Case) -> None:
    asked = await case.ask()
    matrix = await make.got(pricing, "/discount-limits")
    lower = {"level": "manager", "max_rate": "0.05", "family_code": f"f-{case.product}"}
    async with pricing.client(*make.MANAGER) as client:
        assert (await client.put("/discount-limits", json={"items": [*matrix["items"], lower]})).status_code == 200
    assert "limits-changed" in (await case.decide(asked["id"], status=409))["type"]
    assert (await case.get(asked["id"]))["status"] == "awaiting-approval"


async def test_a_familys_discount_is_judged_by_the_strictest_limit_within(
    pricing: ServiceUnderTest, sales: Sales
) -> None:
    family = f"fam-{str(new_id())[-6:]}"
    plain = await make.product(pricing, cost="1", family_path=[family, f"{family}-a"])
    await make.product(pricing, cost="1", family_path=[family, f"{family}-b"])
    await make.prices(pricing, make.price(plain, "10"))
    case = Case(pricing, plain, await make.customer(pricing))
    matrix = await make.got(pricing, "/discount-limits")
    strict = {"level": "manager", "max_rate": "0.05", "family_code": f"{family}-b"}
    async with pricing.client(*make.MANAGER) as client:
        assert (await client.put("/discount-limits", json={"items": [*matrix["items"], strict]})).status_code == 200
    terms: dict[str, Any] = {"product_id": None, "unit_price": None, "family_code": family, "discount_rate": "0.2"}
    request = await case.request((await case.ask(**terms))["id"])
    assert request["permission"] == "pricing.large-exceptions.approve"
    await case.granted(**terms)
    assert [(await sales.decide(case.order(price))).verdict for price in ("8", "7.99")] == [ALLOWED, NEEDS_APPROVAL]
    unknown = await case.ask(404, **{**terms, "family_code": "nowhere"})
    assert "family-not-known" in unknown["type"]


async def test_a_special_price_is_the_customers_without_anybody_typing_it(
    pricing: ServiceUnderTest, sales: Sales, case: Case
) -> None:
    exception = await case.granted()
    request = make.quote_request(case.customer, (case.product, "6"), (case.product, "6"), (case.product, "4"))
    buyer = Principal("buyer", customer_id=case.customer)
    answer = await sales.quote(request, buyer)
    assert [line.unit_price.value for line in answer.lines] == ["8", "10", "8"]  # the second is more than is left
    assert [step.rule for step in answer.lines[0].steps] == ["list-price", "exception-price"]
    assert answer.lines[0].decision.exception_id == exception["id"]
    assert (await case.get(exception["id"]))["quantity_used"] == "0"
    others = await sales.quote(make.quote_request(await make.customer(pricing), (case.product, "1")))
    assert others.lines[0].unit_price.value == "10"


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"family_code": "f"}, "product_id"),
        ({"product_id": None}, "product_id"),
        ({"discount_rate": "0.1"}, "unit_price"),
        ({"unit_price": None}, "unit_price"),
        ({"product_id": None, "family_code": "f"}, "unit_price"),
        ({"effective_until": "2026-01-01"}, "effective_until"),
        ({"effective_from": UNTIL}, "effective_until"),
        ({"quantity_cap": "0"}, "quantity_cap"),
        ({"reason": ""}, "reason"),
    ],
)
async def test_what_makes_no_sense_is_refused_by_name(case: Case, terms: dict[str, Any], field: str) -> None:
    assert (await case.ask(422, **terms))["field"] == field


async def test_eight_orders_at_once_never_take_more_than_the_cap(
    pricing: ServiceUnderTest, sales: Sales, case: Case
) -> None:
    """Each round a new exception of ten for eight orders of three: three go through, whoever they are."""
    for _ in range(5):
        exception = await case.granted()
        orders = [case.order("8") for _ in range(8)]
        answers = await asyncio.gather(*(sales.decide(order) for order in orders for _ in range(2)))
        taken = {order.order_id for order, each in zip(orders, answers[::2], strict=True) if each.verdict == ALLOWED}
        assert len(taken) == 3
        assert [each.verdict for each in answers[::2]] == [each.verdict for each in answers[1::2]]
        assert Decimal((await case.get(exception["id"]))["quantity_used"]) == 9
        await case.post(f"/exceptions/{exception['id']}/revoke", {"reason": "x"}, version=2)


def confirmed(order: Any, exception_id: str) -> OrderConfirmed:
    return OrderConfirmed(
        sales_order_id=order.order_id,
        customer_id=order.customer_id,
        currency="EUR",
        ordered_on=make.TODAY,
        lines=[
            SalesOrderLine(
                sales_order_line_id=line.order_line_id,
                product_id=line.product_id,
                quantity=decimal_out(Decimal(line.quantity.value)),
                exception_id=exception_id,
            )
            for line in order.lines
        ],
    )

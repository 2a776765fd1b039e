"""What a customer's user may order by himself: above it a colleague is asked first, whatever way the order takes."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from comptoir.sales.v1.sales_order_pb2 import OrderConfirmed
from hypothesis import given
from hypothesis import strategies as st
from identity.domain.roles import PERMISSIONS, Role
from kit.ids import new_id
from sales.domain.order import Breach
from sales.domain.spending import SpendingLimit, breach_of

from services.sales.tests import factories as make
from services.sales.tests.factories import House, slug
from services.sales.tests.test_blankets import agreed

BUYER = tuple(PERMISSIONS[Role.PORTAL_BUYER])
APPROVER = tuple(PERMISSIONS[Role.PORTAL_APPROVER])
ADMIN = tuple(PERMISSIONS[Role.PORTAL_ADMIN])

AMOUNTS = st.decimals(min_value=0, max_value=10**6, places=2)


class Team:
    """A customer whose buyer may order so much, with a colleague who approves and one who manages."""

    def __init__(self, house: House, customer: str) -> None:
        self.house, self.customer, self.buyer = house, customer, str(new_id())

    def claims(self, who: str) -> dict[str, Any]:
        return {"sub": self.buyer if who == "buyer" else who, "name": who, "customer_id": self.customer, "roles": []}

    async def buy(self, amount: str, status: int = 201, **changes: Any) -> dict[str, Any]:
        """An order worth so much."""
        product = changes.pop("product", None) or await self.house.product(price=amount, cost=str(Decimal(amount) / 2))
        body = await self.house.body(make.line(product, "1"), customer_id=self.customer, **changes)
        return await self.house.post("/orders/place", body, status, who=BUYER, **self.claims("buyer"))

    async def ask(self, path: str, body: Mapping[str, Any], status: int = 200) -> dict[str, Any]:
        return await self.house.post(path, dict(body), status, who=BUYER, **self.claims("buyer"))

    async def requests(self, who: str = "approver") -> list[dict[str, Any]]:
        async with self.house.sales.client(*APPROVER, **self.claims(who)) as client:
            answer = await client.get("/spending-requests")
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["items"]
        return found

    async def decide(
        self, order: dict[str, Any], what: str, status: int = 200, who: str = "approver"
    ) -> dict[str, Any]:
        (request,) = [each for each in await self.requests(who) if each["order_id"] == order["id"]]
        path = f"/spending-requests/{request['id']}/{what}"
        return await self.house.post(path, {"comment": "Seen."}, status, who=APPROVER, **self.claims(who))

    async def limit(self, status: int = 200, *, who: str = "boss", subject: str = "", **limit: str) -> dict[str, Any]:
        async with self.house.sales.client(*ADMIN, **self.claims(who)) as client:
            answer = await client.put(f"/spending-limits/{subject or self.buyer}", json=limit)
        assert answer.status_code == status, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def spent(self) -> Decimal:
        async with self.house.sales.client(*BUYER, **self.claims("buyer")) as client:
            return Decimal((await client.get("/spending")).json()["spent"])


@pytest.fixture
async def team(house: House) -> Team:
    customer = await house.customer()
    await house.draft(customer_id=customer)  # says from which site he is served
    return Team(house, customer)


@given(AMOUNTS, AMOUNTS, st.none() | AMOUNTS, st.none() | AMOUNTS)
def test_what_passes_stays_within_both_limits(
    value: Decimal, spent: Decimal, per_order: Decimal | None, per_month: Decimal | None
) -> None:
    breach = breach_of(SpendingLimit(per_order, per_month), value, spent=spent)
    passes = (per_order is None or value <= per_order) and (per_month is None or spent + value <= per_month)
    assert (breach is None) == passes
    if breach is Breach.MONTH:
        assert per_order is None or value <= per_order


async def test_without_a_limit_nobody_is_asked(team: Team) -> None:
    assert (await team.buy("900000"))["status"] == "confirmed"
    assert await team.spent() == 900000


async def test_above_the_limit_an_order_waits_for_a_colleague_and_then_is_firm(team: Team) -> None:
    await team.limit(per_order="500")
    assert (await team.buy("500"))["status"] == "confirmed"
    since = await team.house.sales.outbox_position()
    order = await team.buy("500.01")
    assert (order["status"], order["spending_breach"], order["buyer_name"]) == ("awaiting-approval", "order", "buyer")
    assert team.house.world.holds(order["id"]) == (False, False)
    (request,) = await team.requests()
    assert (request["value"], request["per_order"], request["buyer_name"]) == ("500.01", "500.00", "buyer")
    await team.decide(order, "approve")
    now = await team.house.order(order["id"])
    assert (now["status"], now["spending_breach"]) == ("confirmed", None)
    assert len(await team.house.sales.published(OrderConfirmed, since=since)) == 1
    assert await team.spent() == 500  # what a colleague approved is not his


async def test_the_month_counts_all_orders_that_stand(team: Team) -> None:
    await team.limit(per_month="1000")
    first = await team.buy("600")
    second = await team.buy("600")
    assert second["spending_breach"] == "month"
    await team.ask(f"/orders/{first['id']}/cancel", {"reason": "x"})
    assert (await team.buy("1000"))["status"] == "confirmed"


async def test_a_day_of_another_month_is_no_way_around(team: Team) -> None:
    await team.limit(per_month="1000")
    assert (await team.buy("1000", ordered_on="2026-01-15"))["status"] == "confirmed"
    assert (await team.buy("1", ordered_on="2026-02-15"))["spending_breach"] == "month"


async def test_two_orders_at_once_do_not_both_take_what_is_left(team: Team) -> None:
    await team.limit(per_month="1000")
    product = await team.house.product(price="300", cost="100")
    orders = await asyncio.gather(*(team.buy("300", product=product) for _ in range(8)))
    states = Counter(each["status"] for each in orders)
    assert states == {"confirmed": 3, "awaiting-approval": 5}
    assert await team.spent() == 900
    for each in orders:
        held = each["status"] == "confirmed"
        assert team.house.world.holds(each["id"]) == (held, held)


async def test_the_house_is_asked_after_the_colleague(team: Team) -> None:
    await team.limit(per_order="500")
    product = await team.house.product(price="1000", cost="950")
    order = await team.buy("1000", product=product)
    assert order["spending_breach"] == "order"
    await team.decide(order, "approve")
    waiting = await team.house.order(order["id"])
    assert (waiting["status"], waiting["spending_breach"]) == ("awaiting-approval", None)
    request = await team.house.request(order["id"])
    assert (request["subject"], request["requested_by"]) == ("margin", team.buyer)
    await team.house.decide(request["id"], "approve")
    assert (await team.house.order(order["id"]))["status"] == "confirmed"


async def test_what_a_colleague_rejects_is_given_up(team: Team) -> None:
    await team.limit(per_order="500")
    order = await team.buy("501")
    await team.decide(order, "reject")
    now = await team.house.order(order["id"])
    assert (now["status"], now["history"][0]["comment"]) == ("cancelled", "Seen.")
    assert await team.requests() == []


async def test_nobody_approves_his_own_order_and_no_stranger_does(team: Team) -> None:
    await team.limit(per_order="500")
    order = await team.buy("501")
    assert slug(await team.decide(order, "approve", 403, who="buyer")) == "own-request"
    (request,) = await team.requests()
    path = f"/spending-requests/{request['id']}"
    stranger = Team(team.house, await team.house.customer())
    for what in ("approve", "reject"):
        await team.house.post(f"{path}/{what}", {}, 404, who=APPROVER, **stranger.claims("approver"))
        await team.house.decide(request["id"], what, 403)
        await team.house.post(f"{path}/{what}", {}, 403, who=APPROVER, sub="house")
    assert await stranger.requests() == []
    assert (await team.house.order(order["id"]))["status"] == "awaiting-approval"


async def test_a_draft_of_his_waits_whoever_confirms_it(team: Team) -> None:
    await team.limit(per_order="40")
    body = await team.house.body(customer_id=team.customer)  # worth 50
    draft = await team.ask("/orders", body, 201)
    confirmed = await team.house.post(f"/orders/{draft['id']}/confirm", {})
    assert confirmed["spending_breach"] == "order"
    await team.decide(draft, "approve")
    assert (await team.house.order(draft["id"]))["status"] == "confirmed"


async def test_a_draft_of_the_house_that_he_confirms_is_his(team: Team) -> None:
    await team.limit(per_order="40")
    draft = await team.house.draft(customer_id=team.customer)
    assert (await team.ask(f"/orders/{draft['id']}/confirm", {}))["spending_breach"] == "order"


async def test_an_approval_is_void_once_the_order_is_another(team: Team) -> None:
    await team.limit(per_order="40")
    product = await team.house.product(price="10", cost="9.5")
    body = await team.house.body(make.line(product, "5"), customer_id=team.customer)
    order = await team.house.post("/orders/place", body, 201, who=BUYER, **team.claims("buyer"))
    await team.decide(order, "approve")
    await team.house.decide((await team.house.request(order["id"]))["id"], "reject")
    draft = await team.house.order(order["id"])
    assert draft["status"] == "draft"
    async with team.house.sales.client(*BUYER, **team.claims("buyer")) as client:
        larger = {**body, "lines": [make.line(product, "6")]}
        changed = await client.put(f"/orders/{order['id']}", json=larger, headers={"If-Match": str(draft["version"])})
    assert changed.status_code == 200, changed.text
    assert (await team.ask(f"/orders/{order['id']}/confirm", {}))["spending_breach"] == "order"


async def test_an_accepted_offer_above_the_limit_waits_and_then_is_a_draft_of_the_house(team: Team) -> None:
    await team.limit(per_order="40")
    offer = await team.house.send(await team.house.offer(customer_id=team.customer))
    yes = {"edition": 1, "name": "Buyer"}
    accepted = await team.ask(f"/offers/{offer['offer_id']}/accept", yes, 201)
    order = await team.house.order(accepted["sales_order_id"])
    assert (order["status"], order["spending_breach"]) == ("awaiting-approval", "order")
    assert (await team.house.post(f"/orders/{order['id']}/confirm", {}))["spending_breach"] == "order"
    await team.decide(order, "approve")
    assert (await team.house.order(order["id"]))["status"] == "draft"
    assert (await team.house.post(f"/orders/{order['id']}/confirm", {}))["status"] == "confirmed"


async def test_orders_of_a_table_wait(team: Team) -> None:
    await team.limit(per_order="40")
    row = {"reference": f"PO-{new_id()}", "product": await team.house.product(), "quantity": "5", "warehouse": "LYON"}
    intake = await team.ask("/order-intakes", {"rows": [{**row, "customer": team.customer}]}, 201)
    await team.ask(f"/order-intakes/{intake['id']}/import", {"mode": "all"})
    async with team.house.sales.client(*BUYER, **team.claims("buyer")) as client:
        listed = (await client.get("/orders")).json()["items"]
    (order,) = [each for each in listed if each["customer_reference"] == row["reference"]]
    for confirm in (
        team.house.post(f"/orders/{order['id']}/confirm", {}),
        team.ask(f"/orders/{order['id']}/confirm", {}),
    ):
        assert (await confirm)["spending_breach"] == "order"


async def test_a_call_off_waits(team: Team) -> None:
    await team.limit(per_order="1")
    blanket = await agreed(team.house, customer_id=team.customer)
    called = {"lines": [{"line_id": blanket["lines"][0]["id"], "quantity": "10"}]}
    order = await team.ask(f"/blanket-orders/{blanket['id']}/call-offs", called, 201)
    assert (order["status"], order["spending_breach"]) == ("awaiting-approval", "order")


async def test_who_has_a_limit_does_not_let_a_firm_order_grow(team: Team) -> None:
    product = await team.house.product()
    body = await team.house.body(make.line(product, "5"), customer_id=team.customer)
    order = await team.house.post("/orders/place", body, 201, who=BUYER, **team.claims("buyer"))
    await team.limit(per_order="1000")
    more = {"reason": "x", "changes": [{"line_id": order["lines"][0]["id"], "quantity": "6"}]}
    refused = await team.ask(f"/orders/{order['id']}/revisions", more, 409)
    assert slug(refused) == "more-than-allowed"
    less = {"reason": "x", "changes": [{"line_id": order["lines"][0]["id"], "quantity": "4"}]}
    await team.ask(f"/orders/{order['id']}/revisions", less, 201)
    fresh = await team.house.post(f"/orders/{order['id']}/revisions", more, 201)
    async with team.house.sales.client(*BUYER, **team.claims("buyer")) as client:
        path = f"/orders/{order['id']}/revisions/{fresh['id']}/accept"
        accepted = await client.post(path, json={}, headers={"If-Match": str(order["version"])})
    assert slug(accepted.json()) == "more-than-allowed"


async def test_the_manager_sets_limits_of_his_own_people_but_not_his_own(team: Team) -> None:
    assert (await team.limit(per_order="500", per_month="2000"))["version"] == 1
    assert slug(await team.limit(409, subject="boss")) == "own-limit"
    async with team.house.sales.client(*ADMIN, **team.claims("boss")) as client:
        (listed,) = (await client.get("/spending-limits")).json()["items"]
        foreign = await client.put(
            f"/spending-limits/{team.buyer}", json={"customer_id": str(new_id()), "per_order": "1"}
        )
    assert (listed["subject"], listed["per_month"]) == (team.buyer, "2000.00")
    assert foreign.status_code == 403


async def test_the_house_sets_limits_for_a_customer_that_it_names(team: Team) -> None:
    async with team.house.sales.client("sales.spending.manage", sub="admin") as client:
        nobody = await client.put(f"/spending-limits/{team.buyer}", json={"per_order": "40"})
        body = {"customer_id": team.customer, "per_order": "40"}
        named = await client.put(f"/spending-limits/{team.buyer}", json=body)
        listed = await client.get("/spending-limits", params={"customer_id": team.customer})
    assert (nobody.status_code, named.status_code) == (403, 200)
    assert [each["subject"] for each in listed.json()["items"]] == [team.buyer]
    assert (await team.buy("41"))["spending_breach"] == "order"


async def test_a_limit_that_is_lowered_later_does_not_stop_what_waits_for_the_house(team: Team) -> None:
    await team.limit(per_order="2000")
    product = await team.house.product(price="1000", cost="950")
    order = await team.buy("1000", product=product)
    request = await team.house.request(order["id"])
    await team.limit(per_order="10")
    await team.house.decide(request["id"], "approve")
    assert (await team.house.order(order["id"]))["status"] == "confirmed"


async def test_ten_approvals_at_once_are_one(team: Team) -> None:
    await team.limit(per_order="500")
    since = await team.house.sales.outbox_position()
    order = await team.buy("501")
    (request,) = await team.requests()
    async with team.house.sales.client(*APPROVER, **team.claims("approver")) as client:
        path = f"/spending-requests/{request['id']}/approve"
        answers = await asyncio.gather(*(client.post(path, json={}) for _ in range(10)))
    assert Counter(each.status_code for each in answers)[200] >= 1
    assert len(await team.house.sales.published(OrderConfirmed, since=since)) == 1
    assert team.house.world.holds(order["id"]) == (True, True)

"""There is no way around an approval: whatever is done in whatever order, an order that is firm is what was approved."""

import asyncio
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from comptoir.catalog.v1.partner_pb2 import PartnerChanged
from hypothesis import given
from hypothesis import strategies as st
from kit.approvals import content_hash
from kit.ids import new_id
from kit.testing.fuzz import fuzz
from kit.testing.properties import on_a_database
from sales.domain.margin import Verdict
from sales.domain.order import SalesOrder, signed_content
from sales.storage import orders

from services.sales.tests import factories as make
from services.sales.tests.factories import House
from services.sales.tests.fakes import LEVELS, LIMITS

APPROVER = (*make.MANAGER, "sales.large-discounts.approve")
PEOPLE = ("user-1", "manager", "director", "boss")  # the first is who sells
PRICES = ("9.50", "8", "7", "6", "4")
FIRST = (("8", "1"), ("7", "1"), ("7", "6.5"), ("9.50", "9"))  # price and cost: one level, or two for the third


def commercial(order: SalesOrder) -> Any:
    """What a customer was promised: nobody else's word covers another one."""
    return order.terms.customer_id, [(line.product_id, line.quantity, line.unit_price) for line in order.lines]


@dataclass
class Story:
    """One order through whatever happens to it; `check` holds after each event."""

    house: House
    order_id: str
    customers: list[str]
    product: str
    asked: dict[UUID, SalesOrder] = field(default_factory=dict)  # what each request showed
    promised: Any = None  # once firm

    @classmethod
    async def begin(cls, house: House, price: str = "7", cost: str = "1") -> "Story":
        customers = [await house.customer() for _ in range(2)]
        product = await house.product(price="10", cost=cost)
        story = cls(house, str(new_id()), customers, product)
        await house.post("/orders/place", await story.body(price), 201)
        await story.check()
        return story

    async def body(self, price: str, quantity: str = "5", customer: int = 0) -> dict[str, Any]:
        line = make.line(self.product, quantity, unit_price=price)
        return await self.house.body(line, customer_id=self.customers[customer], id=self.order_id)

    async def changed(self, price: str, quantity: str = "5", customer: int = 0) -> dict[str, Any]:
        body = await self.body(price, quantity, customer)
        return {name: value for name, value in body.items() if name != "id"}

    async def order(self) -> SalesOrder:
        async with self.house.sales.database.read() as tx:
            return await orders.get(tx, UUID(self.order_id))

    async def requests(self) -> list[dict[str, Any]]:
        rows = await self.house.sales.database.fetch(
            "SELECT * FROM approval_request WHERE document_id = $1 ORDER BY requested_at, id", UUID(self.order_id)
        )
        return [dict(row) for row in rows]

    async def send(self, method: str, path: str, body: dict[str, Any], **claims: Any) -> int:
        """Whatever comes of it, but a fault of ours."""
        order = await self.order()
        who = (*make.SELLER, *APPROVER)
        claims = {"roles": ["sales"], **claims}
        async with self.house.sales.client(*who, **claims) as client:
            answer = await client.request(method, path, json=body, headers={"If-Match": str(order.version)})
        assert answer.status_code < 500, answer.text
        return answer.status_code

    async def check(self) -> None:
        order, requests = await self.order(), await self.requests()
        pending = [each for each in requests if each["status"] == "pending"]
        assert bool(pending) is (order.status == "awaiting-approval")
        for each in pending:
            assert each["content_hash"] == content_hash(signed_content(order))
            self.asked[each["id"]] = order
        if not order.was_confirmed:
            return
        if self.promised is None:
            self.promised = commercial(order)
            if order.verdict is Verdict.NEEDS_APPROVAL:
                self.check_approved(order, requests)
        assert order.verdict is not Verdict.BLOCKED
        assert commercial(order) == self.promised

    def check_approved(self, order: SalesOrder, requests: list[dict[str, Any]]) -> None:
        (approved,) = [each for each in requests if each["status"] == "approved"]
        shown = self.asked[approved["id"]]
        assert commercial(order) == commercial(shown)
        for now, then in zip(order.lines, shown.lines, strict=True):
            assert set(now.decision.levels) <= set(then.decision.levels)
            assert (now.decision.margin_rate or 0) >= (then.decision.margin_rate or 0)
        deciders = [*approved["approved_by"], approved["decided_by"]]
        assert len(set(deciders)) == len(deciders) == len(shown.lines[0].decision.levels)
        assert approved["requested_by"] not in deciders


async def writes(story: Story, what: str, n: int) -> None:
    """One thing that a seller may try."""
    path = f"/orders/{story.order_id}"
    person, price = PEOPLE[n % len(PEOPLE)], PRICES[n % len(PRICES)]
    match what:
        case "reprice":
            await story.send("PUT", path, await story.changed(price), sub=person)
        case "change":
            await story.send("PUT", path, await story.changed("7", str(n % 9 + 1), n % 2))
        case "place-again":
            await story.send("POST", "/orders/place" if n % 2 else "/orders", await story.body(price, str(n % 3 + 4)))
        case "cancel" | "close" if n % 3 == 0:
            await story.send("POST", f"{path}/{what}", {"reason": "x"})


async def decides(story: Story, what: str, n: int) -> None:
    """One thing that somebody with a say may try, or several at once."""
    path, person = f"/orders/{story.order_id}", PEOPLE[n % len(PEOPLE)]
    asked = [f"/approvals/{each['id']}" for each in await story.requests()]
    match what:
        case "confirm":
            roles = [["sales"], ["director"], []][n % 3]
            await story.send("POST", f"{path}/confirm", {}, sub=person, roles=roles)
        case "approve" | "reject":
            for each in asked:
                await story.send("POST", f"{each}/{what}", {}, sub=person)
        case "approve-in-turn":
            for approver in PEOPLE[1:3]:
                await story.send("POST", f"{asked[-1]}/approve", {}, sub=approver)
                await story.check()
        case "together":
            await asyncio.gather(
                story.send("POST", f"{path}/confirm", {}, sub="boss"),
                story.send("PUT", path, await story.changed(PRICES[n % len(PRICES)])),
                story.send("POST", f"{asked[-1]}/reject", {}, sub="boss"),
                story.send("POST", f"{asked[-1]}/approve", {}, sub="manager"),
            )


async def elsewhere(story: Story, what: str, n: int) -> None:
    """One thing that may change elsewhere meanwhile."""
    world = story.house.world
    match what:
        case "cost":
            world.pricing.costs[UUID(story.product)] = [Decimal(1), Decimal("6.5"), Decimal(20), None][n % 4]
        case "list":
            world.pricing.prices[UUID(story.product)] = Decimal(5 + n % 20)
        case "limits":
            LIMITS["sales"], LEVELS["manager"] = Decimal(n % 4) / 10, Decimal(n % 5) / 10
        case "exception":
            world.pricing.exceptions[UUID(story.product)] = (str(UUID(int=n)), Decimal(n % 8))
        case "customer":
            changed = PartnerChanged(
                partner_id=story.customers[0],
                version=n + 2,
                code="C",
                is_customer=True,
                is_active=True,
                segment=f"s{n}",
            )
            await story.house.sales.deliver("catalog.partners.v1", changed)


DECISIONS = (
    "confirm",
    "confirm",
    "approve",
    "approve",
    "approve-in-turn",
    "approve-in-turn",
    "together",
    "together",
    "reject",
)
ELSEWHERE = ("cost", "list", "limits", "exception", "customer")
ACTS = (*DECISIONS, *ELSEWHERE, "reprice", "change", "place-again", "cancel", "close")


@on_a_database
@given(
    first=st.sampled_from(FIRST),
    acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 99)), min_size=4, max_size=16),
)
async def test_a_firm_order_is_what_was_approved_whatever_happened(
    house: House, first: tuple[str, str], acts: list[tuple[str, int]]
) -> None:
    usual = LIMITS.copy(), LEVELS.copy()
    try:
        story = await Story.begin(house, *first)
        for what, n in acts:
            if what in ELSEWHERE:
                await elsewhere(story, what, n)
            else:
                await (decides if what in DECISIONS and await story.requests() else writes)(story, what, n)
            await story.check()
    finally:
        LIMITS.update(usual[0])
        LEVELS.update(usual[1])


async def test_no_endpoint_changes_what_waits_for_approval_and_keeps_the_request(house: House) -> None:
    """Every operation there is, with generated input about this very order, by who sells it and may do everything."""
    story = await Story.begin(house)
    request = (await story.requests())[0]
    signed = commercial(await story.order())

    async def after(method: str, path: str) -> None:
        await story.check()
        still_open = [each for each in await story.requests() if each["status"] == "pending"]
        if any(each["id"] == request["id"] for each in still_open):
            assert commercial(await story.order()) == signed, f"{method} {path}"

    known = {
        "order_id": story.order_id, "request_id": str(request["id"]), "product_id": story.product,
        "customer_id": story.customers[0], "document_id": story.order_id, "warehouse": "LYON", "id": story.order_id,
    }  # fmt: skip
    assert await fuzz(house.sales, examples=12, known=known, after=after, sub="user-1", roles=["sales"]) > 12
    assert not any(each["status"] == "approved" for each in await story.requests())

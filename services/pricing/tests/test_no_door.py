"""There is no way around the approval of an exception: what counts is what was approved, and never more than its cap."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from comptoir.pricing.v1 import decision_pb2
from comptoir.sales.v1.sales_order_pb2 import OrderCancelled
from hypothesis import given
from hypothesis import strategies as st
from kit.approvals import content_hash
from kit.testing.properties import on_a_database
from kit.testing.services import ServiceUnderTest
from pricing.domain.exception import PriceException, Status, signed_content
from pricing.storage import exceptions

from services.pricing.tests import factories as make
from services.pricing.tests.peers import Sales
from services.pricing.tests.test_exceptions import Case, confirmed

EVERYTHING = (
    "pricing.exceptions.read", "pricing.exceptions.write", "pricing.approvals.read", "pricing.exceptions.approve",
    "pricing.large-exceptions.approve",
)  # fmt: skip
PEOPLE = ("seller", "manager", "director", "boss")
ACTS = (
    "change", "approve", "approve", "approve", "reject", "revoke", "sell", "sell", "sell", "confirm", "cancel", "release",
    "cost", "list",
)  # fmt: skip


@dataclass
class Story:
    """One exception through whatever happens to it; `check` holds after each event."""

    pricing: ServiceUnderTest
    sales: Sales
    case: Case
    id: str
    orders: list[Any] = field(default_factory=list)  # those that were let through

    async def exception(self) -> PriceException:
        async with self.pricing.database.read() as tx:
            return await exceptions.get(tx, UUID(self.id))

    async def requests(self) -> list[dict[str, Any]]:
        rows = await self.pricing.database.fetch(
            "SELECT * FROM approval_request WHERE document_id = $1 ORDER BY requested_at, id", UUID(self.id)
        )
        return [dict(row) for row in rows]

    async def send(self, method: str, path: str, body: dict[str, Any], sub: str) -> None:
        """Whatever comes of it, but a fault of ours."""
        version = str((await self.exception()).version)
        async with self.pricing.client(*EVERYTHING, sub=sub, roles=["sales"]) as client:
            answer = await client.request(method, path, json=body, headers={"If-Match": version})
        assert answer.status_code < 500, answer.text

    async def check(self) -> None:
        exception, requests = await self.exception(), await self.requests()
        signed = content_hash(signed_content(exception))
        pending = [each for each in requests if each["status"] == "pending"]
        assert [each["content_hash"] for each in pending] == [signed] * (exception.status is Status.AWAITING_APPROVAL)
        if exception.status is Status.GRANTED:
            last = requests[-1]
            assert (last["status"], last["content_hash"]) == ("approved", signed)
            deciders = [*last["approved_by"], last["decided_by"]]
            assert len(set(deciders)) == len(deciders) == len(last["details"]["levels"])
            assert last["requested_by"] not in deciders
        async with self.pricing.database.read() as tx:
            used = await tx.fetchval(
                "SELECT coalesce(sum(quantity), 0) FROM exception_use WHERE exception_id = $1", exception.id
            )
        assert used <= exception.terms.quantity_cap


async def act(story: Story, what: str, n: int) -> None:
    """One thing that somebody may try, or that may happen."""
    path, person, case = f"/exceptions/{story.id}", PEOPLE[n % 4], story.case
    match what:
        case "change":
            terms = {"unit_price": f"{9 - n % 5}", "quantity_cap": str(n % 20 + 1)}
            await story.send("PUT", path, case.body(**terms), person)
        case "approve" | "reject":
            for request in (await story.requests())[-2:]:
                await story.send("POST", f"/approvals/{request['id']}/{what}", {}, person)
        case "revoke" if n % 4 == 0:
            await story.send("POST", f"{path}/revoke", {"reason": "x"}, person)
        case "cost":
            await story.pricing.deliver(make.VALUATIONS, make.valued(case.product, str(n % 9 + 1)))
        case "list":
            await make.prices(story.pricing, make.price(case.product, str(8 + n % 5)))
        case _:
            await trade(story, what, n)


async def trade(story: Story, what: str, n: int) -> None:
    """One thing that an order may do."""
    match what:
        case "sell":
            order = story.case.order(f"{8 - n % 4}.00", quantity=str(n % 7 + 1))
            before = await story.exception()
            decision = (await story.sales.decide(order)).lines[0].decision
            if decision.exception_id:
                assert (decision.verdict, before.status) == (decision_pb2.VERDICT_ALLOWED, Status.GRANTED)
                lowest = before.price(Decimal(10))
                assert lowest is not None
                assert Decimal(decision.unit_price.value) >= lowest
                story.orders.append(order)
        case "confirm" if story.orders:
            order = story.orders[n % len(story.orders)]
            if (await story.sales.decide(order)).lines[0].decision.exception_id:
                await story.pricing.deliver("sales.orders.v1", confirmed(order, story.id))
        case "cancel" if story.orders:
            order = story.orders.pop(n % len(story.orders))
            await story.pricing.deliver("sales.orders.v1", OrderCancelled(sales_order_id=order.order_id))
        case "release" if story.orders:
            await story.sales.release(story.orders[n % len(story.orders)].order_id)


async def begin(pricing: ServiceUnderTest, sales: Sales) -> Story:
    product, customer = await make.product(pricing, cost="1"), await make.customer(pricing)
    await make.prices(pricing, make.price(product, "10"))
    case = Case(pricing, product, customer)
    story = Story(pricing, sales, case, (await case.ask())["id"])
    await story.check()
    return story


@on_a_database
@given(acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 99)), min_size=4, max_size=16))
async def test_what_counts_is_what_was_approved_whatever_happened(
    pricing: ServiceUnderTest, sales: Sales, acts: list[tuple[str, int]]
) -> None:
    story = await begin(pricing, sales)
    for what, n in acts:
        await act(story, what, n)
        await story.check()

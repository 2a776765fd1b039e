"""Short stock shared out anew: simulated, compared, then done; priorities, guaranteed shares, lots that lines hold."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from kit.auth import Principal
from kit.bodies import Code, Strict
from kit.errors import Invalid
from kit.http import Command, Db, requires
from pydantic import BaseModel, Field

from inventory.api.schemas import LotCode
from inventory.commands.allocations import apply, best_first, hold_lot, set_priorities, simulate
from inventory.commands.hold_for_good import hold_for_good
from inventory.domain.allocation import Outcome, Strategy
from inventory.storage import allocations

router = APIRouter(tags=["allocation"])

Reader = Annotated[Principal, requires("inventory.stock.read")]
Allocator = Annotated[Principal, requires("inventory.allocations.write")]

Share = Annotated[Decimal, Field(gt=0, le=1, max_digits=7, decimal_places=6, examples=["0.30"])]


class SimulateIn(Strict):
    product_id: UUID
    warehouse: Code
    strategies: list[Strategy] = Field(
        default=[Strategy.PRIORITY, Strategy.FAIR_SHARE, Strategy.CONTRACT], min_length=1, max_length=4
    )
    sales_order_id: UUID | None = Field(default=None, description="The order of `order-first`.")


class ApplyIn(Strict):
    product_id: UUID
    warehouse: Code
    strategy: Strategy
    sales_order_id: UUID | None = None
    seen: Annotated[str, Field(min_length=64, max_length=64, description="Of the simulation that you looked at.")]


class AllocatedOut(BaseModel):
    """An order line: what it holds, would hold, and gains or loses."""

    sales_order_line_id: UUID
    sales_order_id: UUID
    order_number: str
    customer_id: UUID
    wanted: Decimal
    held: Decimal
    given: Decimal
    change: Decimal


class OutcomeOut(BaseModel):
    strategy: Strategy
    available: Decimal = Field(description="Held by these lines, and free.")
    fill_rate: Decimal = Field(description="The part of all that is wanted that is served.")
    complete_lines: int
    seen: str
    lines: list[AllocatedOut]

    @classmethod
    def of(cls, outcome: Outcome) -> "OutcomeOut":
        return cls(
            strategy=outcome.strategy,
            available=outcome.available,
            fill_rate=outcome.fill_rate,
            complete_lines=outcome.complete_lines,
            seen=outcome.seen(),
            lines=[
                AllocatedOut(
                    sales_order_line_id=want.order_line_id,
                    sales_order_id=want.order_id,
                    order_number=want.order_number,
                    customer_id=want.customer_id,
                    wanted=want.quantity,
                    held=want.held,
                    given=outcome.given[want.order_line_id],
                    change=outcome.change(want),
                )
                for want in outcome.wants
            ],
        )


class OutcomesOut(BaseModel):
    """Side by side: most lines served whole first, then the least taken away."""

    items: list[OutcomeOut]


class ShareBody(Strict):
    """When a product is short, the customer gets this part of it first; without a product: of every one."""

    customer_id: UUID
    product_id: UUID | None = None
    share: Share


class SharesBody(Strict):
    items: list[ShareBody] = Field(max_length=10_000)


class PriorityIn(Strict):
    sales_order_id: UUID
    priority: Annotated[int, Field(ge=-1000, le=1000)]


class PrioritiesBody(Strict):
    items: list[PriorityIn] = Field(min_length=1, max_length=1000)


class LotHoldBody(Strict):
    sales_order_id: UUID
    sales_order_line_id: UUID
    lot: LotCode
    quantity: Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=6, description="Zero: of any lot again.")]


class OrdersBody(Strict):
    sales_order_ids: list[UUID] = Field(min_length=1, max_length=200)


@router.post("/allocations/simulate", summary="Who gets what of short stock, by several strategies: changes nothing")
async def post_simulation(caller: Reader, db: Db, body: SimulateIn) -> OutcomesOut:
    if Strategy.ORDER_FIRST in body.strategies and body.sales_order_id is None:
        raise Invalid("Say which order comes first.", field="sales_order_id")
    async with db.transaction() as tx:
        found = await simulate(
            tx, body.product_id, body.warehouse, list(dict.fromkeys(body.strategies)), body.sales_order_id
        )
    return OutcomesOut(items=[OutcomeOut.of(each) for each in best_first(found)])


@router.post("/allocations/apply", summary="Share out as it was simulated; refused when anything changed since")
async def post_allocation(caller: Allocator, command: Command, body: ApplyIn) -> OutcomeOut:
    async with command.transaction() as tx:
        done = await apply(tx, body.product_id, body.warehouse, body.strategy, body.sales_order_id, body.seen)
        return command.answer(OutcomeOut.of(done))


@router.get("/guaranteed-shares", summary="What customers were guaranteed of short stock")
async def get_shares(caller: Reader, db: Db) -> SharesBody:
    async with db.read() as tx:
        found = await allocations.shares(tx)
    return SharesBody(items=[ShareBody(customer_id=c, product_id=p, share=s) for c, p, s in found])


@router.put("/guaranteed-shares", summary="Set what customers are guaranteed: these and no others")
async def put_shares(caller: Allocator, command: Command, body: SharesBody) -> SharesBody:
    asked = [(each.customer_id, each.product_id, each.share) for each in body.items]
    if len({(customer, product) for customer, product, _ in asked}) < len(asked):
        raise Invalid("A customer has one share of a product: two are the same.", field="items")
    sums: dict[UUID | None, Decimal] = {}
    for _, product, share in asked:
        sums[product] = sums.get(product, Decimal(0)) + share
    if any(total > 1 for total in sums.values()):
        raise Invalid("More than the whole is guaranteed: shares of a product add up to 1 at most.", field="items")
    async with command.transaction() as tx:
        await allocations.set_shares(tx, asked)
        return command.answer(body)


@router.put("/order-priorities", summary="Say how soon orders are served from now on")
async def put_priorities(caller: Allocator, command: Command, body: PrioritiesBody) -> PrioritiesBody:
    async with command.transaction() as tx:
        await set_priorities(tx, {each.sales_order_id: each.priority for each in body.items})
        return command.answer(body)


@router.post("/holds-for-good", summary="Hold now, for good, what orders hold by date")
async def post_holds_for_good(caller: Allocator, command: Command, body: OrdersBody) -> OrdersBody:
    async with command.transaction() as tx:
        await hold_for_good(tx, body.sales_order_ids)
        return command.answer(body)


@router.put("/lot-holds", summary="Hold so much of a lot for an order line")
async def put_lot_hold(caller: Allocator, command: Command, body: LotHoldBody) -> LotHoldBody:
    async with command.transaction() as tx:
        await hold_lot(tx, body.sales_order_id, body.sales_order_line_id, body.lot, body.quantity)
        return command.answer(body)

"""When the goods of firm orders are promised, and how that changed."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from kit.auth import Principal
from kit.bodies import Strict
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from pydantic import BaseModel, Field
from sqlalchemy import select

from sales.api.access import SalesDesk, require_own
from sales.api.schemas import OrderOut
from sales.commands.promise_orders import ask_promises, renew_promises
from sales.domain.promise import PromiseCause, PromiseReason
from sales.storage import orders, promises
from sales.storage.tables_delivery import line_promise

router = APIRouter(tags=["promises"])

Reader = Annotated[Principal, requires("sales.orders.read")]
Writer = Annotated[Principal, requires("sales.orders.write")]


class PromiseOut(BaseModel):
    """`promised_on` null: nobody knew."""

    sales_order_line_id: UUID
    promised_on: date | None
    reason: PromiseReason
    document_number: str = Field(description="What had to come for it.")
    cause: PromiseCause
    made_at: datetime


class RenewIn(Strict):
    """Nothing to say."""


class RenewManyIn(Strict):
    after: UUID | None = Field(default=None, description="The `next_order_id` of the call before.")
    limit: int = Field(default=100, ge=1, le=200, description="Orders in one call.")


class RenewedOut(BaseModel):
    orders: int = Field(description="That lack stock, and were looked at.")
    next_order_id: UUID | None = Field(description="There are more: go on after it.")


@router.get(
    "/orders/{order_id}/promises", summary="What was promised of an order's lines that waited, and why it changed"
)
async def list_promises(caller: Reader, db: Db, paging: Paging, order_id: UUID) -> Page[PromiseOut]:
    async with db.read() as tx:
        require_own(caller, await orders.get(tx, order_id))
        return await fetch_page(
            tx,
            select(*(line_promise.c[name] for name in PromiseOut.model_fields), line_promise.c.id).where(
                line_promise.c.sales_order_id == order_id
            ),
            paging,
            sortable={"made_at": line_promise.c.made_at},
            key=line_promise.c.id,
            convert=lambda row: PromiseOut(**{name: row[name] for name in PromiseOut.model_fields}),
        )


@router.post("/orders/{order_id}/promises", summary="Promise an order anew, by what is expected now")
async def post_promises(
    caller: Writer, desk: SalesDesk, db: Db, command: Command, order_id: UUID, body: RenewIn
) -> OrderOut:
    await command.check_answered()
    async with db.read() as tx:
        require_own(caller, await orders.get(tx, order_id))
    found = await ask_promises(desk, [order_id], caller)
    async with command.transaction() as tx:
        (order,) = await renew_promises(tx, [order_id], found)
        return command.answer(OrderOut.of(order, caller))


@router.post("/promises/renew", summary="Promise anew what lacks stock, order by order")
async def post_renewal(caller: Writer, desk: SalesDesk, db: Db, command: Command, body: RenewManyIn) -> RenewedOut:
    caller.require_staff()
    await command.check_answered()
    async with db.read() as tx:
        waiting = await promises.waiting_orders(tx, after=body.after, limit=body.limit)
    found = await ask_promises(desk, waiting, caller)
    async with command.transaction() as tx:
        await renew_promises(tx, waiting, found)
        last = waiting[-1] if len(waiting) == body.limit else None
        return command.answer(RenewedOut(orders=len(waiting), next_order_id=last))

"""Sales orders."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from kit.auth import Principal
from kit.http import Command, Db, Paging, requires
from kit.ids import new_id
from kit.pagination import Page, fetch_page
from sqlalchemy import or_, select

from sales.api.access import SalesDesk, require_own
from sales.api.schemas import (
    ConfirmIn,
    NewOrderIn,
    OrderDetailsOut,
    OrderIn,
    OrderOut,
    OrderSummary,
    PlacedOrderIn,
    ReasonIn,
    WithoutCredit,
)
from sales.commands.confirm_order import attempt_new, attempt_stored, deciding, settle
from sales.commands.end_order import cancel_order, close_order
from sales.commands.watch_credit import judge_order, take_in
from sales.commands.write_order import change_draft, create_draft, rewritten
from sales.domain.fulfilment import OrderStatus
from sales.queries.order_details import order_details
from sales.storage import orders
from sales.storage.tables import partner, sales_order

router = APIRouter(prefix="/orders", tags=["orders"])

Reader = Annotated[Principal, requires("sales.orders.read")]
Writer = Annotated[Principal, requires("sales.orders.write")]
Confirmer = Annotated[Principal, requires("sales.orders.confirm")]

_OF_CUSTOMER = {"customer_code": partner.c.code, "customer_name": partner.c.name}


@router.get("", summary="Sales orders, without their lines")
async def list_orders(
    caller: Reader,
    db: Db,
    paging: Paging,
    status: OrderStatus | None = None,
    customer_id: UUID | None = None,
    on_hold: bool = False,  # noqa: FBT001, FBT002  # a query parameter
    q: Annotated[str, Query(max_length=60, description="Begin of our number, or the customer's own number.")] = "",
) -> Page[OrderSummary]:
    if customer_id is not None:
        caller.require_customer(customer_id)
    elif caller.customer_id is not None:
        customer_id = UUID(caller.customer_id)
    own = [sales_order.c[name] for name in OrderSummary.model_fields if name not in _OF_CUSTOMER]
    statement = select(*own, *(column.label(name) for name, column in _OF_CUSTOMER.items())).outerjoin_from(
        sales_order, partner, partner.c.id == sales_order.c.customer_id
    )
    if status is not None:
        statement = statement.where(sales_order.c.status == status.value)
    if customer_id is not None:
        statement = statement.where(sales_order.c.customer_id == customer_id)
    if on_hold:
        statement = statement.where(sales_order.c.hold_cause.is_not(None))
    if q:
        number = sales_order.c.number.startswith(q.upper(), autoescape=True)
        statement = statement.where(or_(number, sales_order.c.customer_reference == q))
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={name: sales_order.c[name] for name in ("created_at", "number", "ordered_on", "net")},
            key=sales_order.c.id,
            convert=lambda row: OrderSummary(**dict(row)),
        )


@router.post("", status_code=201, summary="Write an order at the prices of now; it stays a draft until confirmed")
async def post_order(caller: Writer, desk: SalesDesk, command: Command, body: NewOrderIn) -> OrderOut:
    written = body.to_written(caller)
    await command.check_answered()
    attempt = await attempt_new(desk, body.id or new_id(), written, caller)
    async with command.transaction() as tx:
        return command.answer(OrderOut.of(await create_draft(tx, attempt, caller.subject), caller))


@router.post("/place", status_code=201, summary="Write an order and confirm it in one; a refusal leaves nothing behind")
async def post_placement(caller: Confirmer, desk: SalesDesk, command: Command, body: PlacedOrderIn) -> OrderOut:
    written = body.to_written(caller)
    await command.check_answered()
    attempt = await attempt_new(desk, body.id or new_id(), written, caller)
    asks = body.without_credit is WithoutCredit.ASK
    async with deciding(desk, attempt, caller, asks_release=asks) as order, command.transaction() as tx:
        settled = await settle(tx, attempt, order, caller.subject, asks_release=asks)
        return command.answer(OrderOut.of(settled, caller))


@router.get("/{order_id}", summary="One order, why its prices, and what became of it")
async def get_order(caller: Reader, db: Db, order_id: UUID) -> OrderDetailsOut:
    async with db.read() as tx:
        details = await order_details(tx, order_id)
    require_own(caller, details.order)
    return OrderDetailsOut.of_details(details, caller)


@router.put("/{order_id}", summary="Change a draft: send all of it, and its version in If-Match; it is priced anew")
async def put_order(caller: Writer, desk: SalesDesk, command: Command, order_id: UUID, body: OrderIn) -> OrderOut:
    written = body.to_written(caller)
    version = command.version()
    await command.check_answered()
    async with desk.database.read() as tx:
        before = await orders.get(tx, order_id)
    require_own(caller, before)
    order = await rewritten(desk, before, written, version=version, caller=caller)
    async with command.transaction() as tx:
        return command.answer(OrderOut.of(await change_draft(tx, order, caller.subject), caller))


@router.post("/{order_id}/confirm", summary="Make a draft firm, or ask for approval of its margin")
async def post_confirmation(
    caller: Confirmer, desk: SalesDesk, command: Command, order_id: UUID, body: ConfirmIn
) -> OrderOut:
    await command.check_answered()
    attempt = await attempt_stored(desk, order_id)
    require_own(caller, attempt.order)
    asks = body.without_credit is WithoutCredit.ASK
    async with deciding(desk, attempt, caller, asks_release=asks) as order, command.transaction() as tx:
        settled = await settle(tx, attempt, order, caller.subject, asks_release=asks)
        return command.answer(OrderOut.of(settled, caller))


@router.post(
    "/{order_id}/check-credit", summary="Judge a firm order's credit now: hold it and ask for release, or let it go"
)
async def post_credit_check(caller: Confirmer, desk: SalesDesk, command: Command, order_id: UUID) -> OrderOut:
    await command.check_answered()
    async with desk.database.read() as tx:
        order = await orders.get(tx, order_id)
    require_own(caller, order)
    judged = await judge_order(desk, order, caller)
    async with command.transaction() as tx:
        return command.answer(OrderOut.of(await take_in(tx, judged, caller.subject), caller))


@router.post("/{order_id}/cancel", summary="Give up an order of which nothing was shipped")
async def post_cancellation(caller: Writer, command: Command, order_id: UUID, body: ReasonIn) -> OrderOut:
    async with command.transaction() as tx:
        require_own(caller, await orders.get(tx, order_id))
        return command.answer(
            OrderOut.of(await cancel_order(tx, order_id, body.reason, subject=caller.subject), caller)
        )


@router.post("/{order_id}/close", summary="Give up the rest of an order that was shipped in part")
async def post_closing(caller: Writer, command: Command, order_id: UUID, body: ReasonIn) -> OrderOut:
    async with command.transaction() as tx:
        require_own(caller, await orders.get(tx, order_id))
        return command.answer(OrderOut.of(await close_order(tx, order_id, body.reason, subject=caller.subject), caller))

"""Purchase orders."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from kit.auth import Principal
from kit.company import Language, OurCompany
from kit.http import Command, Db, Paging, requires
from kit.ids import new_id
from kit.pagination import Page, fetch_page
from kit.papers_api import pdf_response
from sqlalchemy import select

from purchasing.api.schemas import CancelIn, NewOrderIn, OrderIn, OrderOut, OrderSummary, SubmitIn
from purchasing.commands.place_order import cancel_order, submit_order
from purchasing.commands.write_order import change_order, create_order
from purchasing.domain.order import OrderStatus
from purchasing.queries.order_paper import order_paper
from purchasing.storage import orders
from purchasing.storage.tables import purchase_order, purchase_order_line

router = APIRouter(prefix="/purchase-orders", tags=["purchase orders"])

Reader = Annotated[Principal, requires("purchasing.orders.read")]
Writer = Annotated[Principal, requires("purchasing.orders.write")]
Submitter = Annotated[Principal, requires("purchasing.orders.submit")]


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Which orders to list."""

    status: OrderStatus | None = None
    supplier_id: UUID | None = None
    product_id: UUID | None = None
    warehouse: Annotated[str | None, Query(max_length=40)] = None
    is_acknowledged: bool | None = None
    placed_before: Annotated[date | None, Query(description="Ordered before that day.")] = None


@router.get("", summary="Purchase orders, without their lines")
async def list_orders(
    caller: Reader, db: Db, paging: Paging, wanted: Annotated[OrderFilter, Depends()]
) -> Page[OrderSummary]:
    statement = select(*(purchase_order.c[name] for name in OrderSummary.model_fields))
    for column, value in (
        (purchase_order.c.status, wanted.status and wanted.status.value),
        (purchase_order.c.supplier_id, wanted.supplier_id),
        (purchase_order.c.warehouse, wanted.warehouse),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if wanted.product_id is not None:
        line = purchase_order_line.c
        lines = select(line.purchase_order_id).where(line.product_id == wanted.product_id)
        statement = statement.where(purchase_order.c.id.in_(lines))
    if wanted.is_acknowledged is not None:
        at = purchase_order.c.acknowledged_at
        statement = statement.where(at.is_not(None) if wanted.is_acknowledged else at.is_(None))
    if wanted.placed_before is not None:
        statement = statement.where(purchase_order.c.ordered_on < wanted.placed_before)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={name: purchase_order.c[name] for name in ("created_at", "number", "ordered_on", "net")},
            key=purchase_order.c.id,
            convert=lambda row: OrderSummary(**dict(row)),
        )


@router.post("", status_code=201, summary="Write an order; it stays a draft until it is submitted")
async def post_order(caller: Writer, command: Command, body: NewOrderIn, request: Request) -> OrderOut:
    async with command.transaction() as tx:
        order = await create_order(
            tx,
            body.id or new_id(),
            body.to_written(),
            subject=caller.subject,
            company_currency=request.app.state.currency,
        )
        return command.answer(OrderOut.of(order))


@router.get("/{order_id}", summary="One order")
async def get_order(caller: Reader, db: Db, order_id: UUID) -> OrderOut:
    async with db.read() as tx:
        return OrderOut.of(await orders.get(tx, order_id))


@router.get(
    "/{order_id}/paper",
    summary="The order as PDF, for the supplier",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}}},
)
async def get_order_paper(
    caller: Reader, db: Db, company: OurCompany, order_id: UUID, language: Language = "fr"
) -> Response:
    async with db.read() as tx:
        order = await orders.get(tx, order_id)
        paper = await order_paper(tx, order, company, language)
    return await pdf_response(paper, order.number)


@router.put("/{order_id}", summary="Change a draft: send all of it, and its version in If-Match")
async def put_order(caller: Writer, command: Command, order_id: UUID, body: OrderIn, request: Request) -> OrderOut:
    sent = command.version()
    async with command.transaction() as tx:
        order = await change_order(
            tx,
            order_id,
            body.to_written(),
            version=sent,
            subject=caller.subject,
            company_currency=request.app.state.currency,
        )
        return command.answer(OrderOut.of(order))


@router.post("/{order_id}/submit", summary="Place the order, or ask for approval when a rule wants it")
async def post_submission(
    caller: Submitter, command: Command, order_id: UUID, body: SubmitIn, request: Request
) -> OrderOut:
    company = request.app.state.currency
    async with command.transaction() as tx:
        order = await submit_order(tx, order_id, subject=caller.subject, company_currency=company)
        return command.answer(OrderOut.of(order))


@router.post("/{order_id}/cancel", summary="Give up what has not come")
async def post_cancellation(caller: Writer, command: Command, order_id: UUID, body: CancelIn) -> OrderOut:
    async with command.transaction() as tx:
        return command.answer(OrderOut.of(await cancel_order(tx, order_id, body.reason, subject=caller.subject)))

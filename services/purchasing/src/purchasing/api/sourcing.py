"""Purchase requests."""

from collections.abc import Sequence
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Request
from kit.auth import Principal
from kit.http import Command, Db, Paging, requires
from kit.ids import new_id
from kit.pagination import Page, fetch_page
from sqlalchemy import select

from purchasing.api.sourcing_schemas import (
    LinesIn,
    OrderedOut,
    OrdersOut,
    RequestIn,
    RequestLineOut,
    RequestOut,
)
from purchasing.commands.requests import cancel_lines, order_requested, request_purchase
from purchasing.domain.order import PurchaseOrder
from purchasing.storage.requests import RequestLine
from purchasing.storage.tables import product
from purchasing.storage.tables_sourcing import purchase_request, purchase_request_line

router = APIRouter(tags=["sourcing"])

Reader = Annotated[Principal, requires("purchasing.requests.read")]
Requester = Annotated[Principal, requires("purchasing.requests.write")]


@router.get("/request-lines", summary="What somebody wants bought, and what became of it")
async def list_request_lines(
    caller: Reader,
    db: Db,
    paging: Paging,
    status: Literal["open", "sourcing", "ordered", "cancelled"] | None = None,
    product_id: UUID | None = None,
) -> Page[RequestLineOut]:
    line, head = purchase_request_line.c, purchase_request.c
    statement = select(
        line.id, head.number.label("request_number"), head.department, head.requested_by, line.product_id, product.c.sku,
        line.stock_quantity.label("quantity"), line.warehouse, line.needed_on, line.supplier_id, line.status, line.rfq_id,
        line.purchase_order_id,
    ).select_from(
        purchase_request_line.join(purchase_request, head.id == line.request_id).join(
            product, product.c.id == line.product_id
        )
    )  # fmt: skip
    if status is not None:
        statement = statement.where(line.status == status)
    if product_id is not None:
        statement = statement.where(line.product_id == product_id)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"id": line.id},
            key=line.id,
            convert=lambda row: RequestLineOut(**dict(row)),
        )


@router.post("/purchase-requests", status_code=201, summary="Ask that products be bought")
async def post_request(caller: Requester, command: Command, body: RequestIn) -> RequestOut:
    lines = [
        RequestLine(new_id(), each.product_id, each.quantity, each.warehouse, each.needed_on, each.supplier_id)
        for each in body.lines
    ]
    id_ = body.id or new_id()
    async with command.transaction() as tx:
        number = await request_purchase(tx, id_, body.department, body.reason, lines, by=caller.subject)
        return command.answer(RequestOut(id=id_, number=number))


@router.post("/request-lines/order", status_code=201, summary="Draft orders for request lines, at today's best prices")
async def post_order_requested(
    caller: Annotated[Principal, requires("purchasing.orders.write")], command: Command, body: LinesIn, request: Request
) -> OrdersOut:
    async with command.transaction() as tx:
        orders = await order_requested(
            tx, body.line_ids, by=caller.subject, company_currency=request.app.state.currency
        )
        return command.answer(orders_out(orders))


@router.post("/request-lines/cancel", summary="Give request lines up")
async def post_cancel_lines(caller: Requester, command: Command, body: LinesIn) -> LinesIn:
    async with command.transaction() as tx:
        await cancel_lines(tx, body.line_ids)
        return command.answer(body)


def orders_out(orders: Sequence[PurchaseOrder]) -> OrdersOut:
    """Drafts that were just written."""
    return OrdersOut(
        orders=[
            OrderedOut(order_id=order.id, number=order.number, supplier_id=order.supplier_id, net=order.net)
            for order in orders
        ]
    )

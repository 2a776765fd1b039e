"""Purchase requests."""

from collections.abc import Sequence
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request
from kit.auth import Principal
from kit.http import Command, Db, Paging, requires
from kit.ids import new_id
from kit.pagination import Page, fetch_page
from sqlalchemy import select

from purchasing.api.sourcing_schemas import (
    IdentifyIn,
    LinesIn,
    OrderedOut,
    OrdersOut,
    RejectIn,
    RequestHead,
    RequestIn,
    RequestLineOut,
    RequestOut,
    SubmittedOut,
)
from purchasing.commands.follow_requests import cancel_lines, identify, reject_lines, submit_request
from purchasing.commands.requests import WishedLine, order_requested, request_purchase
from purchasing.domain.order import PurchaseOrder
from purchasing.storage.tables import product
from purchasing.storage.tables_drop_shipments import sold_line
from purchasing.storage.tables_sourcing import purchase_request, purchase_request_line

router = APIRouter(tags=["sourcing"])

Reader = Annotated[Principal, requires("purchasing.requests.read")]
Requester = Annotated[Principal, requires("purchasing.requests.write")]
Buyer = Annotated[Principal, requires("purchasing.requests.decide")]


@router.get("/request-lines", summary="What somebody wants bought, and what became of it")
async def list_request_lines(
    caller: Reader,
    db: Db,
    paging: Paging,
    status: Literal["draft", "open", "sourcing", "ordered", "cancelled", "rejected"] | None = None,
    product_id: UUID | None = None,
    request_id: UUID | None = None,
    need_id: Annotated[list[UUID] | None, Query(max_length=200, description="Of replenishment.")] = None,
) -> Page[RequestLineOut]:
    line, head = purchase_request_line.c, purchase_request.c
    statement = select(
        line.id, head.number.label("request_number"), head.department, head.requested_by, head.reason, line.product_id,
        product.c.sku, line.description, line.stock_quantity.label("quantity"), line.warehouse, line.needed_on,
        line.supplier_id, line.status, line.closed_reason, line.rfq_id, line.purchase_order_id, line.need_id,
        line.sales_order_line_id, sold_line.c.sales_order_number, sold_line.c.deliver_to,
    ).select_from(
        purchase_request_line.join(purchase_request, head.id == line.request_id)
        .outerjoin(product, product.c.id == line.product_id)
        .outerjoin(sold_line, sold_line.c.id == line.sales_order_line_id)
    )  # fmt: skip
    if status is not None:
        statement = statement.where(line.status == status)
    if product_id is not None:
        statement = statement.where(line.product_id == product_id)
    if request_id is not None:
        statement = statement.where(line.request_id == request_id)
    if need_id is not None:
        statement = statement.where(line.need_id.in_(need_id))
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"id": line.id},
            key=line.id,
            convert=lambda row: RequestLineOut(**dict(row)),
        )


@router.get("/purchase-requests", summary="Purchase requests")
async def list_requests(
    caller: Reader, db: Db, paging: Paging, requested_by: Annotated[str | None, Query(max_length=200)] = None
) -> Page[RequestHead]:
    statement = select(*(purchase_request.c[name] for name in RequestHead.model_fields))
    if requested_by is not None:
        statement = statement.where(purchase_request.c.requested_by == requested_by)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"created_at": purchase_request.c.created_at},
            key=purchase_request.c.id,
            convert=lambda row: RequestHead(**dict(row)),
        )


@router.post("/purchase-requests", status_code=201, summary="Ask that something be bought")
async def post_request(caller: Requester, command: Command, body: RequestIn) -> RequestOut:
    wished = [WishedLine(**dict(line)) for line in body.lines]
    id_ = body.id or new_id()
    async with command.transaction() as tx:
        number = await request_purchase(
            tx, id_, body.department, body.reason, wished, is_draft=body.is_draft, by=caller.subject
        )
        return command.answer(RequestOut(id=id_, number=number))


@router.post("/purchase-requests/{request_id}/submit", summary="Let others act on a draft")
async def post_request_submit(caller: Requester, command: Command, request_id: UUID) -> SubmittedOut:
    async with command.transaction() as tx:
        return command.answer(SubmittedOut(lines=await submit_request(tx, request_id, by=caller.subject)))


@router.post("/request-lines/identify", summary="Say which products are meant by lines that describe them in words")
async def post_identify(caller: Buyer, command: Command, body: IdentifyIn) -> IdentifyIn:
    async with command.transaction() as tx:
        await identify(tx, {line.line_id: line.product_id for line in body.lines})
        return command.answer(body)


@router.post("/request-lines/reject", summary="Say no to request lines, and why")
async def post_reject_lines(caller: Buyer, command: Command, body: RejectIn) -> RejectIn:
    async with command.transaction() as tx:
        await reject_lines(tx, body.line_ids, body.reason, by=caller.subject)
        return command.answer(body)


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

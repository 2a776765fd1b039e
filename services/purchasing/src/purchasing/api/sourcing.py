"""Purchase requests and requests for quotes."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Header, Request
from kit.auth import Principal
from kit.db import ReadTransaction
from kit.http import Command, Db, Paging, requires
from kit.ids import new_id
from kit.pagination import Page, fetch_page
from sqlalchemy import select

from purchasing.api.sourcing_schemas import (
    AnswerIn,
    AwardsIn,
    ComparedLineOut,
    ComparedOut,
    ComparisonOut,
    InvitationOut,
    InvitationsOut,
    InvitedOut,
    InviteIn,
    KeptOut,
    LinesIn,
    OpenedOut,
    OrderedOut,
    OrdersOut,
    PublicLineOut,
    PublicRfqOut,
    QuoteIn,
    RequestIn,
    RequestLineOut,
    RequestOut,
    RfqHead,
    RfqIn,
    RfqLineOut,
    RfqOut,
)
from purchasing.commands import rfqs as commands
from purchasing.commands.requests import cancel_lines, order_requested, request_purchase
from purchasing.commands.rfqs import AskedLine, AskForQuotes
from purchasing.domain.order import PurchaseOrder
from purchasing.domain.rfq import Award, Quote, QuotedLine, RfqStatus
from purchasing.queries.comparison import comparison
from purchasing.storage import masters, rfqs
from purchasing.storage.requests import RequestLine
from purchasing.storage.tables import product
from purchasing.storage.tables_sourcing import purchase_request, purchase_request_line, rfq

router = APIRouter(tags=["sourcing"])
public = APIRouter(
    prefix="/rfq", tags=["for suppliers"], include_in_schema=False
)  # no door of the API: see docs/api.md

Reader = Annotated[Principal, requires("purchasing.requests.read")]
Requester = Annotated[Principal, requires("purchasing.requests.write")]
Buyer = Annotated[Principal, requires("purchasing.rfqs.write")]
# In a header, and in the part of the link that browsers keep for themselves: so it is in nobody's access log.
Token = Annotated[str, Header(alias="rfq-token", min_length=20, max_length=100, pattern=r"^[A-Za-z0-9_-]+$")]


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
        return command.answer(_orders(orders))


@router.post("/request-lines/cancel", summary="Give request lines up")
async def post_cancel_lines(caller: Requester, command: Command, body: LinesIn) -> LinesIn:
    async with command.transaction() as tx:
        await cancel_lines(tx, body.line_ids)
        return command.answer(body)


@router.get("/rfqs", summary="Requests for quotes")
async def list_rfqs(caller: Reader, db: Db, paging: Paging, status: RfqStatus | None = None) -> Page[RfqHead]:
    statement = select(*(rfq.c[name] for name in RfqHead.model_fields), rfq.c.created_at)
    if status is not None:
        statement = statement.where(rfq.c.status == str(status))
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"created_at": rfq.c.created_at},
            key=rfq.c.id,
            convert=lambda row: RfqHead(**{name: row[name] for name in RfqHead.model_fields}),
        )


@router.post("/rfqs", status_code=201, summary="Ask several suppliers for quotes; each gets a link")
async def post_rfq(caller: Buyer, command: Command, body: RfqIn) -> OpenedOut:
    asked = AskForQuotes(
        id=body.id or new_id(),
        warehouse=body.warehouse,
        respond_by=body.respond_by,
        note=body.note,
        lines=tuple(AskedLine(**dict(line)) for line in body.lines),
        supplier_ids=tuple(dict.fromkeys(body.supplier_ids)),
    )
    async with command.transaction() as tx:
        opened, tokens = await commands.ask_for_quotes(tx, asked, by=caller.subject)
        answer = await _answer(tx, opened.id)
        return command.answer(OpenedOut(**dict(answer), invitations=_invitations(tokens)))


@router.get("/rfqs/{rfq_id}", summary="One request for quotes")
async def get_rfq(caller: Reader, db: Db, rfq_id: UUID) -> RfqOut:
    async with db.read() as tx:
        return await _answer(tx, rfq_id)


@router.post("/rfqs/{rfq_id}/invite", summary="Ask more suppliers, or give one a new link")
async def post_invite(caller: Buyer, command: Command, rfq_id: UUID, body: InviteIn) -> InvitationsOut:
    async with command.transaction() as tx:
        tokens = await commands.invite(tx, rfq_id, list(dict.fromkeys(body.supplier_ids)))
        return command.answer(InvitationsOut(invitations=_invitations(tokens)))


@router.post("/rfqs/{rfq_id}/quotes", status_code=201, summary="Enter a supplier's answer")
async def post_quote(caller: Buyer, command: Command, rfq_id: UUID, body: QuoteIn) -> KeptOut:
    async with command.transaction() as tx:
        version = await commands.keep_quote(
            tx, rfq_id, _quote(body.supplier_id, body), note=body.note, by=caller.subject
        )
        return command.answer(KeptOut(version=version))


@router.get("/rfqs/{rfq_id}/comparison", summary="Answers side by side, on landed cost, date and record")
async def get_comparison(caller: Reader, db: Db, rfq_id: UUID) -> ComparisonOut:
    async with db.read() as tx:
        found = await rfqs.get(tx, rfq_id)
        compared = await comparison(tx, found)
    return ComparisonOut(
        items=[
            ComparedLineOut(
                rfq_line_id=line.id,
                product_id=line.product_id,
                offers=[ComparedOut.of(each, is_best=i == 0) for i, each in enumerate(compared[line.id])],
            )
            for line in found.lines
        ]
    )


@router.post("/rfqs/{rfq_id}/award", status_code=201, summary="Give lines to suppliers: draft orders at quoted prices")
async def post_award(caller: Buyer, command: Command, rfq_id: UUID, body: AwardsIn, request: Request) -> OrdersOut:
    awards = [Award(**dict(each)) for each in body.awards]
    async with command.transaction() as tx:
        orders = await commands.award(
            tx, rfq_id, awards, by=caller.subject, company_currency=request.app.state.currency
        )
        return command.answer(_orders(orders))


@router.post("/rfqs/{rfq_id}/cancel", summary="Wait for answers no more")
async def post_rfq_cancel(caller: Buyer, command: Command, rfq_id: UUID) -> RfqOut:
    async with command.transaction() as tx:
        await commands.cancel_rfq(tx, rfq_id)
        return command.answer(await _answer(tx, rfq_id))


# --- what a supplier reaches by his link, and by nothing else ---


@public.get("", summary="What is asked")
async def get_invitation(db: Db, token: Token) -> PublicRfqOut:
    async with db.read() as tx:
        found, _ = await commands.invited(tx, token)
        known = await masters.some_products(tx, [line.product_id for line in found.lines])
    return PublicRfqOut(
        number=found.number,
        respond_by=found.respond_by,
        note=found.note,
        status=found.status,
        lines=[
            PublicLineOut(
                id=line.id,
                sku=known[line.product_id].sku,
                name=known[line.product_id].name,
                packaging_code=line.packaging_code,
                quantity=line.quantity,
                needed_on=line.needed_on,
            )
            for line in found.lines
        ],
    )


@public.post("/quote", status_code=201, summary="Answer; a later answer replaces it")
async def post_answer(db: Db, token: Token, body: AnswerIn) -> KeptOut:
    async with db.transaction() as tx:
        found, supplier_id = await commands.invited(tx, token)
        version = await commands.keep_quote(tx, found.id, _quote(supplier_id, body), note=body.note, by="supplier")
    return KeptOut(version=version)


@public.post("/decline", summary="Not this time")
async def post_decline(db: Db, token: Token) -> PublicRfqOut:
    async with db.transaction() as tx:
        found, supplier_id = await commands.invited(tx, token)
        await commands.decline(tx, found.id, supplier_id)
    return await get_invitation(db, token)


def _quote(supplier_id: UUID, body: AnswerIn) -> Quote:
    return Quote(
        supplier_id=supplier_id,
        version=0,
        charges=body.charges,
        valid_until=body.valid_until,
        lines=tuple(QuotedLine(**dict(line)) for line in body.lines),
    )


def _invitations(tokens: Mapping[UUID, str]) -> list[InvitationOut]:
    return [InvitationOut(supplier_id=supplier, link=f"/rfq#{token}") for supplier, token in tokens.items()]


def _orders(orders: Sequence[PurchaseOrder]) -> OrdersOut:
    return OrdersOut(
        orders=[
            OrderedOut(order_id=order.id, number=order.number, supplier_id=order.supplier_id, net=order.net)
            for order in orders
        ]
    )


async def _answer(tx: ReadTransaction, rfq_id: UUID) -> RfqOut:
    found = await rfqs.get(tx, rfq_id)
    return RfqOut(
        **{name: getattr(found, name) for name in RfqHead.model_fields},
        lines=[RfqLineOut.model_validate(line, from_attributes=True) for line in found.lines],
        suppliers=[
            InvitedOut(supplier_id=supplier, has_declined=declined)
            for supplier, declined in await rfqs.suppliers(tx, rfq_id)
        ],
    )

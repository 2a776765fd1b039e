"""Blanket orders and their call-offs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from kit.auth import Principal
from kit.db import ReadTransaction
from kit.http import Command, Db, Paging, requires
from kit.ids import new_id
from kit.pagination import Page, fetch_page
from sqlalchemy import select

from kit import clock
from purchasing.api.revision_schemas import BlanketHead, BlanketIn, BlanketOut, CallOffIn
from purchasing.api.schemas import OrderOut, SubmitIn
from purchasing.commands.blankets import AgreedLine, Agreement, agree, call_off, end_blanket
from purchasing.domain.blanket import CallOff
from purchasing.storage import blankets
from purchasing.storage.tables_revisions import blanket_order

router = APIRouter(prefix="/blanket-orders", tags=["blanket orders"])

Reader = Annotated[Principal, requires("purchasing.orders.read")]
Writer = Annotated[Principal, requires("purchasing.orders.write")]
Submitter = Annotated[Principal, requires("purchasing.orders.submit")]


@router.get("", summary="Blanket orders; sorted by `ends_on` they tell what runs out")
async def list_blankets(
    caller: Reader,
    db: Db,
    paging: Paging,
    supplier_id: UUID | None = None,
    is_ended: bool | None = None,  # noqa: FBT001  # a query parameter
) -> Page[BlanketHead]:
    statement = select(*(blanket_order.c[name] for name in BlanketHead.model_fields))
    if supplier_id is not None:
        statement = statement.where(blanket_order.c.supplier_id == supplier_id)
    if is_ended is not None:
        ended = blanket_order.c.ended_at
        statement = statement.where(ended.is_not(None) if is_ended else ended.is_(None))
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"ends_on": blanket_order.c.ends_on, "number": blanket_order.c.number},
            key=blanket_order.c.id,
            convert=lambda row: BlanketHead(**dict(row)),
        )


@router.post("", status_code=201, summary="Agree on quantities at a price for a time")
async def post_blanket(caller: Writer, command: Command, body: BlanketIn, request: Request) -> BlanketOut:
    agreed = Agreement(
        body.supplier_id,
        body.currency,
        body.department,
        body.reference,
        body.starts_on,
        body.ends_on,
        [AgreedLine(**dict(line)) for line in body.lines],
    )
    async with command.transaction() as tx:
        blanket = await agree(tx, agreed, by=caller.subject, company_currency=request.app.state.currency)
        return command.answer(await _blanket(tx, blanket.id))


@router.get("/{blanket_id}", summary="One blanket order: agreed, called off, received")
async def get_blanket(caller: Reader, db: Db, blanket_id: UUID) -> BlanketOut:
    async with db.read() as tx:
        return await _blanket(tx, blanket_id)


@router.post("/{blanket_id}/call-offs", status_code=201, summary="Order a part of it, at the agreed prices")
async def post_call_off(
    caller: Submitter, command: Command, blanket_id: UUID, body: CallOffIn, request: Request
) -> OrderOut:
    async with command.transaction() as tx:
        order = await call_off(
            tx,
            blanket_id,
            body.id or new_id(),
            [CallOff(**dict(line)) for line in body.lines],
            warehouse=body.warehouse,
            on=clock.happened_on(body.ordered_on, field="ordered_on"),
            by=caller.subject,
            company_currency=request.app.state.currency,
        )
        return command.answer(OrderOut.of(order))


@router.post("/{blanket_id}/end", summary="End it: nothing more is called off")
async def post_blanket_end(caller: Writer, command: Command, blanket_id: UUID, body: SubmitIn) -> BlanketOut:
    async with command.transaction() as tx:
        await end_blanket(tx, blanket_id, by=caller.subject, now=clock.now())
        return command.answer(await _blanket(tx, blanket_id))


async def _blanket(tx: ReadTransaction, blanket_id: UUID) -> BlanketOut:
    return BlanketOut.of(await blankets.get(tx, blanket_id), await blankets.received(tx, blanket_id))

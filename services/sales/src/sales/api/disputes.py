"""After the sale: prices that customers dispute."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from kit.auth import Principal
from kit.errors import Invalid
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from sqlalchemy import select

from sales.api.access import require_own
from sales.api.return_schemas import DisputeDetailsOut, DisputeIn, DisputeOut, DisputeSummary, SettleIn
from sales.api.schemas import ReasonIn
from sales.commands.price_disputes import open_dispute, reject_dispute, settle_dispute
from sales.domain.dispute import DisputeStatus
from sales.storage import credit_notes, disputes, orders
from sales.storage.tables_returns import price_dispute

router = APIRouter(prefix="/price-disputes", tags=["price disputes"])

Reader = Annotated[Principal, requires("sales.returns.read")]
Writer = Annotated[Principal, requires("sales.returns.write")]
Settler = Annotated[Principal, requires("sales.disputes.settle")]


@router.get("", summary="Disputes, without their lines")
async def list_disputes(
    caller: Reader,
    db: Db,
    paging: Paging,
    status: DisputeStatus | None = None,
    order_id: UUID | None = None,
    customer_id: UUID | None = None,
) -> Page[DisputeSummary]:
    if customer_id is not None:
        caller.require_customer(customer_id)
    elif caller.customer_id is not None:
        customer_id = UUID(caller.customer_id)
    table = price_dispute.c
    statement = select(*(table[name] for name in DisputeSummary.model_fields))
    for column, value in ((table.status, status), (table.order_id, order_id), (table.customer_id, customer_id)):
        if value is not None:
            statement = statement.where(column == value)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"created_at": table.created_at},
            key=table.id,
            convert=lambda row: DisputeSummary(**dict(row)),
        )


@router.post("", status_code=201, summary="Note that a customer claims other prices for what he was delivered")
async def post_dispute(caller: Writer, command: Command, body: DisputeIn) -> DisputeOut:
    claims = [(line.shipment_line_id, line.claimed_unit_price) for line in body.lines]
    async with command.transaction() as tx:
        require_own(caller, await orders.get(tx, body.order_id))
        opened = await open_dispute(tx, body.order_id, claims, reason=body.reason, subject=caller.subject)
        return command.answer(DisputeOut.of(opened))


@router.get("/{dispute_id}", summary="One dispute")
async def get_dispute(caller: Reader, db: Db, dispute_id: UUID) -> DisputeDetailsOut:
    async with db.read() as tx:
        found = await disputes.find(tx, dispute_id)
        notes = await credit_notes.of_source(tx, dispute_id)
    caller.require_customer(found.customer_id)
    return DisputeDetailsOut.of_credited(found, notes)


@router.post("/{dispute_id}/settle", summary="Credit what was claimed, or a part of it")
async def post_settlement(caller: Settler, command: Command, dispute_id: UUID, body: SettleIn) -> DisputeOut:
    caller.require_staff()
    amounts = {line.shipment_line_id: line.amount for line in body.lines}
    if len(amounts) < len(body.lines):
        raise Invalid("A line occurs twice: say its whole amount once.", field="lines")
    async with command.transaction() as tx:
        settled = await settle_dispute(tx, dispute_id, amounts, comment=body.comment, subject=caller.subject)
        return command.answer(DisputeOut.of(settled))


@router.post("/{dispute_id}/reject", summary="Say no: nothing is credited")
async def post_rejection_of_dispute(caller: Settler, command: Command, dispute_id: UUID, body: ReasonIn) -> DisputeOut:
    caller.require_staff()
    async with command.transaction() as tx:
        return command.answer(DisputeOut.of(await reject_dispute(tx, dispute_id, body.reason, subject=caller.subject)))

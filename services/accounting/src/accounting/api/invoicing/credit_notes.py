"""What customers are credited."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from kit.auth import Principal
from kit.db import ReadTransaction
from kit.errors import unknown
from kit.http import Command, Db, Paging, requires
from kit.ids import new_id
from kit.pagination import Page, fetch_page

from accounting.api.invoicing.schemas import (
    CreditNoteHead,
    CreditNoteIn,
    CreditNoteOut,
    CreditRequestOut,
    RefundIn,
    UseCreditIn,
)
from accounting.commands.invoicing.ask_credit import ask_by_hand
from accounting.commands.invoicing.use_credit import use_credit
from accounting.commands.pay_back import Refund, pay_back
from accounting.domain.invoicing.credit_note import CreditStatus
from accounting.queries import credit_notes
from accounting.queries.document_tax import subtotals
from accounting.storage import credits_left
from accounting.storage.tables_invoicing import credit_request, customer_credit_note
from kit import clock

router = APIRouter(tags=["customer credit notes"])

Reader = Annotated[Principal, requires("accounting.invoices.read")]
Writer = Annotated[Principal, requires("accounting.credit-notes.write")]
Payer = Annotated[Principal, requires("accounting.payments.write")]


@router.get("/customer-credit-notes", summary="What customers were credited")
async def list_credit_notes(
    caller: Reader,
    db: Db,
    paging: Paging,
    customer_id: UUID | None = None,
    has_credit_left: bool = False,  # noqa: FBT001, FBT002  # a query parameter
) -> Page[CreditNoteHead]:
    if customer_id is not None:
        caller.require_customer(customer_id)
    elif caller.customer_id is not None:
        customer_id = UUID(caller.customer_id)
    statement = credit_notes.heads()
    if customer_id is not None:
        statement = statement.where(customer_credit_note.c.customer_id == customer_id)
    if has_credit_left:
        statement = statement.where(statement.selected_columns.left_amount > 0)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"credited_on": customer_credit_note.c.credited_on, "number": customer_credit_note.c.number},
            key=customer_credit_note.c.id,
            convert=lambda row: CreditNoteHead(**dict(row)),
        )


@router.get("/customer-credit-notes/{credit_note_id}", summary="One credit note")
async def get_credit_note(caller: Reader, db: Db, credit_note_id: UUID) -> CreditNoteOut:
    async with db.read() as tx:
        found = await _note(tx, credit_note_id)
    caller.require_customer(found.customer_id)
    return found


@router.post(
    "/customer-credit-notes",
    status_code=201,
    summary="Credit lines of an invoice: at once, or when somebody else has approved it",
)
async def post_credit_note(caller: Writer, command: Command, body: CreditNoteIn, request: Request) -> CreditRequestOut:
    async with command.transaction() as tx:
        asked = await ask_by_hand(
            tx,
            new_id(),
            body.invoice_id,
            [line.to_domain(body.reason) for line in body.lines],
            reason=body.reason,
            credited_on=clock.happened_on(body.credited_on, field="credited_on"),
            by=caller.subject,
            settings=request.app.state.settings,
        )
        rows = await tx.select(credit_notes.requests().where(credit_request.c.id == asked.id))
        return command.answer(CreditRequestOut(**dict(rows[0])))


@router.post("/customer-credit-notes/{credit_note_id}/use", summary="Set what is left of it against open invoices")
async def post_use_of_credit(caller: Payer, command: Command, credit_note_id: UUID, body: UseCreditIn) -> CreditNoteOut:
    async with command.transaction() as tx:
        used_on = clock.happened_on(body.used_on, field="used_on")
        await use_credit(tx, credit_note_id, body.invoice_ids, used_on=used_on, by=caller.subject, now=clock.now())
        return command.answer(await _note(tx, credit_note_id))


@router.post("/customer-credit-notes/{credit_note_id}/pay-back", summary="Pay back what is left of it, or a part")
async def post_refund(
    caller: Payer, command: Command, credit_note_id: UUID, body: RefundIn, request: Request
) -> CreditNoteOut:
    currency: str = request.app.state.settings.company_currency
    refund = Refund(credit_note_id, body.amount, body.paid_on, body.method, body.reference)
    async with command.transaction() as tx:
        await credits_left.lock_note(tx, credit_note_id)
        await pay_back(tx, refund, currency, by=caller.subject)
        return command.answer(await _note(tx, credit_note_id))


@router.get("/credit-requests", summary="What is asked to be credited: waiting, refused, or done")
async def list_credit_requests(
    caller: Annotated[Principal, requires("accounting.credit-requests.read")],  # who may
    db: Db,
    paging: Paging,
    status: CreditStatus | None = None,
    sales_order_id: UUID | None = None,
    customer_id: UUID | None = None,
) -> Page[CreditRequestOut]:
    r = credit_request.c
    statement = credit_notes.requests()
    for column, value in ((r.status, status), (r.sales_order_id, sales_order_id), (r.customer_id, customer_id)):
        if value is not None:
            statement = statement.where(column == value)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"requested_at": r.requested_at},
            key=r.id,
            convert=lambda row: CreditRequestOut(**dict(row)),
        )


async def _note(tx: ReadTransaction, note_id: UUID) -> CreditNoteOut:
    rows = await tx.select(credit_notes.heads().where(customer_credit_note.c.id == note_id))
    if not rows:
        raise unknown("customer credit note", note_id)
    details = await credit_notes.details(tx, note_id)
    return CreditNoteOut.model_validate(dict(rows[0]) | details | {"vat": await subtotals(tx, note_id)})

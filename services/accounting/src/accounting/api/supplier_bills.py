"""Supplier bills as they come in: matched to receipts, posted or disputed, cancelled, credited."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from kit.auth import Principal
from kit.db import ReadTransaction, Transaction
from kit.errors import Invalid
from kit.http import Command, Db, Paging, requires
from kit.ids import new_id
from kit.money import ZERO
from kit.pagination import Page, fetch_page
from sqlalchemy import select

from accounting.api.bill_schemas import (
    CancelIn,
    CancelledOut,
    DisputeOut,
    HandOverIn,
    ReasonIn,
    ResolveIn,
    SupplierBillHead,
    SupplierBillIn,
    SupplierBillOut,
    SupplierCreditIn,
    SupplierCreditOut,
    ToleranceBody,
    TolerancesBody,
)
from accounting.commands.einvoice.settle_received import enter_received
from accounting.commands.enter_bill import (
    check_open,
    correct_bill,
    enter_bill,
    match_bill,
    reject_bill,
    resolve_dispute,
    shown_bill,
)
from accounting.commands.post_bill import BillPolicy
from accounting.commands.take_back_bill import CreditNote, cancel_bill, post_credit_note
from accounting.commands.tax_bill import no_rate, taxed
from accounting.commands.tried import tried
from accounting.config import Settings
from accounting.domain.matched_bill import DisputeKind, EnteredBill, EnteredLine, Tolerance
from accounting.storage import goods_received, invoices, supplier_bills
from accounting.storage.tables_bills import bill_dispute, supplier_bill
from kit import clock

router = APIRouter(tags=["bills"])

Reader = Annotated[Principal, requires("accounting.bills.read")]
Writer = Annotated[Principal, requires("accounting.bills.write")]
Settler = Annotated[Principal, requires("accounting.disputes.resolve")]


@router.post("/supplier-bills", status_code=201, summary="Enter a bill: posted when it fits, else disputed")
async def post_supplier_bill(
    caller: Writer, command: Command, body: SupplierBillIn, request: Request
) -> SupplierBillOut:
    async with command.transaction() as tx:
        bill = await bill_of(tx, body, body.id or new_id(), caller.subject, request)
        if body.received_invoice_id is None:
            matched = await enter_bill(tx, bill, _settings(request), now=clock.now())
        else:
            matched = await enter_received(tx, body.received_invoice_id, bill, _settings(request), now=clock.now())
        return command.answer(SupplierBillOut.of(matched))


@router.get("/supplier-bills/{bill_id}", summary="One bill, matched to what has come by now")
async def get_supplier_bill(caller: Reader, db: Db, bill_id: UUID) -> SupplierBillOut:
    async with db.transaction() as tx:
        return SupplierBillOut.of(await shown_bill(tx, bill_id))


@router.put("/supplier-bills/{bill_id}", summary="Correct an open bill (If-Match: its version); it is matched anew")
async def put_supplier_bill(
    caller: Writer, command: Command, bill_id: UUID, body: SupplierBillIn, request: Request
) -> SupplierBillOut:
    sent = command.version()
    async with command.transaction() as tx:
        bill = await bill_of(tx, body, bill_id, caller.subject, request)
        matched = await correct_bill(tx, bill, _settings(request), version=sent, by=caller.subject, now=clock.now())
        return command.answer(SupplierBillOut.of(matched))


@router.post("/supplier-bills/{bill_id}/match", summary="Match an open bill to what has come by now")
async def post_match(caller: Writer, command: Command, bill_id: UUID, request: Request) -> SupplierBillOut:
    async with command.transaction() as tx:
        bill = await supplier_bills.lock(tx, bill_id)
        check_open(bill)
        matched = await match_bill(tx, bill, _settings(request), by=caller.subject, now=clock.now())
        return command.answer(SupplierBillOut.of(matched))


@router.post("/supplier-bills/{bill_id}/reject", summary="We do not owe it")
async def post_bill_rejection(caller: Settler, command: Command, bill_id: UUID, body: ReasonIn) -> SupplierBillHead:
    async with command.transaction() as tx:
        bill = await reject_bill(tx, bill_id, body.reason, by=caller.subject, now=clock.now())
        return command.answer(SupplierBillHead(**{name: getattr(bill, name) for name in SupplierBillHead.model_fields}))


@router.get("/bill-disputes", summary="What somebody has to settle, the most money first")
async def list_disputes(
    caller: Reader,
    db: Db,
    paging: Paging,
    owner: Annotated[str | None, Query(max_length=200)] = None,
    kind: DisputeKind | None = None,
    is_open: bool = True,  # noqa: FBT001, FBT002  # a query parameter
) -> Page[DisputeOut]:
    d, b = bill_dispute.c, supplier_bill.c
    statement = select(
        d.id, d.bill_id, d.line_id, d.kind, d.at_risk, d.owner, d.resolution, d.reason, d.note, d.opened_at,
        d.resolved_by, d.resolved_at, b.supplier_id, b.supplier_number,
    ).select_from(bill_dispute.join(supplier_bill, b.id == d.bill_id)).where(
        d.resolution.is_(None) if is_open else d.resolution.is_not(None)
    )  # fmt: skip
    for column, value in ((d.owner, owner), (d.kind, kind)):
        if value is not None:
            statement = statement.where(column == str(value))
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            replace(paging, sort=paging.sort or "-at_risk"),
            sortable={"at_risk": d.at_risk, "opened_at": d.opened_at},
            key=d.id,
            convert=lambda row: DisputeOut(**dict(row)),
        )


@router.post("/bill-disputes/{dispute_id}/resolve", summary="Take it as the supplier says; the last one posts the bill")
async def post_resolution(
    caller: Settler, command: Command, dispute_id: UUID, body: ResolveIn, request: Request
) -> SupplierBillOut:
    async with command.transaction() as tx:
        matched = await resolve_dispute(
            tx, dispute_id, body.resolution, body.note, _settings(request), by=caller.subject, now=clock.now()
        )
        return command.answer(SupplierBillOut.of(matched))


@router.post("/bill-disputes/{dispute_id}/hand-over", summary="Somebody else has to act")
async def post_dispute_hand_over(
    caller: Writer, command: Command, dispute_id: UUID, body: HandOverIn
) -> SupplierBillHead:
    async with command.transaction() as tx:
        bill = await supplier_bills.lock(tx, await supplier_bills.dispute_of(tx, dispute_id))
        check_open(bill)
        await supplier_bills.hand_over(tx, dispute_id, body.owner, body.note)
        return command.answer(SupplierBillHead(**{name: getattr(bill, name) for name in SupplierBillHead.model_fields}))


@router.get("/bill-tolerances", summary="How much a bill may differ from what was received")
async def list_bill_tolerances(caller: Reader, db: Db) -> TolerancesBody:
    async with db.read() as tx:
        return await _tolerances(tx)


@router.put("/bill-tolerances", summary="Set how much bills may differ: these and no others")
async def put_bill_tolerances(caller: Settler, command: Command, body: TolerancesBody) -> TolerancesBody:
    suppliers = [each.supplier_id for each in body.items]
    if len(set(suppliers)) < len(suppliers):
        raise Invalid("There is one tolerance for a supplier: two are the same.", field="items")
    asked = [(each.supplier_id, Tolerance(each.price_rate, each.price_amount)) for each in body.items]
    async with command.transaction() as tx:
        await supplier_bills.set_tolerances(tx, asked)
        return command.answer(await _tolerances(tx))


@router.post("/bills/{bill_id}/cancel", summary="Take a posted bill back whole, by new entries")
async def post_bill_cancellation(
    caller: Settler, command: Command, bill_id: UUID, body: CancelIn, request: Request
) -> CancelledOut:
    settings = _settings(request)
    policy = BillPolicy(settings.posting_scheme, settings.company_currency, ZERO, settings.bill_tax_tolerance)
    async with command.transaction() as tx:
        cancelled = await cancel_bill(
            tx,
            bill_id,
            reason=body.reason,
            on=clock.happened_on(body.cancelled_on, field="cancelled_on"),
            policy=policy,
            by=caller.subject,
            now=clock.now(),
        )
        return command.answer(
            CancelledOut(bill_id=cancelled.bill_id, number=cancelled.number, entry_number=cancelled.entry_number)
        )


@router.post(
    "/credit-notes", status_code=201, summary="Post a supplier's credit note: goods that went back, or the price"
)
async def post_supplier_credit(
    caller: Writer, command: Command, body: SupplierCreditIn, request: Request
) -> SupplierCreditOut:
    async with command.transaction() as tx:
        note, policy = await _note_of(tx, body, request)
        posted = await post_credit_note(tx, note, policy, by=caller.subject, now=clock.now())
        return command.answer(SupplierCreditOut.of(note.id, posted))


@router.post("/credit-notes/check", summary="What a supplier's credit note would come to: nothing is written")
async def post_credit_check(caller: Writer, db: Db, body: SupplierCreditIn, request: Request) -> SupplierCreditOut:
    async with db.transaction() as tx:
        note, policy = await _note_of(tx, body, request)
        posted = await tried(tx, lambda: post_credit_note(tx, note, policy, by=caller.subject, now=clock.now()))
        return SupplierCreditOut.of(note.id, posted)


async def _note_of(tx: Transaction, body: SupplierCreditIn, request: Request) -> tuple[CreditNote, BillPolicy]:
    settings = _settings(request)
    rate = await invoices.rate(tx, body.tax_class, body.credited_on)
    if rate is None:
        raise no_rate(body.tax_class, body.credited_on)
    note = CreditNote(
        id=body.id or new_id(),
        supplier_id=body.supplier_id,
        supplier_number=body.supplier_number,
        credited_on=body.credited_on,
        lines=[(line.receipt_line_id, line.quantity, line.net_amount) for line in body.lines],
        tax_amount=body.tax_amount,
        currency=_currency(body, request),
        bill_id=body.bill_id,
    )
    return note, BillPolicy(settings.posting_scheme, settings.company_currency, rate, settings.bill_tax_tolerance)


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _currency(body: SupplierBillIn | SupplierCreditIn, request: Request) -> str:
    return body.currency or _settings(request).company_currency


async def bill_of(tx: Transaction, body: SupplierBillIn, bill_id: UUID, by: str, request: Request) -> EnteredBill:
    """What was sent, with its lines and its tax."""
    currency = _currency(body, request)
    bill = body.to_domain(bill_id, await _lines(tx, body, currency), by, currency)
    return await taxed(tx, bill, stated=body.stated)


async def _lines(tx: Transaction, body: SupplierBillIn, currency: str) -> tuple[EnteredLine, ...]:
    if not body.receipt_ids:
        return tuple(line.to_domain(currency) for line in body.lines)
    received = await goods_received.unbilled(tx, body.supplier_id, body.receipt_ids)
    if not received:
        raise Invalid("Nothing of these receipts is there to bill.", field="receipt_ids")
    whole = [
        EnteredLine(
            new_id(), each.receipt_line_id, None, each.quantity - each.billed_quantity, each.amount - each.billed_amount
        )
        for each in received
    ]
    return tuple(whole)


async def _tolerances(tx: ReadTransaction) -> TolerancesBody:
    return TolerancesBody(
        items=[
            ToleranceBody(supplier_id=supplier_id, price_rate=each.price_rate, price_amount=each.price_amount)
            for supplier_id, each in await supplier_bills.tolerances(tx)
        ]
    )

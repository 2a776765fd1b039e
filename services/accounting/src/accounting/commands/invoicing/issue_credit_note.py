"""Credit a customer: number, entry, settlement, credit and event of one credit note."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from kit.audit import AuditEntry
from kit.db import Transaction
from kit.ids import new_id

from accounting import wire_invoices
from accounting.domain.chart import Journal
from accounting.domain.entry import Axes, JournalEntry, JournalLine, along
from accounting.domain.errors import NothingToCredit
from accounting.domain.invoice import Order
from accounting.domain.invoicing.credit_note import (
    BilledLine,
    CreditNote,
    CreditRequest,
    CreditStatus,
    credit_note_lines,
    credit_totals,
    credited,
)
from accounting.domain.matching import match_oldest, settled
from accounting.domain.payment import Payment, Settlement
from accounting.storage import credit_accounts, documents, ledger, orders
from accounting.storage.einvoice import results
from accounting.storage.invoicing import credit_notes, credit_requests, taxes
from kit import audit

SERIES = "AV"


async def issue_credit_note(
    tx: Transaction, request: CreditRequest, billed: Mapping[UUID, BilledLine], *, by: str, now: datetime
) -> CreditNote:
    """Credit what is asked, settle with it the invoices that it credits, and leave the rest to the customer's credit.

    `billed` are the lines that are asked for, locked.

    Raises:
        OverCredited: more than was billed and not credited before.
        NothingToCredit: what is kept is all of it.
    """
    lines = credited(request.lines, billed)
    total = credit_totals(lines)
    if not total.gross:
        raise NothingToCredit("Nothing of these lines is to be credited.", field="lines")
    earliest = max(request.credited_on, *(line.billed.invoiced_on for line in lines))
    day = ledger.open_day(await ledger.closed_months(tx), earliest)
    await ledger.hold(tx, Journal.SALES, day.year)  # before the number, as invoices of the same transaction did
    (number,) = await documents.take_numbers(tx, SERIES, day.year, 1)
    note = CreditNote(new_id(), number, request, day, lines, total)
    found = await orders.find(tx, list({line.billed.sales_order_id for line in lines}))
    known = {id_: order for id_, (order, _) in found.items()}
    settlement = await _settlement(tx, note)
    entry = JournalEntry(
        id=new_id(),
        journal=Journal.SALES,
        posted_on=day,
        document_on=earliest,
        label=f"Avoir {number}",
        source="customer-credit-note",
        source_id=note.id,
        lines=_along(credit_note_lines(note, settlement), note, known),
        document_number=number,
    )
    await ledger.post(tx, [entry])
    await credit_notes.add(tx, note, entry.id)
    await taxes.add(tx, [(note.id, note.vat_summary())])
    await results.expect(tx, [note.id])
    await credit_requests.set_status(tx, request.id, CreditStatus.CREDITED)
    await documents.add_payment(tx, settlement, note.number, entry.id)
    await documents.settle(tx, note.id, settlement.settled)
    await credit_accounts.pay(tx, request.bill_to_id, settlement.partner_value)
    await audit.record(
        tx, AuditEntry("customer_credit_note", str(note.id), "issued", {"gross_amount": [None, str(total.gross)]}, by)
    )
    tx.publish(*wire_invoices.credit_notes_issued(note, known, now))
    return note


def _along(lines: Sequence[JournalLine], note: CreditNote, known: Mapping[UUID, Order]) -> tuple[JournalLine, ...]:
    """The lines, revenue with the customer and channel of the orders, where these are the same for all."""
    channels = {order.channel for order in known.values()}
    channel = channels.pop() if len(channels) == 1 else ""
    return along(lines, Axes(customer_id=note.request.customer_id, channel=channel))


async def _settlement(tx: Transaction, note: CreditNote) -> Settlement:
    """A credit note settles the invoices that it credits, as far as they are open, as a payment would."""
    request = note.request
    credited_invoices = {line.billed.invoice_id for line in note.lines}
    items = [
        item
        for item in await documents.lock_open(tx, request.bill_to_id, request.currency, is_receivable=True)
        if item.document_id in credited_invoices
    ]
    as_payment = Payment(
        id=note.id,
        partner_id=request.bill_to_id,
        direction="received",
        amount=note.totals.gross,
        currency=request.currency,
        paid_on=note.credited_on,
        method="credit-note",
        reference=request.source_number,
        rate=note.rate,
        value=note.value.gross,
    )
    return Settlement(as_payment, settled(match_oldest(note.totals.gross, items), items))

"""What becomes of a received invoice: a bill, or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from kit.audit import AuditEntry
from kit.db import Transaction
from kit.errors import Invalid
from kit.ids import new_id
from kit.money import split

from accounting.commands.enter_bill import MatchedBill, enter_bill
from accounting.config import Settings
from accounting.domain.einvoice.model import Kind
from accounting.domain.einvoice.proposal import Part
from accounting.domain.einvoice.received import ReceivedInvoice, Status
from accounting.domain.errors import AlreadyReceived, LinesUnmatched, SupplierNotKnown
from accounting.domain.invoice import rate_on
from accounting.domain.matched_bill import EnteredBill, EnteredLine
from accounting.queries.einvoice.proposals import proposed
from accounting.storage import invoices
from accounting.storage.einvoice import received
from kit import audit


@dataclass(frozen=True, slots=True)
class Chosen:
    """A person says what a line is: so much of an order line, in stock units."""

    purchase_order_line_id: UUID
    quantity: Decimal


async def set_supplier(tx: Transaction, invoice_id: UUID, supplier_id: UUID, *, by: str) -> ReceivedInvoice:
    """Say who sent it, where its numbers did not.

    Raises:
        NotFound, ReceivedStatusWrong: there is no open one with this id.
        SupplierNotKnown: the partner is no supplier.
    """
    invoice = await received.lock(tx, invoice_id)
    invoice.require(Status.RECEIVED, Status.REFUSED)
    if not await received.is_supplier(tx, supplier_id):
        raise SupplierNotKnown(f"Partner {supplier_id} is no supplier, or accounting has not heard of it yet.")
    await received.set_supplier(tx, invoice_id, supplier_id)
    await _record(tx, invoice, "supplier-set", by, str(supplier_id))
    return await received.get(tx, invoice_id)


async def accept(tx: Transaction, invoice_id: UUID, reason: str, *, by: str) -> ReceivedInvoice:
    """Take a refused one in spite of its findings.

    Raises:
        NotFound, ReceivedStatusWrong: there is no refused one with this id.
        Invalid: nobody can read it.
        AlreadyReceived: this seller's number of that year came before.
    """
    invoice = await received.lock(tx, invoice_id)
    invoice.require(Status.REFUSED)
    if not invoice.is_readable:
        raise Invalid("The file cannot be understood: ask the supplier for another, or enter the bill by hand.")
    return await _move(tx, invoice, Status.RECEIVED, "accepted", by, reason)


async def reject(tx: Transaction, invoice_id: UUID, reason: str, *, by: str) -> ReceivedInvoice:
    """We do not owe it: its number may come again.

    Raises:
        NotFound, ReceivedStatusWrong: there is no open one with this id.
    """
    invoice = await received.lock(tx, invoice_id)
    invoice.require(Status.RECEIVED, Status.REFUSED)
    return await _move(tx, invoice, Status.REJECTED, "rejected", by, reason)


async def bill_received(
    tx: Transaction,
    invoice_id: UUID,
    chosen: Mapping[int, Sequence[Chosen]],
    settings: Settings,
    *,
    by: str,
    now: datetime,
) -> MatchedBill:
    """Make the supplier's bill of it: posted when it fits, else disputed. `chosen`: by position, in the place of ours.

    Raises:
        NotFound, ReceivedStatusWrong: there is no open one with this id.
        SupplierNotKnown: nobody said yet who sent it.
        LinesUnmatched: a line is of no order.
        Invalid: it is a credit note, which is posted by hand, or its tax has no class of ours.
        TaxMismatch: its rates do not fit its lines or its totals.
        And what `enter_bill` raises.
    """
    invoice = await received.lock(tx, invoice_id)
    invoice.require(Status.RECEIVED)
    if invoice.kind == Kind.CREDIT_NOTE:
        raise Invalid(
            "It is a credit note: post it by POST /credit-notes, which asks what goods it is about.", field="kind"
        )
    if invoice.supplier_id is None:
        raise SupplierNotKnown("Nobody said yet which supplier sent it: PUT …/supplier first.")
    taxes = invoice.billed_taxes(settings.bill_tax_tolerance)
    bill = EnteredBill(
        id=new_id(),
        supplier_id=invoice.supplier_id,
        supplier_number=invoice.number,
        billed_on=invoice.issued_on or now.date(),
        due_on=invoice.due_on,
        tax_class="" if taxes else await _tax_class(tx, invoice, now),
        tax_amount=invoice.tax_amount,
        lines=await _lines(tx, invoice, chosen),
        currency=invoice.currency,
        entered_by=by,
        taxes=taxes,
    )
    return await _entered(tx, invoice, bill, settings, now=now)


async def enter_received(
    tx: Transaction, invoice_id: UUID, bill: EnteredBill, settings: Settings, *, now: datetime
) -> MatchedBill:
    """The bill as a person completed it from a received invoice.

    Raises:
        NotFound, ReceivedStatusWrong: there is no open one with this id.
        Invalid: it is another supplier's.
        And what `enter_bill` raises.
    """
    invoice = await received.lock(tx, invoice_id)
    invoice.require(Status.RECEIVED)
    if invoice.supplier_id not in (None, bill.supplier_id):
        raise Invalid("The received invoice is another supplier's: choose that one.", field="supplier_id")
    return await _entered(tx, invoice, bill, settings, now=now)


async def _entered(
    tx: Transaction, invoice: ReceivedInvoice, bill: EnteredBill, settings: Settings, *, now: datetime
) -> MatchedBill:
    matched = await enter_bill(tx, bill, settings, now=now)
    await _move(tx, invoice, Status.ENTERED, "entered", bill.entered_by, None)
    await received.set_bill(tx, invoice.id, bill.id)
    return matched


async def _lines(
    tx: Transaction, invoice: ReceivedInvoice, chosen: Mapping[int, Sequence[Chosen]]
) -> tuple[EnteredLine, ...]:
    matches = await proposed(tx, invoice)
    billed = invoice.billed()
    lines: list[EnteredLine] = []
    unmatched = []
    for position, (match, line) in enumerate(zip(matches, billed, strict=True), 1):
        if position in chosen:
            ours = chosen[position]
            nets = split(line.net_amount, [each.quantity for each in ours])
            parts = [
                Part(each.purchase_order_line_id, each.quantity, net) for each, net in zip(ours, nets, strict=True)
            ]
        else:
            parts = list(match.parts)
        if not parts:
            unmatched.append(position)
        lines.extend(EnteredLine(new_id(), None, order_line, quantity, net) for order_line, quantity, net in parts)
    if unmatched or not lines:
        raise LinesUnmatched(
            f"Lines {', '.join(map(str, unmatched)) or '(none)'} are of no order that we know: say which, in `lines`.",
            field="lines",
            positions=unmatched,
        )
    return tuple(lines)


async def _tax_class(tx: Transaction, invoice: ReceivedInvoice, now: datetime) -> str:
    """Our class of the one rate that it bears."""
    rates = await invoices.tax_rates(tx)
    day = invoice.issued_on or now.date()
    of_rate = (name for name in rates if (found := rate_on(rates, name, day)) and found.rate == invoice.tax_rate)
    tax_class = next(of_rate, None)
    if tax_class is None:
        raise Invalid(
            f"No tax class has the rate {invoice.tax_rate} on {day}: add it to the tax rates.", field="tax_rate"
        )
    return tax_class


async def _move(
    tx: Transaction, invoice: ReceivedInvoice, status: Status, action: str, by: str, reason: str | None
) -> ReceivedInvoice:
    if not await received.move(tx, invoice, status, by=by, decision=reason):
        raise AlreadyReceived(f"Invoice {invoice.number} of {invoice.seller_name} came before: it is not taken twice.")
    await _record(tx, invoice, action, by, reason or "")
    return await received.get(tx, invoice.id)


async def _record(tx: Transaction, invoice: ReceivedInvoice, action: str, by: str, comment: str) -> None:
    changes = {"comment": [None, comment]} if comment else {}
    await audit.record(tx, AuditEntry("received_invoice", str(invoice.id), action, changes, by, invoice.version + 1))

"""Take back what a bill did, wholly (cancelled) or in part (a credit note): by new entries, never by changing old ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from kit.audit import AuditEntry
from kit.db import Transaction
from kit.ids import new_id
from kit.money import ZERO, round_half_up

from accounting import wire
from accounting.commands.carry_cost import carry, keep
from accounting.commands.post_bill import BillPolicy
from accounting.domain.bill import BillLine, check_tax
from accounting.domain.chart import Journal
from accounting.domain.entry import JournalEntry
from accounting.domain.errors import BillIsSettled, BillNumberTaken, BillStatusWrong
from accounting.domain.late_cost import LateCost
from accounting.domain.matched_bill import BillStatus, number_key
from accounting.domain.matching import Match, OpenItem, match_oldest
from accounting.domain.payment import Payment
from accounting.domain.schemes import price_difference_lines
from accounting.domain.taken_back import CreditedLine, credit_lines, credited
from accounting.storage import bills, documents, goods_received, ledger, supplier_bills
from kit import audit


@dataclass(frozen=True, slots=True)
class CancelledBill:
    bill_id: UUID
    number: str
    entry_number: str


async def cancel_bill(
    tx: Transaction, bill_id: UUID, *, reason: str, on: date, policy: BillPolicy, by: str, now: datetime
) -> CancelledBill:
    """The bill was wrong: its goods are received and not billed again, its differences leave stock and cost of sales.

    Raises:
        NotFound, BillStatusWrong: there is no such bill, or it was cancelled before.
        BillIsSettled: a part of it is paid: take the payment back first.
        PeriodClosed: that day is in a closed period.
    """
    bill, number = await bills.get(tx, bill_id)
    items = [
        item
        for item in await documents.lock_open(tx, bill.supplier_id, is_receivable=False)
        if item.document_id == bill_id
    ]
    gross = bill.net_amount + bill.tax_amount
    if sum((item.open_amount for item in items), ZERO) != gross:
        raise BillIsSettled(f"{number} is settled in part: take that back first.", number=number)
    lines = [
        CreditedLine(line.receipt_line_id, line.quantity, line.net_amount, line.received_amount) for line in bill.lines
    ]
    movements = {line.receipt_line_id: (line.movement_id, line.product_id) for line in bill.lines}
    entry_id, numbers = await _undo(
        tx,
        lines,
        movements,
        policy,
        tax=bill.tax_amount,
        supplier_id=bill.supplier_id,
        label=f"cancelled bill {number}",
        document_id=bill_id,
        on=on,
        now=now,
    )
    if not await supplier_bills.cancel(tx, bill_id, reason=reason, on=on, by=by, entry_id=entry_id):
        raise BillStatusWrong(f"{number} was cancelled before.", status="cancelled")
    await documents.close(tx, bill_id)
    await supplier_bills.set_status(tx, bill_id, BillStatus.CANCELLED)
    await audit.record(tx, AuditEntry("bill", str(bill_id), "cancelled", {"reason": [None, reason]}, by))
    tx.publish(wire.bill_cancelled(bill, number, reason, now))
    return CancelledBill(bill_id, number, numbers[entry_id])


@dataclass(frozen=True, slots=True)
class CreditNote:
    """What the supplier gives back: of goods that went back to him, or of the price only (no quantity)."""

    id: UUID
    supplier_id: UUID
    supplier_number: str
    credited_on: date
    lines: Sequence[tuple[UUID, Decimal, Decimal]]  # receipt line, quantity, net amount
    tax_amount: Decimal | None


@dataclass(frozen=True, slots=True)
class PostedCreditNote:
    number: str
    net_amount: Decimal
    tax_amount: Decimal
    lines: Sequence[CreditedLine]
    matches: Sequence[Match]
    unmatched: Decimal


async def post_credit_note(
    tx: Transaction, note: CreditNote, policy: BillPolicy, *, by: str, now: datetime
) -> PostedCreditNote:
    """Post it, and settle the supplier's oldest bills with it; what is more stands to our credit.

    Raises:
        BillNumberTaken: this number was posted before.
        OverCredited: more goods than went back and were billed.
        TaxMismatch: its tax does not fit its lines. PeriodClosed: that day is in a closed period.
    """
    if await bills.has_credit_note(tx, note.supplier_id, number_key(note.supplier_number)):
        raise BillNumberTaken(f"Credit note {note.supplier_number} was posted before.", field="supplier_number")
    received = await goods_received.lock_lines(tx, [line_id for line_id, _, _ in note.lines])
    lines = credited(note.lines, received, note.supplier_id)
    net = sum((line.net_amount for line in lines), ZERO)
    computed = round_half_up(net * policy.tax_rate)
    tax = check_tax(note.tax_amount, computed, policy.tax_tolerance * len(lines)) if policy.tax_rate else ZERO
    (number,) = await documents.take_numbers(tx, "AF", note.credited_on.year, 1)
    movements = {line_id: (each.movement_id, each.product_id) for line_id, each in received.items()}
    entry_id, _ = await _undo(
        tx,
        lines,
        movements,
        policy,
        tax=tax,
        supplier_id=note.supplier_id,
        label=f"credit note {number} ({note.supplier_number})",
        document_id=note.id,
        on=note.credited_on,
        now=now,
    )
    written = bills.NewCreditNote(
        note.id, number, note.supplier_id, note.supplier_number, note.credited_on, net, tax, entry_id
    )
    await bills.add_credit_note(tx, written, lines)
    matches, unmatched = await _settle(tx, note, number, net + tax, entry_id, policy.currency)
    await audit.record(tx, AuditEntry("credit_note", str(note.id), "posted", {"net_amount": [None, str(net)]}, by))
    orders = {line_id: each.purchase_order_id for line_id, each in received.items()}
    tx.publish(wire.credit_note_received(note.id, number, note.supplier_id, note.credited_on, lines, orders, now))
    return PostedCreditNote(number, net, tax, lines, matches, unmatched)


async def _settle(
    tx: Transaction, note: CreditNote, number: str, gross: Decimal, entry_id: UUID, currency: str
) -> tuple[list[Match], Decimal]:
    """A credit note settles bills as a payment of ours would."""
    items: list[OpenItem] = await documents.lock_open(tx, note.supplier_id, is_receivable=False)
    matches = match_oldest(gross, items)
    unmatched = gross - sum((match.amount for match in matches), ZERO)
    as_payment = Payment(
        id=note.id,
        partner_id=note.supplier_id,
        direction="paid",
        amount=gross,
        currency=currency,
        paid_on=note.credited_on,
        method="credit-note",
        reference=note.supplier_number,
    )
    await documents.add_payment(tx, as_payment, number, unmatched, entry_id)
    await documents.settle(tx, note.id, matches)
    return matches, unmatched


async def _undo(
    tx: Transaction,
    lines: Sequence[CreditedLine],
    movements: dict[UUID, tuple[UUID, UUID]],
    policy: BillPolicy,
    *,
    tax: Decimal,
    supplier_id: UUID,
    label: str,
    document_id: UUID,
    on: date,
    now: datetime,
) -> tuple[UUID, dict[UUID, str]]:
    """The entries: what is owed falls, goods are unbilled again, differences leave where they were carried to.

    A gap to what was expected for goods that went back is a price difference of its own: the goods are gone.
    """
    late = [
        LateCost(*movements[line.receipt_line_id], -line.difference)
        for line in lines
        if line.difference and not line.is_returned
    ]
    carried = await carry(tx, late)
    gone = -sum((line.difference for line in lines if line.is_returned), ZERO)
    difference = sum((each.amount for each in late), ZERO)
    in_note, onto_stock = price_difference_lines(policy.scheme, difference=difference, to_stock=carried.to_stock)
    of_gone, _ = price_difference_lines(policy.scheme, difference=gone, to_stock=ZERO)
    entries = [
        JournalEntry(
            id=new_id(),
            journal=journal,
            posted_on=on,
            document_on=on,
            label=label,
            source="bill",
            source_id=document_id,
            lines=posted,
        )
        for journal, posted in (
            (Journal.PURCHASES, credit_lines(lines, (*in_note, *of_gone), tax, supplier_id)),
            (Journal.STOCK, onto_stock),
        )
        if posted
    ]
    numbers = await ledger.post(tx, entries)
    await goods_received.clear(
        tx,
        [
            BillLine(
                id=new_id(),
                movement_id=movements[line.receipt_line_id][0],
                receipt_line_id=line.receipt_line_id,
                purchase_order_id=document_id,
                purchase_order_line_id=document_id,
                product_id=movements[line.receipt_line_id][1],
                quantity=-line.quantity,
                received_amount=-line.received_amount,
                net_amount=-line.net_amount,
            )
            for line in lines
            if line.quantity
        ],
    )
    await keep(
        tx,
        carried,
        reason="bill-price-difference",
        document_id=document_id,
        entry_id=entries[-1].id,
        posted_on=on,
        now=now,
    )
    return entries[0].id, numbers

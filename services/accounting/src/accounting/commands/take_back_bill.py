"""Take back what a bill did, wholly (cancelled) or in part (a credit note): by new entries, never by changing old ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from kit.audit import AuditEntry
from kit.db import Transaction
from kit.exchange import ExchangeRate
from kit.exchange_rates import rate_on
from kit.ids import new_id
from kit.money import ZERO, minor_unit, round_half_up

from accounting import wire
from accounting.commands.carry_cost import carry, keep
from accounting.commands.post_bill import BillPolicy
from accounting.domain.bill import check_tax
from accounting.domain.chart import Journal
from accounting.domain.entry import JournalEntry
from accounting.domain.errors import BillIsSettled, BillNumberTaken, BillStatusWrong
from accounting.domain.late_cost import LateCost
from accounting.domain.matched_bill import BillStatus, number_key
from accounting.domain.matching import Settled, match_oldest, settled
from accounting.domain.payment import Payment, Settlement
from accounting.domain.purchase import Cost
from accounting.domain.schemes import price_difference_lines
from accounting.domain.taken_back import CreditedLine, TakenBack, credit_lines, credited
from accounting.storage import bills, documents, goods_received, ledger, supplier_bills
from accounting.storage.goods_received import Cleared
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
        for item in await documents.lock_open(tx, bill.supplier_id, bill.rate.currency, is_receivable=False)
        if item.document_id == bill_id
    ]
    if sum((item.open_amount for item in items), ZERO) != bill.gross_amount:
        raise BillIsSettled(f"{number} is settled in part: take that back first.", number=number)
    lines = [
        CreditedLine(line.receipt_line_id, line.quantity, line.net_amount, line.received, line.rate)
        for line in bill.lines
    ]
    movements = {line.receipt_line_id: (line.movement_id, line.product_id) for line in bill.lines}
    charges = [(each.account, value) for each, value in zip(bill.charges, bill.charge_values(), strict=True)]
    entry_id, numbers = await _undo(
        tx,
        TakenBack(bill.supplier_id, bill.gross_amount, bill.rate, bill.owed, bill.tax_value, charges),
        lines,
        movements,
        policy,
        label=f"Facture fournisseur annulée {number}",
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
    currency: str
    bill_id: UUID | None = None  # that it is about, and settles first


@dataclass(frozen=True, slots=True)
class PostedCreditNote:
    number: str
    net_amount: Decimal
    tax_amount: Decimal
    lines: Sequence[CreditedLine]
    matches: Sequence[Settled]
    unmatched: Decimal


async def post_credit_note(
    tx: Transaction, note: CreditNote, policy: BillPolicy, *, by: str, now: datetime
) -> PostedCreditNote:
    """Post it, and settle with it the bill that it is about, then the supplier's oldest; what is more stands to our credit.

    Raises:
        BillNumberTaken: this number was posted before.
        OverCredited: more goods than went back and were billed.
        OtherCurrency, RateMissing: its currency is not that of the order, or has no rate on its day.
        TaxMismatch: its tax does not fit its lines. PeriodClosed: that day is in a closed period.
    """
    if await bills.has_credit_note(tx, note.supplier_id, number_key(note.supplier_number)):
        raise BillNumberTaken(f"Credit note {note.supplier_number} was posted before.", field="supplier_number")
    received = await goods_received.lock_lines(tx, [line_id for line_id, _, _ in note.lines])
    lines = credited(note.lines, received, note.supplier_id, note.currency)
    rate = await rate_on(tx, policy.currency, note.currency, note.credited_on, field="credited_on")
    net = sum((line.net_amount for line in lines), ZERO)
    computed = round_half_up(net * policy.tax_rate, minor_unit(note.currency))
    tax = check_tax(note.tax_amount, computed, policy.tax_tolerance * len(lines)) if policy.tax_rate else ZERO
    (number,) = await documents.take_numbers(tx, "AF", note.credited_on.year, 1)
    movements = {line_id: (each.movement_id, each.product_id) for line_id, each in received.items()}
    settlement = await _settlement(tx, note, net + tax, rate)
    entry_id, _ = await _undo(
        tx,
        TakenBack(note.supplier_id, net + tax, rate, settlement.partner_value, rate.to_company(tax)),
        lines,
        movements,
        policy,
        label=f"Avoir fournisseur {number} ({note.supplier_number})",
        document_id=note.id,
        on=note.credited_on,
        now=now,
    )
    written = bills.NewCreditNote(
        note.id, number, note.supplier_id, note.supplier_number, note.credited_on, net, tax, rate, entry_id
    )
    await bills.add_credit_note(tx, written, lines)
    await documents.add_payment(tx, settlement, number, entry_id)
    await documents.settle(tx, note.id, settlement.settled)
    await audit.record(tx, AuditEntry("credit_note", str(note.id), "posted", {"net_amount": [None, str(net)]}, by))
    orders = {line_id: each.purchase_order_id for line_id, each in received.items()}
    tx.publish(wire.credit_note_received(note.id, number, note.supplier_id, note.credited_on, lines, rate, orders, now))
    return PostedCreditNote(number, net, tax, lines, settlement.settled, settlement.unmatched)


async def _settlement(tx: Transaction, note: CreditNote, gross: Decimal, rate: ExchangeRate) -> Settlement:
    """A credit note settles bills as a payment of ours would."""
    items = await documents.lock_open(tx, note.supplier_id, note.currency, is_receivable=False)
    as_payment = Payment(
        id=note.id,
        partner_id=note.supplier_id,
        direction="paid",
        amount=gross,
        currency=note.currency,
        paid_on=note.credited_on,
        method="credit-note",
        reference=note.supplier_number,
        rate=rate,
        value=rate.to_company(gross),
    )
    return Settlement(as_payment, settled(match_oldest(gross, items, first=note.bill_id), items))


async def _undo(
    tx: Transaction,
    head: TakenBack,
    lines: Sequence[CreditedLine],
    movements: dict[UUID, tuple[UUID, UUID]],
    policy: BillPolicy,
    *,
    label: str,
    document_id: UUID,
    on: date,
    now: datetime,
) -> tuple[UUID, dict[UUID, str]]:
    """The entries: what is owed falls, goods are unbilled again, differences leave where they were carried to.

    A gap to what was expected for goods that went back is a price difference of its own: the goods are gone.
    """
    late = [
        LateCost(*movements[line.receipt_line_id], -line.cost_difference)
        for line in lines
        if line.cost_difference and not line.is_returned
    ]
    carried = await carry(tx, late)
    gone = -sum((line.cost_difference for line in lines if line.is_returned), ZERO)
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
            (Journal.PURCHASES, credit_lines(head, lines, (*in_note, *of_gone))),
            (Journal.STOCK, onto_stock),
        )
        if posted
    ]
    numbers = await ledger.post(tx, entries)
    await goods_received.clear(
        tx,
        [
            Cleared(line.receipt_line_id, -line.quantity, Cost(-line.received.amount, -line.received.value))
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

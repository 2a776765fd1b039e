"""Post a supplier's bill: matched to receipts, received-not-billed cleared, price differences carried to where the goods are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.exchange_rates import rate_on
from kit.ids import new_id
from kit.money import ZERO, minor_unit, round_half_up

from accounting import wire
from accounting.commands.carry_cost import carry, keep
from accounting.domain.bill import AskedLine, Bill, bill_lines, check_tax, match_lines
from accounting.domain.bill_charge import Charge
from accounting.domain.bill_tax import BilledTax
from accounting.domain.chart import Journal
from accounting.domain.entry import JournalEntry, JournalLine
from accounting.domain.errors import BillNumberTaken, ReceiptNotKnown
from accounting.domain.late_cost import LateCost
from accounting.domain.schemes import SchemeName, price_difference_lines
from accounting.storage import bills, documents, goods_received, ledger
from accounting.storage.documents import NewItem
from accounting.storage.goods_received import Cleared


@dataclass(frozen=True, slots=True)
class PostBill:
    """What the supplier sent. Either the receipt as a whole, or lines. Amounts before tax."""

    id: UUID
    supplier_id: UUID
    supplier_number: str
    billed_on: date
    due_on: date | None
    receipt_id: UUID | None
    lines: tuple[AskedLine, ...]
    tax_amount: Decimal | None
    currency: str
    taxes: tuple[BilledTax, ...] = ()  # of each rate, checked by who asks
    charges: tuple[Charge, ...] = ()


@dataclass(frozen=True, slots=True)
class BillPolicy:
    """How the company posts bills."""

    scheme: SchemeName
    currency: str
    tax_rate: Decimal  # of purchases
    tax_tolerance: Decimal  # per line: suppliers may round each line


@dataclass(frozen=True, slots=True)
class PostedBill:
    """The bill as it stands in the books."""

    bill: Bill
    number: str
    entry_number: str
    entries: Sequence[JournalEntry]


async def post_bill(
    tx: Transaction, command: PostBill, policy: BillPolicy, *, now: datetime, checks_tax: bool = True
) -> PostedBill:
    """Match, clear, post and owe. `checks_tax`: not where somebody accepted the tax as it is stated.

    Raises:
        BillNumberTaken: this supplier's number was posted before.
        ReceiptNotKnown, OtherCurrency, OverBilled, TaxMismatch: it does not fit what was received.
        RateMissing: its currency has no rate on its day.
        PeriodClosed: the bill is dated in a closed period.
    """
    if await bills.find_number(tx, command.supplier_id, command.supplier_number, besides=command.id):
        raise BillNumberTaken(
            f"Bill {command.supplier_number} of this supplier was posted before.", field="supplier_number"
        )
    bill = await _matched(tx, command, policy, checks_tax=checks_tax)
    changed = [line for line in bill.lines if line.cost_difference]
    carried = await carry(tx, [LateCost(line.movement_id, line.product_id, line.cost_difference) for line in changed])
    in_bill, onto_stock = price_difference_lines(
        policy.scheme, difference=bill.cost_difference, to_stock=carried.to_stock
    )
    (number,) = await documents.take_numbers(tx, "FF", bill.billed_on.year, 1)
    entry = _entry(
        bill, Journal.PURCHASES, f"Facture fournisseur {number} ({bill.supplier_number})", bill_lines(bill, in_bill)
    )
    entries = [entry]
    if onto_stock:
        entries.append(_entry(bill, Journal.STOCK, f"Écart de prix de la facture {number}", onto_stock))
    numbers = await ledger.post(tx, entries)
    await bills.add(tx, bill, number, entry.id)
    await goods_received.clear(tx, [Cleared(line.receipt_line_id, line.quantity, line.received) for line in bill.lines])
    item = NewItem(
        bill.id,
        number,
        bill.supplier_id,
        is_receivable=False,
        issued_on=bill.billed_on,
        due_on=bill.due_on,
        currency=bill.rate.currency,
        amount=bill.gross_amount,
        value=bill.owed,
    )
    await documents.open_items(tx, [item])
    await keep(
        tx,
        carried,
        reason="bill-price-difference",
        document_id=bill.id,
        entry_id=entries[-1].id,
        posted_on=bill.billed_on,
        now=now,
    )
    tx.publish(wire.bill_posted(bill, number, now))
    return PostedBill(bill, number, numbers[entry.id], entries)


async def _matched(tx: Transaction, command: PostBill, policy: BillPolicy, *, checks_tax: bool) -> Bill:
    asked: Sequence[AskedLine] = command.lines
    if command.receipt_id is not None:
        asked = [AskedLine(line_id) for line_id in await goods_received.lines_of_receipt(tx, command.receipt_id)]
        if not asked:
            raise ReceiptNotKnown(
                f"Receipt {command.receipt_id} has nothing to bill: it is billed, or accounting has not heard of it yet.",
                field="receipt_id",
            )
    received = await goods_received.lock_lines(tx, [line.receipt_line_id for line in asked])
    lines = match_lines(asked, received, command.supplier_id, command.currency)
    nets = [line.net_amount for line in lines] + [charge.net_amount for charge in command.charges]
    net = sum(nets, ZERO)
    computed = round_half_up(net * policy.tax_rate, minor_unit(command.currency))
    return Bill(
        id=command.id,
        supplier_id=command.supplier_id,
        supplier_number=command.supplier_number,
        billed_on=command.billed_on,
        due_on=command.due_on or await due_on(tx, command.supplier_id, command.billed_on),
        tax_amount=check_tax(command.tax_amount, computed, policy.tax_tolerance * (len(lines) + len(command.charges)))
        if policy.tax_rate and checks_tax
        else command.tax_amount or ZERO,
        rate=await rate_on(tx, policy.currency, command.currency, command.billed_on, field="billed_on"),
        lines=lines,
        taxes=command.taxes,
        charges=command.charges,
    )


async def due_on(tx: ReadTransaction, supplier_id: UUID, billed_on: date) -> date:
    """By the supplier's terms; 30 days where nobody told us any."""
    days = await documents.payment_days(tx, supplier_id)
    return billed_on + timedelta(days=30 if days is None else days)


def _entry(bill: Bill, journal: Journal, label: str, lines: tuple[JournalLine, ...]) -> JournalEntry:
    return JournalEntry(
        id=new_id(),
        journal=journal,
        posted_on=bill.billed_on,
        document_on=bill.billed_on,
        label=label,
        source="bill",
        source_id=bill.id,
        lines=lines,
        document_number=bill.supplier_number,
    )

"""Posted bills."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.errors import unknown
from kit.ids import new_id

from accounting.domain.bill import Bill, BillLine
from accounting.domain.matched_bill import number_key
from accounting.domain.taken_back import CreditedLine


async def find_number(tx: ReadTransaction, supplier_id: UUID, supplier_number: str, *, besides: UUID) -> UUID | None:
    """The bill that has this supplier's number already, however it is written."""
    found: UUID | None = await tx.fetchval(
        "SELECT id FROM supplier_bill WHERE supplier_id = $1 AND number_key = $2 AND id <> $3"
        " AND status NOT IN ('rejected', 'cancelled')",
        supplier_id,
        number_key(supplier_number),
        besides,
    )
    return found


async def add(tx: Transaction, bill: Bill, number: str, entry_id: UUID, currency: str) -> None:
    """Write a bill with its lines."""
    await tx.execute(
        "INSERT INTO bill (id, number, supplier_id, supplier_number, currency, billed_on, due_on, net_amount, tax_amount,"
        " gross_amount, entry_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        bill.id,
        number,
        bill.supplier_id,
        bill.supplier_number,
        currency,
        bill.billed_on,
        bill.due_on,
        bill.net_amount,
        bill.tax_amount,
        bill.net_amount + bill.tax_amount,
        entry_id,
    )
    await tx.copy(
        "bill_line",
        ("id", "bill_id", "receipt_line_id", "product_id", "quantity", "received_amount", "net_amount"),
        [
            (
                line.id,
                bill.id,
                line.receipt_line_id,
                line.product_id,
                line.quantity,
                line.received_amount,
                line.net_amount,
            )
            for line in bill.lines
        ],
    )


async def get(tx: ReadTransaction, bill_id: UUID) -> tuple[Bill, str]:
    """A posted bill, and its number.

    Raises:
        NotFound: there is none with this id.
    """
    row = await tx.fetchrow(
        "SELECT id, number, supplier_id, supplier_number, billed_on, due_on, tax_amount FROM bill WHERE id = $1",
        bill_id,
    )
    if row is None:
        raise unknown("bill", bill_id)
    lines = await tx.fetch(
        "SELECT l.id, g.movement_id, l.receipt_line_id, g.purchase_order_id, g.purchase_order_line_id, l.product_id,"
        " l.quantity, l.received_amount, l.net_amount FROM bill_line l JOIN goods_received g USING (receipt_line_id)"
        " WHERE l.bill_id = $1 ORDER BY l.id",
        bill_id,
    )
    values = dict(row)
    number: str = values.pop("number")
    return Bill(**values, lines=tuple(BillLine(**dict(line)) for line in lines)), number


async def has_credit_note(tx: ReadTransaction, supplier_id: UUID, key: str) -> bool:
    """Whether this supplier's credit note was posted before."""
    return bool(
        await tx.fetchval("SELECT true FROM credit_note WHERE supplier_id = $1 AND number_key = $2", supplier_id, key)
    )


@dataclass(frozen=True, slots=True)
class NewCreditNote:
    """A credit note as it is written down."""

    id: UUID
    number: str
    supplier_id: UUID
    supplier_number: str
    credited_on: date
    net_amount: Decimal
    tax_amount: Decimal
    entry_id: UUID


async def add_credit_note(tx: Transaction, note: NewCreditNote, lines: Sequence[CreditedLine]) -> None:
    """Write a credit note with its lines."""
    await tx.execute(
        "INSERT INTO credit_note (id, number, supplier_id, supplier_number, number_key, credited_on, net_amount, tax_amount,"
        " entry_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        note.id,
        note.number,
        note.supplier_id,
        note.supplier_number,
        number_key(note.supplier_number),
        note.credited_on,
        note.net_amount,
        note.tax_amount,
        note.entry_id,
    )
    await tx.copy(
        "credit_note_line",
        ("id", "credit_note_id", "receipt_line_id", "quantity", "received_amount", "net_amount"),
        [
            (new_id(), note.id, line.receipt_line_id, line.quantity, line.received_amount, line.net_amount)
            for line in lines
        ],
    )

"""Posted bills."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from asyncpg import Record
from kit.db import ReadTransaction, Transaction
from kit.errors import unknown
from kit.exchange import ExchangeRate
from kit.ids import new_id

from accounting.domain.bill import Bill, BillLine
from accounting.domain.bill_charge import Charge
from accounting.domain.matched_bill import number_key
from accounting.domain.purchase import Cost
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


async def add(tx: Transaction, bill: Bill, number: str, entry_id: UUID) -> None:
    """Write a bill with its lines."""
    await tx.execute(
        "INSERT INTO bill (id, number, supplier_id, supplier_number, currency, billed_on, due_on, net_amount, tax_amount,"
        " gross_amount, entry_id, rate, rate_on, value) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        bill.id,
        number,
        bill.supplier_id,
        bill.supplier_number,
        bill.rate.currency,
        bill.billed_on,
        bill.due_on,
        bill.net_amount,
        bill.tax_amount,
        bill.gross_amount,
        entry_id,
        bill.rate.column,
        bill.rate.on,
        bill.owed,
    )
    await tx.copy(
        "bill_line",
        (
            "id",
            "bill_id",
            "receipt_line_id",
            "product_id",
            "quantity",
            "received_amount",
            "received_value",
            "net_amount",
            "received_rate",
            "received_rate_on",
        ),
        [
            (
                line.id,
                bill.id,
                line.receipt_line_id,
                line.product_id,
                line.quantity,
                line.received.amount,
                line.received.value,
                line.net_amount,
                line.rate.column,
                line.rate.on,
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
        "SELECT id, number, supplier_id, supplier_number, billed_on, due_on, tax_amount, currency, rate, rate_on FROM bill"
        " WHERE id = $1",
        bill_id,
    )
    if row is None:
        raise unknown("bill", bill_id)
    lines = await tx.fetch(
        "SELECT l.id, g.movement_id, l.receipt_line_id, g.purchase_order_id, g.purchase_order_line_id, l.product_id,"
        " l.quantity, l.received_amount, l.received_value, l.net_amount, l.received_rate, l.received_rate_on"
        " FROM bill_line l JOIN goods_received g USING (receipt_line_id)"
        " WHERE l.bill_id = $1 ORDER BY l.id",
        bill_id,
    )
    charges = await charges_of(tx, bill_id)
    values = dict(row)
    number: str = values.pop("number")
    currency = values.pop("currency")
    rate = ExchangeRate.of_row(currency, values.pop("rate"), values.pop("rate_on"))
    return Bill(**values, rate=rate, lines=tuple(_line(line, currency) for line in lines), charges=charges), number


async def charges_of(tx: ReadTransaction, bill_id: UUID) -> tuple[Charge, ...]:
    """What a bill, entered or posted, has beside goods."""
    rows = await tx.fetch(
        "SELECT id, account, label, net_amount, tax_class FROM supplier_bill_charge WHERE bill_id = $1 ORDER BY position",
        bill_id,
    )
    return tuple(Charge(**dict(row)) for row in rows)


def _line(row: Record, currency: str) -> BillLine:
    values = dict(row)
    received = Cost(values.pop("received_amount"), values.pop("received_value"))
    rate = ExchangeRate.of_row(currency, values.pop("received_rate"), values.pop("received_rate_on"))
    return BillLine(**values, received=received, rate=rate)


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
    rate: ExchangeRate
    entry_id: UUID


async def add_credit_note(tx: Transaction, note: NewCreditNote, lines: Sequence[CreditedLine]) -> None:
    """Write a credit note with its lines."""
    await tx.execute(
        "INSERT INTO credit_note (id, number, supplier_id, supplier_number, number_key, credited_on, net_amount, tax_amount,"
        " entry_id, currency, rate, rate_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        note.id,
        note.number,
        note.supplier_id,
        note.supplier_number,
        number_key(note.supplier_number),
        note.credited_on,
        note.net_amount,
        note.tax_amount,
        note.entry_id,
        note.rate.currency,
        note.rate.column,
        note.rate.on,
    )
    await tx.copy(
        "credit_note_line",
        ("id", "credit_note_id", "receipt_line_id", "quantity", "received_amount", "received_value", "net_amount"),
        [(new_id(), note.id, line.receipt_line_id, line.quantity, *line.received, line.net_amount) for line in lines],
    )

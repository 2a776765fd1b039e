"""Posted bills."""

from uuid import UUID

from kit.db import ReadTransaction, Transaction

from accounting.domain.bill import Bill


async def find_number(tx: ReadTransaction, supplier_id: UUID, supplier_number: str) -> UUID | None:
    """The bill that has this supplier's number already."""
    found: UUID | None = await tx.fetchval(
        "SELECT id FROM bill WHERE supplier_id = $1 AND supplier_number = $2", supplier_id, supplier_number
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

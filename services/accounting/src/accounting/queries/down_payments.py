"""Down payments as they are shown."""

from typing import Any
from uuid import UUID

from kit.db import ReadTransaction
from sqlalchemy import Select, select

from accounting.storage.tables import open_item
from accounting.storage.tables_invoicing import down_payment, down_payment_left


def heads() -> Select[Any]:
    """All of them."""
    d, left = down_payment.c, down_payment_left.c
    return select(
        d.id, d.number, d.sales_order_id, d.sales_order_number, d.customer_id, d.bill_to_id, d.currency, d.issued_on,
        d.due_on, d.net_amount, d.tax_amount, d.gross_amount, d.rate, d.value, open_item.c.open_amount,
        (left.net + left.tax).label("left_amount"),
    ).select_from(
        down_payment.join(down_payment_left, left.down_payment_id == d.id).join(
            open_item, open_item.c.document_id == d.id
        )
    )  # fmt: skip


async def taken_off(tx: ReadTransaction, down_payment_id: UUID) -> list[dict[str, Any]]:
    """By which invoices, with tax."""
    rows = await tx.fetch(
        "SELECT u.invoice_id, i.number AS invoice_number, u.net + u.tax AS gross_amount FROM down_payment_use u"
        " JOIN invoice i ON i.id = u.invoice_id WHERE u.down_payment_id = $1 ORDER BY i.id",
        down_payment_id,
    )
    return [dict(row) for row in rows]


async def credited(tx: ReadTransaction, down_payment_id: UUID) -> dict[str, Any] | None:
    """The credit note that gave back what was left of it."""
    row = await tx.fetchrow(
        "SELECT id AS credit_note_id, number, gross_amount FROM customer_credit_note WHERE down_payment_id = $1",
        down_payment_id,
    )
    return None if row is None else dict(row)

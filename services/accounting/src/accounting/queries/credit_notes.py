"""Customer credit notes as they are shown."""

from typing import Any
from uuid import UUID

from kit.db import ReadTransaction
from sqlalchemy import Select, select

from accounting.storage.tables import payment
from accounting.storage.tables_invoicing import credit_request, customer_credit_note


def heads() -> Select[Any]:
    """All of them, without their lines."""
    n, r = customer_credit_note.c, credit_request.c
    return select(
        n.id, n.number, n.credit_request_id, r.source, r.source_number, n.customer_id, n.bill_to_id, n.currency,
        n.credited_on, r.reason, n.net_amount, n.tax_amount, n.gross_amount,
        payment.c.unmatched_amount.label("left_amount"),
    ).select_from(
        customer_credit_note.join(credit_request, r.id == n.credit_request_id).join(payment, payment.c.id == n.id)
    )  # fmt: skip


def requests() -> Select[Any]:
    """What is or was asked, with the credit note that it became."""
    r, n = credit_request.c, customer_credit_note.c
    return select(
        r.id, r.source, r.source_id, r.source_number, r.sales_order_id, r.invoice_id, r.customer_id, r.bill_to_id,
        r.currency, r.reason, r.net_amount, r.status, r.refusal, r.requested_by, r.requested_at,
        n.id.label("credit_note_id"),
    ).select_from(credit_request.outerjoin(customer_credit_note, n.credit_request_id == r.id))  # fmt: skip


async def details(tx: ReadTransaction, note_id: UUID) -> dict[str, Any]:
    """Lines, settled invoices and refunds of one."""
    lines = await tx.fetch(
        "SELECT c.id, l.invoice_id, i.number AS invoice_number, c.invoice_line_id, l.product_id, l.description, c.quantity,"
        " l.unit_price, c.restocking_fee, c.net_amount, l.tax_class, l.tax_rate, c.reason"
        " FROM customer_credit_note_line c JOIN invoice_line l ON l.id = c.invoice_line_id"
        " JOIN invoice i ON i.id = l.invoice_id WHERE c.credit_note_id = $1 ORDER BY c.id",
        note_id,
    )
    settled = await tx.fetch(
        "SELECT m.document_id AS invoice_id, o.number, m.amount FROM payment_match m JOIN open_item o USING (document_id)"
        " WHERE m.payment_id = $1 ORDER BY o.number",
        note_id,
    )
    refunds = await tx.fetch(
        "SELECT number, amount, paid_on, method, reference FROM credit_refund f WHERE credit_note_id = $1"
        " AND NOT EXISTS (SELECT FROM credit_refund_reversal v WHERE v.refund_id = f.id) ORDER BY number",
        note_id,
    )
    return {
        "lines": [dict(row) for row in lines],
        "settled": [dict(row) for row in settled],
        "refunds": [dict(row) for row in refunds],
    }

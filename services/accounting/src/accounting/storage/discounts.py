"""What documents offer for early payment, in their currency."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction


def offered(document: str) -> str:
    """A subquery: `amount` that the document, named by an SQL expression, offers `until` a day, and what is `taken` of it."""
    return (
        "(SELECT e.amount, e.until, (SELECT coalesce(sum(a.amount), 0) FROM settlement_adjustment a"
        f" WHERE a.document_id = {document} AND a.kind = 'discount'"
        " AND NOT EXISTS (SELECT FROM payment_reversal r WHERE r.payment_id = a.payment_id)) AS taken FROM ("
        f" SELECT discount_amount AS amount, discount_until AS until FROM invoice WHERE id = {document} UNION ALL"
        " SELECT round(b.gross_amount * p.discount_rate, 2), b.billed_on + p.discount_days FROM bill b"
        f" JOIN partner p ON p.id = b.supplier_id WHERE b.id = {document}) e)"
    )


async def left(tx: ReadTransaction, document_ids: Sequence[UUID], on: date) -> dict[UUID, Decimal]:
    """What may be kept back of documents that are paid on a day: no more than is offered and not taken.

    What a run of ours keeps back stands, however long its bank takes.
    """
    rows = await tx.fetch(
        "SELECT i.id, greatest(o.amount, l.discount) - o.taken AS amount FROM unnest($1::uuid[]) AS i (id)"
        " CROSS JOIN LATERAL (SELECT taken, CASE WHEN until >= $2 THEN amount END AS amount"
        f"  FROM {offered('i.id')} AS d) AS o"
        " LEFT JOIN payment_order_document l ON l.document_id = i.id AND l.is_live"
        " WHERE greatest(o.amount, l.discount) > o.taken",
        list(document_ids),
        on,
    )
    return {row["id"]: row["amount"] for row in rows}

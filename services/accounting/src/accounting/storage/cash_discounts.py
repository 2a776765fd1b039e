"""Discounts for early payment: to whom they are offered, who took them, and what was expected last."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction

from accounting.domain.payment_terms import Offered


async def offered_to(tx: ReadTransaction) -> list[UUID]:
    """Customers whose terms offer one."""
    rows = await tx.fetch(
        "SELECT p.id FROM partner p JOIN credit_account a ON a.partner_id = p.id WHERE p.discount_rate IS NOT NULL ORDER BY 1"
    )
    return [row["id"] for row in rows]


async def offers(tx: ReadTransaction, partner_ids: Sequence[UUID]) -> dict[UUID, Decimal]:
    """The rate that is offered to each of these, zero to whom none is any more; nothing for whom none ever was."""
    rows = await tx.fetch(
        "SELECT p.id, coalesce(p.discount_rate, 0) AS rate FROM partner p LEFT JOIN cash_discount d ON d.partner_id = p.id"
        " WHERE p.id = ANY($1) AND (p.discount_rate IS NOT NULL OR d.partner_id IS NOT NULL) ORDER BY p.id",
        list(partner_ids),
    )
    return {row["id"]: row["rate"] for row in rows}


async def record(
    tx: ReadTransaction, partner_ids: Sequence[UUID], *, since: date, today: date
) -> dict[UUID, list[Offered]]:
    """Invoices with a discount that are paid, or whose time to take it is over: what was owed of them, less advances, in
    company currency.
    """
    rows = await tx.fetch(
        "SELECT i.bill_to_id, o.value AS gross_amount,"
        " coalesce(sum(m.value) FILTER (WHERE p.paid_on <= i.discount_until), 0) AS paid"
        " FROM invoice i JOIN open_item o ON o.document_id = i.id LEFT JOIN (SELECT payment_id, document_id, value"
        "  FROM payment_match UNION ALL SELECT payment_id, document_id, value FROM settlement_adjustment) m"
        "  ON m.document_id = i.id AND m.payment_id NOT IN (SELECT payment_id FROM payment_reversal)"
        " LEFT JOIN payment p ON p.id = m.payment_id"
        " WHERE i.bill_to_id = ANY($1) AND i.issued_on >= $2 AND i.discount_rate IS NOT NULL"
        " AND (i.discount_until < $3 OR o.open_amount = 0) GROUP BY i.id, o.document_id",
        list(partner_ids),
        since,
        today,
    )
    found: dict[UUID, list[Offered]] = defaultdict(list)
    for row in rows:
        found[row["bill_to_id"]].append(Offered(row["gross_amount"], row["paid"]))
    return found


async def keep(
    tx: Transaction, expected: Mapping[UUID, tuple[Decimal, Decimal]]
) -> list[tuple[UUID, Decimal, Decimal]]:
    """Write (offered rate, share taken) by customer; returns those that have changed."""
    rows = await tx.fetch(
        "INSERT INTO cash_discount AS d (partner_id, offered_rate, share_taken)"
        " SELECT * FROM unnest($1::uuid[], $2::numeric[], $3::numeric[]) ON CONFLICT (partner_id) DO UPDATE"
        " SET offered_rate = excluded.offered_rate, share_taken = excluded.share_taken"
        " WHERE (d.offered_rate, d.share_taken) <> (excluded.offered_rate, excluded.share_taken)"
        " RETURNING partner_id, offered_rate, share_taken",
        list(expected),
        [rate for rate, _ in expected.values()],
        [share for _, share in expected.values()],
    )
    return [(row["partner_id"], row["offered_rate"], row["share_taken"]) for row in rows]

"""Limits of buyers, and what their orders of a month are worth."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.approvals import content_hash
from kit.db import ReadTransaction, Transaction
from kit.money import ZERO

from sales.domain.order import SalesOrder, spending_content
from sales.domain.spending import SpendingLimit

SPENDING = "spending"  # subject of the request to a colleague


async def limit_of(tx: ReadTransaction, customer_id: UUID, subject: str) -> SpendingLimit:
    """What a buyer may order by himself."""
    row = await tx.fetchrow(
        "SELECT per_order, per_month FROM spending_limit WHERE customer_id = $1 AND subject = $2", customer_id, subject
    )
    return SpendingLimit() if row is None else SpendingLimit(**dict(row))


async def lock_limit(tx: Transaction, customer_id: UUID, subject: str) -> SpendingLimit:
    """The same, and no other order of this buyer counts until the transaction ends."""
    row = await tx.fetchrow(
        "SELECT per_order, per_month FROM spending_limit WHERE customer_id = $1 AND subject = $2 FOR UPDATE",
        customer_id,
        subject,
    )
    return SpendingLimit() if row is None else SpendingLimit(**dict(row))


async def set_limit(
    tx: Transaction, customer_id: UUID, subject: str, limit: SpendingLimit, *, by: str
) -> tuple[SpendingLimit, int]:
    """Write it; returns what it was, and its version now."""
    before = await lock_limit(tx, customer_id, subject)
    version = await tx.fetchval(
        "INSERT INTO spending_limit AS l (customer_id, subject, per_order, per_month, version, set_by)"
        " VALUES ($1, $2, $3, $4, 1, $5) ON CONFLICT (customer_id, subject) DO UPDATE SET per_order = $3, per_month = $4,"
        " version = l.version + 1, set_by = $5, set_at = now() RETURNING version",
        customer_id,
        subject,
        limit.per_order,
        limit.per_month,
        by,
    )
    return before, int(version)


async def spent(
    tx: ReadTransaction, customer_id: UUID, subject: str, month: date, *, but: UUID | None = None
) -> Decimal:
    """What a buyer's orders of a month are worth that stand, without the one that is asked about."""
    found = await tx.fetchval(
        "SELECT sum(s.value) FROM spending s JOIN sales_order o ON o.id = s.sales_order_id"
        " WHERE s.customer_id = $1 AND s.subject = $2 AND s.month = $3 AND o.status NOT IN ('draft', 'cancelled')"
        " AND s.sales_order_id IS DISTINCT FROM $4",
        customer_id,
        subject,
        month,
        but,
    )
    return ZERO if found is None else Decimal(found)


async def is_counted(tx: ReadTransaction, order: SalesOrder) -> bool:
    """Whether at least so much of this order is counted already."""
    return bool(
        await tx.fetchval(
            "SELECT true FROM spending WHERE sales_order_id = $1 AND subject = $2 AND value >= $3",
            order.id,
            order.buyer.subject,
            order.value,
        )
    )


async def count(tx: Transaction, order: SalesOrder, month: date) -> None:
    """Let the order take of its buyer's month what it is worth."""
    await tx.execute(
        "INSERT INTO spending (sales_order_id, customer_id, subject, month, value) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT (sales_order_id) DO UPDATE SET subject = $3, month = $4, value = $5",
        order.id,
        order.terms.customer_id,
        order.buyer.subject,
        month,
        order.value,
    )


async def is_approved(tx: ReadTransaction, order: SalesOrder) -> bool:
    """Whether a colleague of the buyer has said yes to these very goods at these amounts."""
    return bool(
        await tx.fetchval(
            "SELECT true FROM approval_request WHERE document_id = $1 AND subject = $2 AND status = 'approved'"
            " AND content_hash = $3 LIMIT 1",
            order.id,
            SPENDING,
            content_hash(spending_content(order)),
        )
    )

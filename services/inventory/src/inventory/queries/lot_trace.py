"""Where a lot came from, where it went, and what is left of it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction


@dataclass(frozen=True, slots=True)
class Step:
    """One movement of a lot, told by where it went and whose it is then."""

    occurred_at: datetime
    reason: str
    source: str
    destination: str
    quantity: Decimal
    document_id: UUID
    document_number: str
    order_id: UUID | None
    partner_id: UUID | None  # the supplier it came from, or the customer it went to or came back from
    posted_by: str


@dataclass(frozen=True, slots=True)
class Holder:
    """A customer who has some of a lot, by order and document."""

    customer_id: UUID
    code: str | None
    name: str | None
    order_id: UUID
    order_number: str
    shipped: Decimal
    returned: Decimal
    first_shipped_at: datetime
    documents: list[str]


async def lot_trace(tx: ReadTransaction, lot_id: UUID, *, limit: int) -> list[Step]:
    """Every movement of a lot, oldest first: receipts, transfers, splits, shipments, returns."""
    rows = await tx.fetch(
        "SELECT m.occurred_at, m.reason, concat_ws(' ', s.warehouse, s.code) AS source,"
        " concat_ws(' ', d.warehouse, d.code) AS destination, m.quantity, m.document_id, m.document_number, m.order_id,"
        " coalesce(o.supplier_id, r.customer_id) AS partner_id, m.posted_by"
        " FROM movement m JOIN location s ON s.id = m.source_id JOIN location d ON d.id = m.destination_id"
        " LEFT JOIN purchase_order o ON o.id = m.order_id LEFT JOIN reservation r ON r.order_id = m.order_id"
        " WHERE m.lot_id = $1 ORDER BY m.occurred_at, m.id LIMIT $2",
        lot_id,
        limit,
    )
    return [Step(**dict(row)) for row in rows]


async def lot_holders(tx: ReadTransaction, lot_id: UUID) -> list[Holder]:
    """Customers who have some of a lot still, those with most first: whom a recall must reach."""
    rows = await tx.fetch(
        "SELECT r.customer_id, c.code, c.name, r.order_id, r.order_number,"
        " sum(m.quantity) FILTER (WHERE m.reason = 'shipment') AS shipped,"
        " coalesce(sum(m.quantity) FILTER (WHERE m.reason = 'customer-return'), 0) AS returned,"
        " min(m.occurred_at) FILTER (WHERE m.reason = 'shipment') AS first_shipped_at,"
        " array_agg(DISTINCT m.document_number) FILTER (WHERE m.reason = 'shipment') AS documents"
        " FROM movement m JOIN reservation r ON r.order_id = m.order_id AND r.customer_id IS NOT NULL"
        " LEFT JOIN customer c ON c.id = r.customer_id"
        " WHERE m.lot_id = $1 AND m.reason IN ('shipment', 'customer-return')"
        " GROUP BY r.customer_id, c.code, c.name, r.order_id, r.order_number"
        " HAVING sum(CASE WHEN m.reason = 'shipment' THEN m.quantity ELSE -m.quantity END) > 0"
        " ORDER BY sum(CASE WHEN m.reason = 'shipment' THEN m.quantity ELSE -m.quantity END) DESC, r.order_number",
        lot_id,
    )
    return [Holder(**dict(row)) for row in rows]

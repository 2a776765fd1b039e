"""What lay where at an instant in the past."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction

from inventory.domain.location import STATES, LocationKind, StockState


@dataclass(frozen=True, slots=True)
class LaidThere:
    """So much of a product (of a lot, if it has lots) in a location."""

    product_id: UUID
    warehouse: str
    location_id: UUID
    location: str
    state: StockState
    quantity: Decimal
    lot: str | None
    expires_on: date | None


async def products_with_stock(tx: ReadTransaction, *, after: UUID | None, limit: int) -> list[UUID]:
    """Products that any warehouse ever had, by id."""
    rows = await tx.fetch(
        "SELECT DISTINCT product_id FROM stock WHERE $1::uuid IS NULL OR product_id > $1 ORDER BY product_id LIMIT $2",
        after,
        limit,
    )
    return [row["product_id"] for row in rows]


async def stock_at(
    tx: ReadTransaction, at: datetime, product_ids: Sequence[UUID], warehouse: str | None = None
) -> list[LaidThere]:
    """What all movements that happened before `at`, and are known by now, had left where; nothing where it is zero.

    The last checkpoint before the instant, and the movements since: the cost does not grow with history.
    """
    last = await tx.fetchval("SELECT max(as_of) FROM stock_checkpoint WHERE as_of <= $1", at)
    rows = await tx.fetch(
        "WITH moved AS (SELECT product_id, source_id, destination_id, coalesce(lot_id, $5) AS lot_id, quantity"
        " FROM movement WHERE product_id = ANY($1) AND occurred_at >= coalesce($2::timestamptz, '-infinity') AND occurred_at < $3)"
        " SELECT x.product_id, l.warehouse, l.id AS location_id, l.code AS location, l.kind, b.code AS lot, b.expires_on,"
        " sum(x.quantity) AS quantity FROM ("
        "SELECT product_id, location_id, lot_id, quantity FROM stock_checkpoint"
        " WHERE as_of = $2 AND product_id = ANY($1)"
        " UNION ALL SELECT product_id, destination_id, lot_id, quantity FROM moved"
        " UNION ALL SELECT product_id, source_id, lot_id, -quantity FROM moved"
        ") AS x JOIN location l ON l.id = x.location_id LEFT JOIN lot b ON b.id = x.lot_id"
        " WHERE l.warehouse IS NOT NULL AND ($4::text IS NULL OR l.warehouse = $4)"
        " GROUP BY x.product_id, l.id, b.id HAVING sum(x.quantity) <> 0"
        " ORDER BY x.product_id, l.warehouse, l.code, b.code",
        product_ids,
        last,
        at,
        warehouse,
        UUID(int=0),
    )
    return [
        LaidThere(
            row["product_id"],
            row["warehouse"],
            row["location_id"],
            row["location"],
            STATES[LocationKind(row["kind"])],
            row["quantity"],
            row["lot"],
            row["expires_on"],
        )
        for row in rows
    ]

"""What should be counted next, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction

from inventory.domain.abc import ClassRule, Risk, classify, risk_of

_A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Planned:
    """A place that should be counted."""

    product_id: UUID
    location_id: UUID
    location: str
    lot_id: UUID | None
    lot: str | None
    class_: str
    risk: Risk


async def class_rules(tx: ReadTransaction) -> list[ClassRule]:
    """Classes by share."""
    rows = await tx.fetch("SELECT code, share_until, interval_days FROM class_rule ORDER BY share_until, code")
    return [ClassRule(**dict(row)) for row in rows]


async def compute_classes(tx: Transaction, now: datetime) -> int:
    """Class every product of every warehouse by what its issues of the last year were worth; returns how many."""
    rows = await tx.fetch(
        "SELECT s.product_id, s.warehouse, coalesce(i.quantity, 0) * coalesce(c.unit_cost, 0) AS value FROM stock s"
        " LEFT JOIN product_cost c ON c.product_id = s.product_id"
        " LEFT JOIN (SELECT m.product_id, l.warehouse, sum(m.quantity) AS quantity FROM movement m"
        " JOIN location l ON l.id = m.source_id"
        " WHERE m.reason = 'shipment' AND m.passes_on IS NULL AND m.occurred_at >= $1 GROUP BY 1, 2) i"
        " ON i.product_id = s.product_id AND i.warehouse = s.warehouse ORDER BY s.warehouse, s.product_id",
        now - _A_YEAR,
    )
    rules = await class_rules(tx)
    by_warehouse: dict[str, dict[UUID, Decimal]] = {}
    for row in rows:
        by_warehouse.setdefault(row["warehouse"], {})[row["product_id"]] = row["value"]
    classed = [
        (product, warehouse, class_, values[product])
        for warehouse, values in by_warehouse.items()
        for product, class_ in classify(values, rules).items()
    ]
    await tx.execute("DELETE FROM stock_class")
    await tx.copy(
        "stock_class",
        ("product_id", "warehouse", "class", "value_issued", "computed_at"),
        [(*each, now) for each in classed],
    )
    return len(classed)


async def count_plan(tx: ReadTransaction, warehouse: str, today: date, *, limit: int) -> Sequence[Planned]:
    """Places that are due or worse, the riskiest first."""
    rows = await tx.fetch(
        "WITH rest AS (SELECT code, interval_days FROM class_rule ORDER BY share_until DESC, code DESC LIMIT 1)"
        " SELECT q.product_id, q.location_id, l.code AS location, b.id AS lot_id, b.code AS lot,"
        " coalesce(k.class, rest.code) AS class, coalesce(r.interval_days, rest.interval_days) AS interval_days,"
        " s.counted_on, coalesce(s.differed, false) AS differed, coalesce(b.expires_on < $2, false) AS has_expired,"
        " a.reason AS asked"
        " FROM quant q CROSS JOIN rest JOIN location l ON l.id = q.location_id LEFT JOIN lot b ON b.id = q.lot_id"
        " LEFT JOIN stock_class k ON k.product_id = q.product_id AND k.warehouse = q.warehouse"
        " LEFT JOIN class_rule r ON r.code = k.class"
        " LEFT JOIN spot_counted s ON s.product_id = q.product_id AND s.location_id = q.location_id AND s.lot_id = q.lot_id"
        " LEFT JOIN LATERAL (SELECT min(reason) AS reason FROM count_request WHERE done_at IS NULL AND warehouse = $1"
        " AND location_id = q.location_id AND product_id = q.product_id) a ON true"
        " WHERE q.warehouse = $1 AND (q.quantity <> 0 OR a.reason IS NOT NULL) AND l.kind <> 'transit'"
        " AND (a.reason IS NOT NULL OR s.counted_on IS NULL OR s.differed OR b.expires_on < $2"
        " OR s.counted_on + coalesce(r.interval_days, rest.interval_days) <= $2)",
        warehouse,
        today,
    )
    planned = [
        Planned(
            row["product_id"],
            row["location_id"],
            row["location"],
            row["lot_id"],
            row["lot"],
            row["class"],
            risk_of(
                today=today,
                interval_days=row["interval_days"],
                counted_on=row["counted_on"],
                differed=row["differed"],
                has_expired=row["has_expired"],
                asked=row["asked"],
            ),
        )
        for row in rows
    ]
    due = [each for each in planned if each.risk.score >= 100]
    return sorted(due, key=lambda each: (-each.risk.score, each.class_, each.location, str(each.product_id)))[:limit]

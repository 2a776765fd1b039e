"""How suppliers perform, computed from facts alone.

Each order line that was due in the period counts once. *On time*: what had come by the end of the day first promised
(plus the tolerance) was all that was ordered. *In full*: all of it came, whenever. *Accepted*: of the quantity inspected,
the part that was good. *Lead time*: days from the order to the receipt that made the line whole. Definitions after the
delivery performance metrics RL.2.1 and RL.2.2 of the SCOR model.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction


@dataclass(frozen=True, slots=True)
class SupplierScore:
    """Rates from 0 to 1 (None: nothing to judge by), lead times in days."""

    supplier_id: UUID
    code: str
    name: str
    lines_due: int
    on_time: Decimal | None
    in_full: Decimal | None
    accepted: Decimal | None
    lead_days_median: Decimal | None
    lead_days_p90: Decimal | None


_SCORES = """
WITH line AS (
    SELECT o.supplier_id, l.id, o.ordered_on, coalesce(l.first_promised_on, l.expected_on) AS expected_on, l.stock_quantity,
        (SELECT sum(r.quantity) FROM received_line r WHERE r.purchase_order_line_id = l.id) AS received,
        (SELECT sum(r.quantity) FROM received_line r WHERE r.purchase_order_line_id = l.id
            AND r.received_at < (coalesce(l.first_promised_on, l.expected_on) + $3::int + 1)::timestamptz) AS received_in_time,
        (SELECT max(r.received_at) FROM received_line r WHERE r.purchase_order_line_id = l.id) AS last_at
    FROM purchase_order o JOIN purchase_order_line l ON l.purchase_order_id = o.id
    WHERE o.status IN ('placed', 'received', 'closed') AND coalesce(l.first_promised_on, l.expected_on) >= $1
        AND coalesce(l.first_promised_on, l.expected_on) < $2
        AND ($4::uuid[] IS NULL OR o.supplier_id = ANY($4))
), delivered AS (
    SELECT supplier_id, count(*) AS lines_due,
        avg((coalesce(received_in_time, 0) >= stock_quantity)::int) AS on_time,
        avg((coalesce(received, 0) >= stock_quantity)::int) AS in_full,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY last_at::date - ordered_on)
            FILTER (WHERE received >= stock_quantity) AS lead_days_median,
        percentile_cont(0.9) WITHIN GROUP (ORDER BY last_at::date - ordered_on)
            FILTER (WHERE received >= stock_quantity) AS lead_days_p90
    FROM line GROUP BY supplier_id
), judged AS (
    SELECT supplier_id, sum(accepted) / nullif(sum(accepted + rejected + reworked), 0) AS accepted
    FROM inspected_line WHERE decided_at >= $1 AND decided_at < $2 GROUP BY supplier_id
)
SELECT d.supplier_id, p.code, p.name, d.lines_due, d.on_time, d.in_full, j.accepted,
    d.lead_days_median::numeric AS lead_days_median, d.lead_days_p90::numeric AS lead_days_p90
FROM delivered d JOIN partner p ON p.id = d.supplier_id LEFT JOIN judged j ON j.supplier_id = d.supplier_id
ORDER BY p.code, d.supplier_id
"""


async def supplier_scores(
    tx: ReadTransaction,
    since: date,
    until: date,
    *,
    tolerance_days: int = 0,
    supplier_ids: Sequence[UUID] | None = None,
) -> list[SupplierScore]:
    """Scores of suppliers with lines due in [since, until)."""
    rows = await tx.fetch(_SCORES, since, until, tolerance_days, None if supplier_ids is None else list(supplier_ids))
    rates = ("on_time", "in_full", "accepted", "lead_days_median", "lead_days_p90")
    return [SupplierScore(**{**dict(row), **{name: _rounded(row[name]) for name in rates}}) for row in rows]


def _rounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else round(value, 4)

"""Lines sold below the margin threshold."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.ids import new_id

from reporting.domain.line import LowMarginLine


async def threshold(tx: ReadTransaction, default: Decimal) -> Decimal:
    """The margin rate below which a line raises an alert."""
    rate: Decimal | None = await tx.fetchval("SELECT rate FROM margin_threshold")
    return default if rate is None else rate


async def set_threshold(tx: Transaction, rate: Decimal) -> None:
    """From now on; alerts raised before stay."""
    await tx.execute(
        "INSERT INTO margin_threshold (id, rate) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET rate = excluded.rate",
        rate,
    )


async def raise_alerts(
    tx: Transaction, invoice_line_ids: Sequence[UUID], *, rate: Decimal, now: datetime
) -> list[LowMarginLine]:
    """Raise an alert for each of these lines whose cost is known and whose margin is below `rate`, once per line.

    The rule is `domain.margin.is_low`, said in SQL; a test holds the two together.
    """
    rows = await tx.fetch(
        "WITH low AS (SELECT invoice_line_id, invoice_id, product_id, customer_id, revenue, cost FROM margin_line"
        " WHERE invoice_line_id = ANY($1) AND cost IS NOT NULL"
        " AND CASE WHEN revenue <= 0 THEN cost > 0 ELSE revenue - cost < $2 * revenue END),"
        " raised AS (INSERT INTO low_margin_alert (id, invoice_line_id, threshold_rate, raised_at)"
        " SELECT id, low.invoice_line_id, $2, $3 FROM unnest($1::uuid[], $4::uuid[]) AS given (invoice_line_id, id)"
        " JOIN low USING (invoice_line_id) ON CONFLICT (invoice_line_id) DO NOTHING RETURNING id, invoice_line_id)"
        " SELECT raised.id AS alert_id, low.*, $2::numeric AS threshold_rate FROM raised JOIN low USING (invoice_line_id)",
        list(invoice_line_ids),
        rate,
        now,
        [new_id() for _ in invoice_line_ids],
    )
    return [LowMarginLine(**dict(row)) for row in rows]

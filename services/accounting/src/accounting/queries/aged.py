"""Aged balance."""

from datetime import date
from typing import Any

from kit.db import ReadTransaction


async def aged_balance(tx: ReadTransaction, on: date) -> list[dict[str, Any]]:
    """Open amounts by partner and days past due on a day, largest first."""
    rows = await tx.fetch(
        "SELECT o.partner_id, p.name, o.is_receivable,"
        " coalesce(sum(open_value) FILTER (WHERE due_on >= $1), 0) AS not_due,"
        " coalesce(sum(open_value) FILTER (WHERE due_on < $1 AND due_on >= $1 - 30), 0) AS to_30,"
        " coalesce(sum(open_value) FILTER (WHERE due_on < $1 - 30 AND due_on >= $1 - 60), 0) AS to_60,"
        " coalesce(sum(open_value) FILTER (WHERE due_on < $1 - 60 AND due_on >= $1 - 90), 0) AS to_90,"
        " coalesce(sum(open_value) FILTER (WHERE due_on < $1 - 90), 0) AS over_90, sum(open_value) AS total"
        " FROM open_item o LEFT JOIN partner p ON p.id = o.partner_id WHERE open_amount > 0"
        " GROUP BY 1, 2, 3 ORDER BY total DESC, o.partner_id LIMIT 1000",
        on,
    )
    return [dict(row) for row in rows]

"""The house at a glance."""

from datetime import date
from typing import Any

from kit.db import ReadTransaction

_PERIOD = "($1::date IS NULL OR {column} >= $1) AND ($2::date IS NULL OR {column} < $2)"


async def summary(tx: ReadTransaction, *, effective_from: date | None, effective_until: date | None) -> dict[str, Any]:
    """Counts and amounts of [from, until); stock is as of now."""
    row = await tx.fetchrow(
        "SELECT (SELECT count(*) FROM sales_order WHERE " + _PERIOD.format(column="ordered_on") + ") AS orders,"
        " (SELECT coalesce(sum(amount), 0) FROM sales_order WHERE "
        + _PERIOD.format(column="ordered_on")
        + ") AS ordered,"
        " (SELECT count(*) FROM shipment WHERE " + _PERIOD.format(column="shipped_on") + ") AS shipments,"
        " i.*, (SELECT coalesce(sum(value), 0) FROM stock_value) AS stock_value,"
        " (SELECT count(*) FROM low_margin_alert) AS low_margin_alerts"
        " FROM (SELECT count(DISTINCT invoice_id) FILTER (WHERE kind = 'sale') AS invoices,"
        " count(*) FILTER (WHERE kind = 'sale') AS invoice_lines, coalesce(sum(revenue), 0) AS revenue,"
        " coalesce(sum(tax), 0) AS tax, coalesce(sum(cost), 0) AS cost, coalesce(sum(quantity), 0) AS quantity,"
        " count(*) FILTER (WHERE cost IS NULL) AS unvalued_lines"
        " FROM margin_line WHERE " + _PERIOD.format(column="issued_on") + ") AS i",
        effective_from,
        effective_until,
    )
    return dict(row or {})


async def freshness(tx: ReadTransaction) -> list[dict[str, Any]]:
    """Per topic: the newest event that counts in the figures, and when it was applied."""
    rows = await tx.fetch("SELECT topic, event_at, applied_at, events FROM freshness ORDER BY topic")
    return [dict(row) for row in rows]


async def last_day(tx: ReadTransaction) -> date | None:
    """On which a sale or a cost became known."""
    day: date | None = await tx.fetchval("SELECT max(day) FROM margin_day")
    return day


async def month(tx: ReadTransaction, first: date) -> dict[str, Any]:
    """Revenue and cost that became known in a month, and how many alerts there are."""
    row = await tx.fetchrow(
        "SELECT coalesce(sum(revenue), 0) AS revenue, coalesce(sum(cost), 0) AS cost,"
        " (SELECT count(*) FROM low_margin_alert) AS low_margin_alerts FROM margin_day"
        " WHERE day >= $1 AND day < $1 + interval '1 month'",
        first,
    )
    return dict(row or {})

"""The house at a glance."""

from datetime import date
from decimal import Decimal
from typing import Any

from kit.db import ReadTransaction
from kit.money import ZERO


async def summary(tx: ReadTransaction, *, effective_from: date | None, effective_until: date | None) -> dict[str, Any]:
    """Counts and amounts of [from, until); stock is as of now."""
    rows = await tx.fetch(
        "SELECT figure, sum(numerator) AS amount, sum(denominator)::bigint AS count FROM day_total WHERE figure = ANY($1)"
        " AND ($2::date IS NULL OR day >= $2) AND ($3::date IS NULL OR day < $3) GROUP BY figure",
        ["orders", "shipments", "invoices", "invoice-lines", "invoice-costs", "invoice-quantity"],
        effective_from,
        effective_until,
    )
    found = {row["figure"]: (row["amount"], row["count"]) for row in rows}

    def of(figure: str) -> tuple[Decimal, int]:
        return found.get(figure, (ZERO, 0))

    now = await tx.fetchrow(
        "SELECT (SELECT coalesce(sum(value), 0) FROM stock_value) AS stock_value,"
        " (SELECT count(*) FROM low_margin_alert) AS low_margin_alerts"
    )
    return {
        "orders": of("orders")[1], "ordered": of("orders")[0], "shipments": of("shipments")[1],
        "invoices": of("invoices")[1], "tax": of("invoices")[0], "invoice_lines": of("invoice-lines")[1],
        "revenue": of("invoice-lines")[0], "cost": of("invoice-costs")[0], "unvalued_lines": of("invoice-costs")[1],
        "quantity": of("invoice-quantity")[0], **dict(now or {}),
    }  # fmt: skip


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

"""Margin by an axis, its total, and the lines behind it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kit.db import ReadTransaction
from kit.money import ZERO

from reporting.domain.margin import Axis, Margin

# Axis → (key, name) in SQL over `margin_line l` and its products and partners.
_AXES: dict[Axis, tuple[str, str]] = {
    Axis.PRODUCT: (
        "CASE l.kind WHEN 'charge' THEN 'charges' ELSE p.sku END",
        "CASE l.kind WHEN 'charge' THEN 'charges' ELSE p.name END",
    ),
    Axis.FAMILY: (
        "CASE l.kind WHEN 'charge' THEN 'charges' ELSE p.family_code END",
        "CASE l.kind WHEN 'charge' THEN 'charges' ELSE p.family_name END",
    ),
    Axis.CUSTOMER: ("c.code", "c.name"),
    Axis.SEGMENT: ("l.segment", "l.segment"),
    Axis.SALESPERSON: ("l.salesperson", "l.salesperson"),
    Axis.CHANNEL: ("l.channel", "l.channel"),
    Axis.MONTH: ("to_char(l.issued_on, 'YYYY-MM')", "to_char(l.issued_on, 'YYYY-MM')"),
}


@dataclass(frozen=True, slots=True)
class MarginRow:
    """The margin of one value of the axis. `unvalued_lines` have revenue but no cost yet, and count with cost zero."""

    key: str
    name: str
    margin: Margin
    tax: Decimal
    quantity: Decimal
    lines: int
    unvalued_lines: int


@dataclass(frozen=True, slots=True)
class MarginReport:
    """Rows by falling revenue, and their sum over all rows, shown or not."""

    rows: list[MarginRow]
    total: MarginRow


async def margins(
    tx: ReadTransaction, axis: Axis, *, effective_from: date | None, effective_until: date | None, limit: int
) -> MarginReport:
    """Margin of the invoices dated in [from, until), by an axis."""
    key, name = _AXES[axis]
    rows = await tx.fetch(
        f"SELECT coalesce({key}, '?') AS key, coalesce(min({name}), '?') AS name, sum(l.revenue) AS revenue,"
        " coalesce(sum(l.cost), 0) AS cost, sum(l.tax) AS tax, sum(l.quantity) AS quantity,"
        " count(*) FILTER (WHERE l.kind = 'sale') AS lines,"
        " count(*) FILTER (WHERE l.cost IS NULL) AS unvalued_lines"
        " FROM margin_line l LEFT JOIN product p ON p.id = l.product_id LEFT JOIN partner c ON c.id = l.customer_id"
        " WHERE ($1::date IS NULL OR l.issued_on >= $1) AND ($2::date IS NULL OR l.issued_on < $2)"
        f" GROUP BY {key} ORDER BY revenue DESC, key",
        effective_from,
        effective_until,
    )
    found = [
        MarginRow(
            row["key"], row["name"], Margin(row["revenue"], row["cost"]), row["tax"], row["quantity"], row["lines"],
            row["unvalued_lines"],
        )
        for row in rows
    ]  # fmt: skip
    return MarginReport(found[:limit], _total(found))


def _total(rows: list[MarginRow]) -> MarginRow:
    return MarginRow(
        key="total",
        name="total",
        margin=Margin(sum((r.margin.revenue for r in rows), ZERO), sum((r.margin.cost for r in rows), ZERO)),
        tax=sum((r.tax for r in rows), ZERO),
        quantity=sum((r.quantity for r in rows), ZERO),
        lines=sum(r.lines for r in rows),
        unvalued_lines=sum(r.unvalued_lines for r in rows),
    )

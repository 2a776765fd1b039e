"""The dashboard's figures, from facts by day."""

from datetime import date
from decimal import Decimal
from typing import Any

from kit.db import ReadTransaction
from kit.money import ZERO, round_half_up
from sqlalchemy import Select, case, func, literal, select

from reporting.domain.dashboard import Figure, Ratio, Window, rated, standing, summed
from reporting.domain.kpi import Direction
from reporting.queries.due import DUE
from reporting.storage.tables import partner, product, sales_order
from reporting.storage.tables_kpi import order_line, shipment_line

# What a line of an order lacks after each delivery, at its price, from the day after it was promised (or ordered, where no
# day was) until the order is over: [since, until).
_LATE = (
    "SELECT greatest(e.day, l.due_on + 1) AS since, least(e.next_day, l.ended_on, 'infinity') AS until,"
    " e.missing * l.unit_price AS amount FROM (SELECT l.*, o.ended_on, coalesce(l.promised_on, l.ordered_on) AS due_on"
    " FROM order_line l JOIN sales_order o ON o.id = l.sales_order_id"
    " WHERE l.served_on IS NULL OR l.served_on > $2::date) l CROSS JOIN LATERAL (SELECT day, sum(sum(quantity)) OVER later"
    " AS missing, lead(day) OVER later AS next_day FROM (SELECT l.ordered_on AS day, l.quantity AS quantity UNION ALL"
    " SELECT shipped_on, -quantity FROM shipment_line WHERE order_line_id = l.id) m GROUP BY day"
    " WINDOW later AS (ORDER BY day)) e WHERE e.missing > 0 AND (e.next_day IS NULL OR e.next_day > l.due_on + 1)"
)


async def figures(tx: ReadTransaction, window: Window) -> list[Figure]:
    """Each figure of the window: flows by day, levels at the end of each step."""
    margins = await tx.fetch("SELECT day, revenue, cost FROM margin_day WHERE day >= $1", window.begins_on)
    margin = {row["day"]: Ratio(row["revenue"] - row["cost"], row["revenue"]) for row in margins}
    punctual = await tx.fetch(
        "SELECT l.promised_on AS day, count(*) FILTER (WHERE l.served_on <= l.promised_on) AS numerator,"
        " count(*) AS denominator FROM order_line l JOIN sales_order o ON o.id = l.sales_order_id"
        " WHERE l.promised_on >= $1 AND l.promised_on < $2 AND o.status <> 'cancelled' GROUP BY 1",
        window.begins_on,
        window.today,
    )
    on_time = {row["day"]: Ratio(Decimal(row["numerator"]), Decimal(row["denominator"])) for row in punctual}
    return [
        summed("sales", window, {day: ratio.denominator for day, ratio in margin.items()}),
        summed("gross-margin", window, {day: ratio.numerator for day, ratio in margin.items()}),
        rated("margin-rate", window, margin),
        rated("on-time", window, on_time),
        standing("stock", window, await _stock(tx, window), Direction.DOWN),
        standing("backorders", window, await _open_at(tx, window, _LATE), Direction.DOWN),
        standing("cash-due", window, await _open_at(tx, window, DUE), Direction.DOWN),
    ]


async def _stock(tx: ReadTransaction, window: Window) -> list[Decimal]:
    """The value of stock at the end of each step: what it is now, less what it changed by since."""
    value: Decimal = await tx.fetchval("SELECT coalesce(sum(value), 0) FROM stock_value")
    rows = await tx.fetch("SELECT day, amount FROM stock_day WHERE day > $1", window.ends[0])
    return [value - sum((row["amount"] for row in rows if row["day"] > end), ZERO) for end in window.ends]


async def _open_at(tx: ReadTransaction, window: Window, intervals: str) -> list[Decimal]:
    rows = await tx.fetch(
        "SELECT p.day, coalesce(sum(i.amount), 0) AS amount FROM unnest($1::date[]) AS p (day)"
        f" LEFT JOIN ({intervals}) i ON i.since <= p.day AND i.until > p.day GROUP BY p.day ORDER BY p.day",
        list(window.ends),
        window.ends[0],
    )
    return [round_half_up(row["amount"]) for row in rows]


def late_lines(today: date) -> Select[Any]:
    """Lines of firm orders that should have left before today and did not whole, with what they lack."""
    line, order = order_line.c, sales_order.c
    due_on = func.coalesce(line.promised_on, line.ordered_on)
    shipped = (
        select(func.coalesce(func.sum(shipment_line.c.quantity), 0))
        .where(shipment_line.c.order_line_id == line.id)
        .scalar_subquery()
    )
    missing = case((shipped < line.quantity, line.quantity - shipped), else_=literal(0))
    return select(
        line.id, line.sales_order_id, order.number, order.customer_id, partner.c.name.label("customer_name"),
        line.product_id, product.c.sku, product.c.name.label("product_name"), line.promised_on, due_on.label("due_on"),
        missing.label("missing"), func.round(missing * line.unit_price, 2).label("amount"),
    ).select_from(
        order_line.join(sales_order, order.id == line.sales_order_id)
        .outerjoin(product, product.c.id == line.product_id)
        .outerjoin(partner, partner.c.id == order.customer_id)
    ).where(line.served_on.is_(None), order.ended_on.is_(None), order.status == "confirmed", due_on < today)  # fmt: skip

"""The dashboard's figures, from facts by day."""

from datetime import date
from decimal import Decimal
from typing import Any

from kit.db import ReadTransaction
from kit.money import ZERO, round_half_up
from sqlalchemy import Numeric, Select, case, func, literal, select

from reporting.domain.dashboard import Figure, Ratio, Window, rated, standing, summed
from reporting.domain.kpi import Direction
from reporting.storage.tables import partner, product, sales_order
from reporting.storage.tables_kpi import order_line, shipment_line


async def figures(tx: ReadTransaction, window: Window) -> list[Figure]:
    """Each figure of the window: flows by day, levels at the end of each step."""
    margins = await tx.fetch("SELECT day, revenue, cost FROM margin_day WHERE day >= $1", window.begins_on)
    margin = {row["day"]: Ratio(row["revenue"] - row["cost"], row["revenue"]) for row in margins}
    punctual = await tx.fetch(
        "SELECT day, numerator, denominator FROM day_total WHERE figure = 'on-time-rate' AND day >= $1 AND day < $2",
        window.begins_on,
        window.today,
    )
    on_time = {row["day"]: Ratio(row["numerator"], Decimal(row["denominator"])) for row in punctual}
    return [
        summed("sales", window, {day: ratio.denominator for day, ratio in margin.items()}),
        summed("gross-margin", window, {day: ratio.numerator for day, ratio in margin.items()}),
        rated("margin-rate", window, margin),
        rated("on-time", window, on_time),
        standing("stock", window, await _stock(tx, window), Direction.DOWN),
        standing("backorders", window, await _open_at(tx, window, "backorders"), Direction.DOWN),
        standing("cash-due", window, await _open_at(tx, window, "cash-due"), Direction.DOWN),
    ]


async def _stock(tx: ReadTransaction, window: Window) -> list[Decimal]:
    """The value of stock at the end of each step: what it is now, less what it changed by since."""
    value: Decimal = await tx.fetchval("SELECT coalesce(sum(value), 0) FROM stock_value")
    rows = await tx.fetch("SELECT day, amount FROM stock_day WHERE day > $1", window.ends[0])
    return [value - sum((row["amount"] for row in rows if row["day"] > end), ZERO) for end in window.ends]


async def _open_at(tx: ReadTransaction, window: Window, figure: str) -> list[Decimal]:
    """What was open at the end of each step: all that it changed by until then."""
    rows = await tx.fetch(
        "SELECT p.day, (SELECT coalesce(sum(numerator), 0) FROM day_total WHERE figure = $2 AND day <= p.day) AS amount"
        " FROM unnest($1::date[]) AS p (day) ORDER BY p.day",
        list(window.ends),
        figure,
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
        missing.label("missing"), func.round(missing * line.unit_price, 2, type_=Numeric).label("amount"),
    ).select_from(
        order_line.join(sales_order, order.id == line.sales_order_id)
        .outerjoin(product, product.c.id == line.product_id)
        .outerjoin(partner, partner.c.id == order.customer_id)
    ).where(line.served_on.is_(None), order.ended_on.is_(None), order.status == "confirmed", due_on < today)  # fmt: skip

"""Facts behind the insights, by customer, product and supplier. Periods are half-open, on the day of the sale."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import Any
from uuid import UUID

import asyncpg
from kit.db import ReadTransaction
from kit.money import ZERO
from sqlalchemy import Select, false, func, select, true

from reporting.domain.cube import CubeAxis, Question
from reporting.domain.drift import DriftFacts, Traded
from reporting.domain.margin import Margin
from reporting.domain.matrix import ProductFacts
from reporting.domain.serving import CustomerFacts
from reporting.queries import cube
from reporting.queries.due import DUE
from reporting.storage.tables import low_margin_alert, margin_line, partner, product
from reporting.storage.tables_cube import cost_entry
from reporting.storage.tables_kpi import order_line


@dataclass(frozen=True, slots=True)
class Names:
    """Code and name of a partner or a product."""

    code: str | None
    name: str | None


# What the cube's totals do not tell apart: credits are few, and have an index of their own.
_CREDITED = (
    "SELECT customer_id, -sum(revenue) FILTER (WHERE quantity <> 0) AS credited_goods,"
    " -sum(revenue) FILTER (WHERE quantity = 0) AS credited_prices FROM margin_entry"
    " WHERE kind = 'credit' AND sold_on >= $1 AND sold_on < $2 GROUP BY customer_id"
)
_CUSTOMER_PARTS = (
    _CREDITED,
    (
        "SELECT customer_id, count(*) AS orders, sum(line_count) AS order_lines FROM sales_order"
        " WHERE ordered_on >= $1 AND ordered_on < $2 AND status <> 'cancelled' GROUP BY customer_id"
    ),
    (
        "SELECT o.customer_id, count(*) AS shipments FROM shipment s JOIN sales_order o ON o.id = s.sales_order_id"
        " WHERE s.shipped_on >= $1 AND s.shipped_on < $2 GROUP BY o.customer_id"
    ),
    (
        "SELECT customer_id, count(*) AS return_lines FROM return_line WHERE returned_on >= $1 AND returned_on < $2"
        " GROUP BY customer_id"
    ),
    (
        "SELECT r.customer_id, -sum(e.amount / r.exchange_rate) AS let_go FROM receivable_entry e"
        " JOIN receivable r USING (document_id) WHERE e.kind IN ('discount', 'write-off') AND e.day >= $1 AND e.day < $2"
        " GROUP BY r.customer_id"
    ),
)
_OVERDUE = (
    "SELECT customer_id, sum(amount * (least(until, $1::date) - greatest(since, $2::date))) AS overdue"
    f" FROM ({DUE}) due WHERE since < $1::date AND until > $2::date GROUP BY customer_id"
)
_INTEGERS = ("orders", "order_lines", "shipments", "return_lines")


async def customers(tx: ReadTransaction, since: date, until: date, today: date) -> dict[UUID, CustomerFacts]:
    """What the events of [since, until) tell of each customer; what is overdue counts up to today."""
    sales = await tx.select(cube.by_id(Question(CubeAxis.CUSTOMER, effective_from=since, effective_until=until)))
    found: dict[UUID, dict[str, Any]] = {
        row["id"]: {
            "sold": row["sold"],
            "cost": row["purchase_cost"] + row["landed_cost"] + row["adjustments"],
            "recovered": -row["returned_cost"],
        }
        for row in sales
    }
    parts = [await tx.fetch(sql, since, until) for sql in _CUSTOMER_PARTS]
    parts.append(await tx.fetch(_OVERDUE, min(until, today + timedelta(days=1)), since))
    for rows in parts:
        for row in rows:
            found.setdefault(row["customer_id"], {}).update(_known(row))
    return {customer_id: CustomerFacts(**fields) for customer_id, fields in found.items()}


def _known(row: asyncpg.Record) -> Mapping[str, Any]:
    return {
        name: int(value) if name in _INTEGERS else value
        for name, value in row.items()
        if name != "customer_id" and value is not None
    }


async def products(tx: ReadTransaction, since: date, until: date) -> list[ProductFacts]:
    """Products that were sold, or are in stock."""
    sales = await tx.select(cube.by_id(Question(CubeAxis.PRODUCT, effective_from=since, effective_until=until)))
    sold = {row["id"]: row for row in sales if row["id"] is not None}
    in_stock = await tx.fetch("SELECT product_id, value FROM stock_value WHERE value <> 0")
    stock = {row["product_id"]: row["value"] for row in in_stock}
    unsold = ((id_, Margin(ZERO, ZERO), ZERO) for id_ in stock.keys() - sold.keys())
    told = ((id_, Margin(row["revenue"], row["revenue"] - row["margin"]), row["quantity"]) for id_, row in sold.items())
    return [ProductFacts(id_, margin, quantity, stock.get(id_, ZERO)) for id_, margin, quantity in chain(told, unsold)]


async def supplies(tx: ReadTransaction, since: date, until: date) -> list[DriftFacts]:
    """What each supplier billed of each product in [since, until), and in as many days before."""
    days = (until - since).days
    bought = await tx.fetch(
        "SELECT supplier_id, product_id, billed_on >= $2 AS is_now, sum(quantity) AS quantity, sum(amount) AS amount"
        " FROM bill_line WHERE billed_on >= $1 AND billed_on < $3 GROUP BY 1, 2, 3",
        since - timedelta(days=days), since, until,
    )  # fmt: skip
    sold = await tx.fetch(
        "SELECT product_id, sold_on >= $2 AS is_now, sum(quantity) AS quantity, sum(revenue) AS amount FROM margin_entry"
        " WHERE kind = 'sale' AND sold_on >= $1 AND sold_on < $3 AND product_id = ANY($4) GROUP BY 1, 2",
        since - timedelta(days=days), since, until, list({row["product_id"] for row in bought}),
    )  # fmt: skip
    of_bought = {(row["supplier_id"], row["product_id"], row["is_now"]): _traded(row) for row in bought}
    of_sold = {(row["product_id"], row["is_now"]): _traded(row) for row in sold}
    nothing = Traded()
    return [
        DriftFacts(
            supplier_id, product_id, of_bought.get((supplier_id, product_id, False), nothing), now,
            of_sold.get((product_id, False), nothing), of_sold.get((product_id, True), nothing), days,
        )
        for (supplier_id, product_id, is_now), now in of_bought.items()
        if is_now
    ]  # fmt: skip


def _traded(row: asyncpg.Record) -> Traded:
    return Traded(row["quantity"], row["amount"])


async def partner_names(tx: ReadTransaction, ids: Iterable[UUID]) -> dict[UUID, Names]:
    rows = await tx.fetch("SELECT id, code, name FROM partner WHERE id = ANY($1)", list(ids))
    return {row["id"]: Names(row["code"], row["name"]) for row in rows}


async def product_names(tx: ReadTransaction, ids: Iterable[UUID]) -> dict[UUID, Names]:
    rows = await tx.fetch("SELECT id, sku, name FROM product WHERE id = ANY($1)", list(ids))
    return {row["id"]: Names(row["sku"], row["name"]) for row in rows}


def low_sales(since: date, until: date) -> Select[Any]:
    """Lines invoiced in [since, until) that raised an alert and are still below it, with what their cost is made of."""
    line, alert, order = margin_line.c, low_margin_alert.c, order_line.c
    costs = (
        select(
            *(
                func.coalesce(func.sum(cost_entry.c.amount).filter(cost_entry.c.kind == kind), ZERO).label(name)
                for kind, name in (("cost", "purchase_cost"), ("landed", "landed_cost"), ("adjustment", "adjustments"))
            ),
        )
        .where(cost_entry.c.movement_id == line.movement_id)
        .lateral("costs")
    )
    return (
        select(
            alert.id, alert.threshold_rate, line.invoice_line_id, line.invoice_number, line.issued_on, line.sales_order_id,
            line.customer_id, partner.c.name.label("customer_name"), line.product_id, product.c.sku,
            product.c.name.label("product_name"), line.salesperson, line.quantity, line.revenue, line.discount,
            costs.c.purchase_cost, costs.c.landed_cost, costs.c.adjustments, order.margin_rate.label("confirmed_rate"),
            func.coalesce(order.is_exception, false()).label("is_exception"),
            func.coalesce(order.is_by_hand, false()).label("is_by_hand"),
            (alert.threshold_rate * line.revenue - line.revenue + line.cost).label("shortfall"),
        )
        .select_from(
            low_margin_alert.join(margin_line, line.invoice_line_id == alert.invoice_line_id)
            .join(costs, true())
            .outerjoin(order_line, order.id == line.order_line_id)
            .outerjoin(product, product.c.id == line.product_id)
            .outerjoin(partner, partner.c.id == line.customer_id)
        )
        .where(
            line.issued_on >= since,
            line.issued_on < until,
            line.revenue - line.cost < alert.threshold_rate * line.revenue,
        )
    )  # fmt: skip

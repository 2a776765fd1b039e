"""Copies of purchase and sales orders: the prices behind receipts and invoices."""

from collections.abc import Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any
from uuid import UUID

from comptoir.purchasing.v1.purchase_order_pb2 import PurchaseOrderPlaced, PurchaseOrderRevised
from comptoir.sales.v1.sales_order_pb2 import OrderConfirmed
from kit.db import ReadTransaction, Transaction
from kit.wire import decimal_in, optional_decimal_in

from accounting.domain.invoice import Order
from accounting.domain.invoicing.billing import OrderLine
from accounting.domain.payment_terms import PaymentTerms
from accounting.wire import terms_of


async def keep_purchase_orders(tx: Transaction, orders: Sequence[PurchaseOrderPlaced | PurchaseOrderRevised]) -> None:
    """The last word on each line wins; what was received before keeps its cost."""
    lines = {line.purchase_order_line_id: (order, line) for order in orders for line in order.lines}
    await tx.execute(
        "INSERT INTO purchase_order_line (id, purchase_order_id, purchase_order_number, supplier_id, product_id, quantity,"
        " unit_price, currency) SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::uuid[],"
        " $6::numeric[], $7::numeric[], $8::text[]) ON CONFLICT (id) DO UPDATE SET quantity = excluded.quantity,"
        " unit_price = excluded.unit_price, currency = excluded.currency",
        [UUID(id_) for id_ in lines],
        [UUID(order.purchase_order_id) for order, _ in lines.values()],
        [order.number for order, _ in lines.values()],
        [UUID(order.supplier_id) for order, _ in lines.values()],
        [UUID(line.product_id) for _, line in lines.values()],
        [decimal_in(line.quantity) for _, line in lines.values()],
        [decimal_in(line.unit_price) for _, line in lines.values()],
        [order.currency for order, _ in lines.values()],
    )


async def versions(tx: ReadTransaction, order_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Of the orders that are known."""
    rows = await tx.fetch("SELECT id, version FROM sales_order WHERE id = ANY($1)", order_ids)
    return {row["id"]: row["version"] for row in rows}


async def keep_sales_orders(tx: Transaction, orders: Sequence[OrderConfirmed]) -> None:
    """The last version of each order wins."""
    last = {order.sales_order_id: order for order in orders}
    await tx.execute(
        "INSERT INTO sales_order AS o (id, version, number, customer_id, bill_to_id, salesperson, channel, segment, currency,"
        " payment_days, customer_reference, payment_terms, exchange_rate) SELECT * FROM unnest($1::uuid[], $2::bigint[],"
        " $3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::int[], $11::text[],"
        " $12::jsonb[], $13::numeric[])"
        " ON CONFLICT (id) DO UPDATE SET version = excluded.version, payment_days = excluded.payment_days,"
        " payment_terms = excluded.payment_terms, customer_reference = excluded.customer_reference"
        " WHERE o.version < excluded.version",
        [UUID(id_) for id_ in last],
        [order.version for order in last.values()],
        [order.number for order in last.values()],
        [UUID(order.customer_id) for order in last.values()],
        [UUID(order.bill_to_id or order.customer_id) for order in last.values()],
        [order.salesperson for order in last.values()],
        [order.channel for order in last.values()],
        [order.segment for order in last.values()],
        [order.currency for order in last.values()],
        [order.payment_days for order in last.values()],
        [order.customer_reference for order in last.values()],
        [
            _stored(terms_of(order.payment_terms)) if order.HasField("payment_terms") else None
            for order in last.values()
        ],
        [optional_decimal_in(order.exchange_rate) for order in last.values()],
    )
    lines = {line.sales_order_line_id: (id_, line) for id_, order in last.items() for line in order.lines}
    await tx.execute(
        "INSERT INTO sales_order_line (id, sales_order_id, product_id, description, unit_price, list_price, tax_class, quantity)"
        " SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::numeric[], $6::numeric[], $7::text[],"
        " $8::numeric[]) ON CONFLICT (id) DO UPDATE SET unit_price = excluded.unit_price, description = excluded.description,"
        " tax_class = excluded.tax_class, list_price = excluded.list_price, quantity = excluded.quantity",
        [UUID(id_) for id_ in lines],
        [UUID(order_id) for order_id, _ in lines.values()],
        [UUID(line.product_id) for _, line in lines.values()],
        [line.description for _, line in lines.values()],
        [decimal_in(line.unit_price) for _, line in lines.values()],
        [optional_decimal_in(line.list_price) for _, line in lines.values()],
        [line.tax_class for _, line in lines.values()],
        [decimal_in(line.quantity) for _, line in lines.values()],
    )
    await tx.execute(
        "UPDATE sales_order_line SET quantity = 0 WHERE sales_order_id = ANY($1) AND id <> ALL($2)",
        [UUID(id_) for id_ in last],
        [UUID(id_) for id_ in lines],
    )


async def lock(tx: Transaction, order_ids: Sequence[UUID]) -> set[UUID]:
    """Those of these orders that are known, held in id order until the transaction ends."""
    rows = await tx.fetch(
        "SELECT id FROM sales_order WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE", list(order_ids)
    )
    return {row["id"] for row in rows}


async def find(tx: ReadTransaction, order_ids: Sequence[UUID]) -> dict[UUID, tuple[Order, dict[UUID, OrderLine]]]:
    """Known sales orders with their lines, by id."""
    rows = await tx.fetch(
        "SELECT id, number, customer_id, bill_to_id, salesperson, channel, segment, currency, payment_days, payment_terms"
        " FROM sales_order WHERE id = ANY($1)",
        order_ids,
    )
    found: dict[UUID, tuple[Order, dict[UUID, OrderLine]]] = {row["id"]: (_order(dict(row)), {}) for row in rows}
    lines = await tx.fetch(
        "SELECT id, sales_order_id, description, unit_price, list_price, tax_class FROM sales_order_line"
        " WHERE sales_order_id = ANY($1)",
        order_ids,
    )
    for row in lines:
        line = OrderLine(row["description"], row["unit_price"], row["list_price"], row["tax_class"])
        found[row["sales_order_id"]][1][row["id"]] = line
    return found


def _order(row: dict[str, Any]) -> Order:
    days, stored = row.pop("payment_days"), row.pop("payment_terms")
    if stored is None:
        return Order(**row, payment_terms=PaymentTerms("", days))
    rate = stored["discount_rate"]
    terms = PaymentTerms(**{**stored, "discount_rate": None if rate is None else Decimal(rate)})
    return Order(**row, payment_terms=terms)


def _stored(terms: PaymentTerms) -> dict[str, object]:
    return {field.name: getattr(terms, field.name) for field in fields(terms)}

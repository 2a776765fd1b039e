"""Facts into read models: each batch is a few statements, however many events it has."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction

from reporting.domain.line import InvoicedLine


async def add_invoiced_lines(tx: Transaction, lines: Sequence[InvoicedLine]) -> list[UUID]:
    """Write the lines, with their cost where the issue is valued already; returns those that are new."""
    rows = await tx.fetch(
        "INSERT INTO margin_line (invoice_line_id, invoice_id, invoice_number, issued_on, sales_order_id, movement_id,"
        " product_id, customer_id, segment, salesperson, channel, quantity, revenue, tax, published_at, cost)"
        " SELECT l.*, c.amount FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::date[], $5::uuid[], $6::uuid[],"
        " $7::uuid[], $8::uuid[], $9::text[], $10::text[], $11::text[], $12::numeric[], $13::numeric[], $14::numeric[],"
        " $15::timestamptz[]) AS l (invoice_line_id, invoice_id, invoice_number, issued_on, sales_order_id, movement_id,"
        " product_id, customer_id, segment, salesperson, channel, quantity, revenue, tax, published_at)"
        " LEFT JOIN movement_cost c USING (movement_id)"
        " ON CONFLICT DO NOTHING RETURNING invoice_line_id",
        [line.invoice_line_id for line in lines],
        [line.invoice_id for line in lines],
        [line.invoice_number for line in lines],
        [line.issued_on for line in lines],
        [line.sales_order_id for line in lines],
        [line.movement_id for line in lines],
        [line.product_id for line in lines],
        [line.customer_id for line in lines],
        [line.segment for line in lines],
        [line.salesperson for line in lines],
        [line.channel for line in lines],
        [line.quantity for line in lines],
        [line.revenue for line in lines],
        [line.tax for line in lines],
        [line.published_at for line in lines],
    )
    return [row["invoice_line_id"] for row in rows]


async def add_costs(tx: Transaction, costs: Sequence[tuple[UUID, UUID, Decimal]]) -> list[UUID]:
    """Add (movement, product, amount) to what issues cost, and to the lines they face; returns those lines."""
    by_movement: dict[UUID, tuple[UUID, Decimal]] = {}
    for movement_id, product_id, amount in costs:
        _, so_far = by_movement.get(movement_id, (product_id, Decimal(0)))
        by_movement[movement_id] = (product_id, so_far + amount)
    rows = await tx.fetch(
        "WITH added AS (INSERT INTO movement_cost AS c (movement_id, product_id, amount)"
        " SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::numeric[])"
        " ON CONFLICT (movement_id) DO UPDATE SET amount = c.amount + excluded.amount RETURNING movement_id, amount)"
        " UPDATE margin_line l SET cost = added.amount FROM added WHERE l.movement_id = added.movement_id"
        " RETURNING l.invoice_line_id",
        list(by_movement),
        [product_id for product_id, _ in by_movement.values()],
        [amount for _, amount in by_movement.values()],
    )
    return [row["invoice_line_id"] for row in rows]


async def set_stock_values(tx: Transaction, values: dict[UUID, tuple[Decimal, Decimal]]) -> None:
    """The quantity and value of products as their last valuation left them."""
    await tx.execute(
        "INSERT INTO stock_value (product_id, quantity, value) SELECT * FROM unnest($1::uuid[], $2::numeric[], $3::numeric[])"
        " ON CONFLICT (product_id) DO UPDATE SET quantity = excluded.quantity, value = excluded.value",
        list(values),
        [quantity for quantity, _ in values.values()],
        [value for _, value in values.values()],
    )


async def touch(tx: Transaction, topic: str, event_at: datetime, applied_at: datetime, events: int) -> None:
    """Note how fresh the figures are."""
    await tx.execute(
        "INSERT INTO freshness AS f (topic, event_at, applied_at, events) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (topic) DO UPDATE SET event_at = greatest(f.event_at, excluded.event_at),"
        " applied_at = excluded.applied_at, events = f.events + excluded.events",
        topic,
        event_at,
        applied_at,
        events,
    )

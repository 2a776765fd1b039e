"""Facts into read models: each batch is a few statements, however many events it has."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction

from reporting.domain.line import InvoicedLine, ReturnedCost


async def regrouped(tx: Transaction, products: Mapping[UUID, tuple[int, str, UUID | None]]) -> list[UUID]:
    """Those of the products (id → version, family, supplier) that are new, or get another family or supplier."""
    rows = await tx.fetch(
        "SELECT n.id FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::uuid[]) AS n (id, version, family_code, supplier_id)"
        " LEFT JOIN product p USING (id) WHERE p.id IS NULL OR p.version < n.version"
        " AND (p.family_code, p.supplier_id) IS DISTINCT FROM (n.family_code, n.supplier_id)",
        list(products),
        [version for version, _, _ in products.values()],
        [family_code for _, family_code, _ in products.values()],
        [supplier_id for _, _, supplier_id in products.values()],
    )
    return [row["id"] for row in rows]


async def add_invoiced_lines(tx: Transaction, lines: Sequence[InvoicedLine]) -> list[UUID]:
    """Write the lines, with their cost where the issue is valued already; returns those that are new."""
    rows = await tx.fetch(
        "INSERT INTO margin_line (kind, invoice_line_id, invoice_id, invoice_number, issued_on, sales_order_id, movement_id,"
        " product_id, customer_id, segment, salesperson, channel, quantity, revenue, tax, published_at,"
        " discount, credits_line_id, order_line_id, cost)"
        " SELECT l.*, CASE WHEN l.kind <> 'sale' THEN 0 ELSE c.amount END FROM unnest($1::text[], $2::uuid[], $3::uuid[],"
        " $4::text[], $5::date[], $6::uuid[], $7::uuid[], $8::uuid[], $9::uuid[], $10::text[], $11::text[], $12::text[],"
        " $13::numeric[], $14::numeric[], $15::numeric[], $16::timestamptz[], $17::numeric[],"
        " $18::uuid[], $19::uuid[]) AS l (kind, invoice_line_id, invoice_id,"
        " invoice_number, issued_on, sales_order_id, movement_id,"
        " product_id, customer_id, segment, salesperson, channel, quantity, revenue, tax, published_at, discount, credits_line_id,"
        " order_line_id)"
        " LEFT JOIN movement_cost c USING (movement_id)"
        " ON CONFLICT DO NOTHING RETURNING invoice_line_id",
        [str(line.kind) for line in lines],
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
        [line.discount for line in lines],
        [line.credits_line_id for line in lines],
        [line.order_line_id for line in lines],
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
        " AND l.kind = 'sale'"
        " RETURNING l.invoice_line_id",
        list(by_movement),
        [product_id for product_id, _ in by_movement.values()],
        [amount for _, amount in by_movement.values()],
    )
    return [row["invoice_line_id"] for row in rows]


async def add_returns(tx: Transaction, returns: Sequence[ReturnedCost]) -> None:
    """Note what came back, and take it off the cost of the lines that sold it, on the day it came."""
    await tx.execute(
        "INSERT INTO movement_return (movement_id, returns_movement_id, amount, posted_on, published_at)"
        " SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::numeric[], $4::date[], $5::timestamptz[]) ON CONFLICT DO NOTHING",
        [each.movement_id for each in returns],
        [each.returns_movement_id for each in returns],
        [each.amount for each in returns],
        [each.posted_on for each in returns],
        [each.published_at for each in returns],
    )
    await take_returns_off(tx, [each.returns_movement_id for each in returns])


async def returns_of(tx: Transaction, issues: Sequence[UUID]) -> list[UUID]:
    """The movements by which goods of these issues came back."""
    rows = await tx.fetch("SELECT movement_id FROM movement_return WHERE returns_movement_id = ANY($1)", list(issues))
    return [row["movement_id"] for row in rows]


async def take_returns_off(tx: Transaction, issues: Sequence[UUID]) -> None:
    """Whichever comes last, the invoice or what came back of it, completes the figures."""
    await tx.execute(
        "INSERT INTO margin_line (invoice_line_id, kind, invoice_id, invoice_number, issued_on, sales_order_id, movement_id,"
        " product_id, customer_id, segment, salesperson, channel, quantity, revenue, tax, cost, published_at)"
        " SELECT r.movement_id, 'return', l.invoice_id, l.invoice_number, r.posted_on, l.sales_order_id, r.movement_id,"
        " l.product_id, l.customer_id, l.segment, l.salesperson, l.channel, 0, 0, 0, -r.amount, r.published_at"
        " FROM movement_return r JOIN margin_line l ON l.movement_id = r.returns_movement_id AND l.kind = 'sale'"
        " WHERE r.returns_movement_id = ANY($1) ON CONFLICT DO NOTHING",
        list(issues),
    )


async def set_stock_values(tx: Transaction, values: dict[UUID, tuple[Decimal, Decimal]]) -> None:
    """The quantity and value of products as their last valuation left them."""
    await tx.execute(
        "INSERT INTO stock_value (product_id, quantity, value) SELECT * FROM unnest($1::uuid[], $2::numeric[], $3::numeric[])"
        " ON CONFLICT (product_id) DO UPDATE SET quantity = excluded.quantity, value = excluded.value",
        list(values),
        [quantity for quantity, _ in values.values()],
        [value for _, value in values.values()],
    )


async def add_stock_changes(tx: Transaction, changes: Sequence[tuple[date, Decimal]]) -> None:
    """Add (day, amount) to what the value of stock changed by."""
    await tx.execute(
        "INSERT INTO stock_day AS d (day, amount) SELECT day, sum(amount) FROM unnest($1::date[], $2::numeric[])"
        " AS c (day, amount) GROUP BY day ON CONFLICT (day) DO UPDATE SET amount = d.amount + excluded.amount",
        [day for day, _ in changes],
        [amount for _, amount in changes],
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

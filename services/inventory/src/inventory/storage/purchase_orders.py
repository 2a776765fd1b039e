"""Goods that suppliers owe us."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction

from inventory.domain.errors import OrderNotKnown
from inventory.domain.receiving import ExpectedLine


@dataclass(frozen=True, slots=True)
class PurchaseOrder:
    """A placed order, as far as the warehouse cares."""

    id: UUID
    number: str
    supplier_id: UUID
    warehouse: str
    over_receipt_rate: Decimal
    is_closed: bool
    ordered_on: date | None
    lines: tuple[ExpectedLine, ...]


async def add(tx: Transaction, orders: Sequence[PurchaseOrder], expected_on: Mapping[UUID, date | None]) -> set[UUID]:
    """Write orders, locked; returns those that were not there before. `expected_on` is by line."""
    rows = await tx.fetch(
        "INSERT INTO purchase_order (id, number, supplier_id, warehouse, over_receipt_rate, ordered_on, is_closed)"
        " SELECT x.*, false FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::numeric[], $6::date[]) AS x"
        " ON CONFLICT DO NOTHING RETURNING id",
        [order.id for order in orders],
        [order.number for order in orders],
        [order.supplier_id for order in orders],
        [order.warehouse for order in orders],
        [order.over_receipt_rate for order in orders],
        [order.ordered_on for order in orders],
    )
    new = {row["id"] for row in rows}
    await tx.copy(
        "purchase_order_line",
        (
            "id", "purchase_order_id", "position", "product_id", "quantity", "received", "expected_on", "is_open",
            "over_receipt_rate", "under_receipt_rate", "sales_order_line_id",
        ),
        [
            (
                line.id, order.id, i, line.product_id, line.quantity, line.received, expected_on.get(line.id), True,
                line.over_receipt_rate, line.under_receipt_rate, line.sales_order_line_id,
            )
            for order in orders
            if order.id in new
            for i, line in enumerate(order.lines)
        ],
    )  # fmt: skip
    return new


async def lock(tx: Transaction, order_id: UUID) -> PurchaseOrder:
    """An order, held until the transaction ends.

    Raises:
        OrderNotKnown: it was never placed.
    """
    (order,) = await lock_all(tx, [order_id])
    return order


async def lock_all(tx: Transaction, order_ids: Collection[UUID]) -> list[PurchaseOrder]:
    """Orders by id, held until the transaction ends.

    Raises:
        OrderNotKnown: one was never placed.
    """
    rows = await tx.fetch(
        "SELECT id, number, supplier_id, warehouse, over_receipt_rate, is_closed, ordered_on FROM purchase_order"
        " WHERE id = ANY($1) ORDER BY id FOR UPDATE",
        order_ids,
    )
    if missing := set(order_ids) - {row["id"] for row in rows}:
        order_id = min(missing)
        raise OrderNotKnown(
            f"No placed purchase order {order_id} is known here. One just placed is known in a moment.",
            field="purchase_order_id",
            id=str(order_id),
        )
    lines: dict[UUID, list[ExpectedLine]] = defaultdict(list)
    for line in await tx.fetch(
        "SELECT purchase_order_id, id, product_id, quantity, received, cancelled, over_receipt_rate,"
        " under_receipt_rate, sales_order_line_id FROM purchase_order_line"
        " WHERE purchase_order_id = ANY($1) ORDER BY purchase_order_id, position",
        order_ids,
    ):
        values = dict(line)
        lines[values.pop("purchase_order_id")].append(ExpectedLine(**values))
    return [PurchaseOrder(**dict(row), lines=tuple(lines[row["id"]])) for row in rows]


async def revise(tx: Transaction, order: PurchaseOrder, revision: int, expected_on: Mapping[UUID, date | None]) -> bool:
    """Write the lines of a locked order as they now stand; what came, and was given up here, stays. False when this
    revision or a later one is there.
    """
    if not await tx.execute(
        "UPDATE purchase_order SET revision = $2, over_receipt_rate = $3 WHERE id = $1 AND revision < $2",
        order.id,
        revision,
        order.over_receipt_rate,
    ):
        return False
    await tx.execute(
        "INSERT INTO purchase_order_line AS l (id, purchase_order_id, position, product_id, quantity, received,"
        " expected_on, is_open, over_receipt_rate, under_receipt_rate, sales_order_line_id)"
        " SELECT x.id, $1, x.position - 1, x.product, x.q, 0, x.day, x.q > 0, x.over, x.under, x.sold"
        " FROM unnest($2::uuid[], $3::uuid[], $4::numeric[], $5::date[], $6::numeric[], $7::numeric[], $8::uuid[])"
        " WITH ORDINALITY AS x (id, product, q, day, over, under, sold, position)"
        " ON CONFLICT (id) DO UPDATE SET quantity = excluded.quantity,"
        " expected_on = excluded.expected_on, is_open = l.received < excluded.quantity - l.cancelled,"
        " over_receipt_rate = excluded.over_receipt_rate, under_receipt_rate = excluded.under_receipt_rate",
        order.id,
        [line.id for line in order.lines],
        [line.product_id for line in order.lines],
        [line.quantity for line in order.lines],
        [expected_on.get(line.id) for line in order.lines],
        [line.over_receipt_rate for line in order.lines],
        [line.under_receipt_rate for line in order.lines],
        [line.sales_order_line_id for line in order.lines],
    )
    return True


async def receive(tx: Transaction, quantities: Mapping[UUID, Decimal]) -> None:
    """So much of each line has come."""
    await tx.execute(
        "UPDATE purchase_order_line SET received = received + q, is_open = received + q < quantity - cancelled"
        " FROM unnest($1::uuid[], $2::numeric[]) AS x (line_id, q) WHERE id = x.line_id",
        list(quantities),
        list(quantities.values()),
    )


async def cancel_rest(tx: Transaction, quantities: Mapping[UUID, Decimal]) -> None:
    """So much of each line will not come any more."""
    await tx.execute(
        "UPDATE purchase_order_line SET cancelled = cancelled + q, is_open = false"
        " FROM unnest($1::uuid[], $2::numeric[]) AS x (line_id, q) WHERE id = x.line_id",
        list(quantities),
        list(quantities.values()),
    )


async def close(tx: Transaction, order_ids: Collection[UUID]) -> None:
    """Nothing more is expected of them."""
    await tx.execute("UPDATE purchase_order SET is_closed = true WHERE id = ANY($1)", order_ids)
    await tx.execute("UPDATE purchase_order_line SET is_open = false WHERE purchase_order_id = ANY($1)", order_ids)

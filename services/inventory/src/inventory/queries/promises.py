"""What can be promised when."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction
from kit.money import ZERO

from inventory.domain.movement import StockKey
from inventory.domain.promise import AtpStep, Expected, Promise, promise_behind, timeline


async def promises(
    tx: ReadTransaction, today: date, keys: Collection[StockKey]
) -> dict[StockKey, tuple[list[AtpStep], list[Expected]]]:
    """The timeline of each product in each warehouse, and what it rests on."""
    arguments = ([key.product_id for key in keys], [key.warehouse for key in keys])
    asked = "unnest($1::uuid[], $2::text[]) AS k (product_id, warehouse)"
    available: dict[StockKey, Decimal] = {}
    waiting: dict[StockKey, Decimal] = {}
    for row in await tx.fetch(
        f"SELECT k.product_id, k.warehouse, s.on_hand - s.held - s.reserved AS available,"
        " (SELECT sum(l.quantity - l.reserved - l.shipped) FROM reservation_line l"
        " WHERE l.product_id = k.product_id AND l.warehouse = k.warehouse AND l.reserved + l.shipped < l.quantity) AS waiting"
        f" FROM {asked} LEFT JOIN stock s ON s.product_id = k.product_id AND s.warehouse = k.warehouse",
        *arguments,
    ):
        key = StockKey(row["product_id"], row["warehouse"])
        available[key] = row["available"] or ZERO
        waiting[key] = row["waiting"] or ZERO
    expected = await _expected(tx, keys)
    return {key: (timeline(today, available[key], waiting[key], expected[key]), expected[key]) for key in keys}


async def order_promises(tx: ReadTransaction, order_ids: Collection[UUID], today: date) -> dict[UUID, Promise]:
    """Of each line of these orders that lacks something, behind the lines that are served before it."""
    rows = await tx.fetch(
        "SELECT l.order_line_id, l.product_id, l.warehouse, l.quantity - l.reserved - l.shipped AS lacking,"
        " (SELECT coalesce(sum(o.quantity - o.reserved - o.shipped), 0) FROM reservation_line o"
        " WHERE o.product_id = l.product_id AND o.warehouse = l.warehouse AND o.reserved + o.shipped < o.quantity"
        " AND (o.priority > l.priority OR (o.priority = l.priority"
        " AND (o.created_at, o.order_line_id) < (l.created_at, l.order_line_id)))) AS ahead"
        " FROM reservation_line l JOIN reservation r USING (order_id)"
        " WHERE l.order_id = ANY($1) AND l.reserved + l.shipped < l.quantity AND r.status = 'held'",
        list(order_ids),
    )
    expected = await _expected(tx, {StockKey(row["product_id"], row["warehouse"]) for row in rows})
    return {
        row["order_line_id"]: promise_behind(
            row["ahead"], row["lacking"], today, expected[StockKey(row["product_id"], row["warehouse"])]
        )
        for row in rows
    }


async def _expected(tx: ReadTransaction, keys: Collection[StockKey]) -> dict[StockKey, list[Expected]]:
    """What is to come of each product to each warehouse, the soonest first."""
    asked = "unnest($1::uuid[], $2::text[]) AS k (product_id, warehouse)"
    expected: dict[StockKey, list[Expected]] = defaultdict(list)
    for row in await tx.fetch(
        "SELECT l.product_id, o.warehouse, l.quantity - l.cancelled - l.received AS quantity, l.expected_on, o.number"
        f" FROM {asked} JOIN purchase_order_line l ON l.product_id = k.product_id AND l.is_open"
        " JOIN purchase_order o ON o.id = l.purchase_order_id AND o.warehouse = k.warehouse AND NOT o.is_closed"
        " WHERE l.received < l.quantity - l.cancelled"
        " UNION ALL SELECT l.product_id, t.destination, l.quantity - l.received - l.settled, t.expected_on, t.number"
        f" FROM {asked} JOIN transfer_line l ON l.product_id = k.product_id AND l.received + l.settled < l.quantity"
        " JOIN transfer t ON t.id = l.transfer_id AND t.destination = k.warehouse"
        " AND t.status IN ('released', 'in-transit') ORDER BY 4, 5",
        [key.product_id for key in keys],
        [key.warehouse for key in keys],
    ):
        key = StockKey(row["product_id"], row["warehouse"])
        expected[key].append(Expected(row["quantity"], row["expected_on"], row["number"]))
    return expected

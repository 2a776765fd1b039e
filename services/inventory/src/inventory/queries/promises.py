"""What can be promised when."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from decimal import Decimal

from kit.db import ReadTransaction
from kit.money import ZERO

from inventory.domain.movement import StockKey
from inventory.domain.promise import AtpStep, Expected, timeline


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
        *arguments,
    ):
        key = StockKey(row["product_id"], row["warehouse"])
        expected[key].append(Expected(row["quantity"], row["expected_on"], row["number"]))
    return {key: (timeline(today, available[key], waiting[key], expected[key]), expected[key]) for key in keys}

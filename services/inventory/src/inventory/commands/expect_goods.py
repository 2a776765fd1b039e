"""What suppliers owe us, as purchasing tells."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.money import ZERO

from inventory.domain.movement import StockKey
from inventory.storage import purchase_orders, stock
from inventory.storage.purchase_orders import PurchaseOrder


async def expect_goods(
    tx: Transaction, orders: Sequence[PurchaseOrder], expected_on: Mapping[UUID, date | None]
) -> None:
    """Placed orders: their goods are on the way. An order known already stays as it is."""
    new = await purchase_orders.add(tx, orders, expected_on)
    incoming: dict[StockKey, Decimal] = defaultdict(lambda: ZERO)
    for order in orders:
        for line in order.lines if order.id in new else ():
            incoming[StockKey(line.product_id, order.warehouse)] += line.quantity
    await stock.lock(tx, incoming.keys())
    await stock.change(tx, {}, {}, incoming)


async def stop_expecting(tx: Transaction, order_ids: Collection[UUID]) -> None:
    """Closed orders: what has not come will not.

    Raises:
        OrderNotKnown: one was never placed.
    """
    open_orders = [order for order in await purchase_orders.lock_all(tx, order_ids) if not order.is_closed]
    incoming: dict[StockKey, Decimal] = defaultdict(lambda: ZERO)
    for order in open_orders:
        for line in order.lines:
            incoming[StockKey(line.product_id, order.warehouse)] -= line.outstanding
    await purchase_orders.close(tx, [order.id for order in open_orders])
    await stock.lock(tx, incoming.keys())
    await stock.change(tx, {}, {}, incoming)

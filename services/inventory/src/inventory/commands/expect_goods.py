"""What suppliers owe us, as purchasing tells."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.money import ZERO

from inventory.commands.tell_promises import tell_promises
from inventory.domain.movement import StockKey
from inventory.domain.receiving import ExpectedLine
from inventory.storage import purchase_orders, stock
from inventory.storage.purchase_orders import PurchaseOrder


async def expect_goods(
    tx: Transaction, orders: Sequence[PurchaseOrder], expected_on: Mapping[UUID, date | None]
) -> None:
    """Placed orders: their goods are on the way. An order known already stays as it is."""
    new = await purchase_orders.add(tx, orders, expected_on)
    incoming: dict[StockKey, Decimal] = defaultdict(lambda: ZERO)
    for order in orders:
        for line in _coming_here(order.lines) if order.id in new else ():
            incoming[StockKey(line.product_id, order.warehouse)] += line.quantity
    await stock.lock(tx, incoming.keys())
    await stock.change(tx, {}, {}, incoming)
    await tell_promises(tx, incoming.keys(), _drop_shipped(line for each in orders for line in each.lines))


async def expect_otherwise(
    tx: Transaction, order: PurchaseOrder, revision: int, expected_on: Mapping[UUID, date | None]
) -> None:
    """A placed order was revised: its goods are expected as it now says. An older revision changes nothing.

    Raises:
        OrderNotKnown: it was never placed.
    """
    (before,) = await purchase_orders.lock_all(tx, [order.id])
    if not await purchase_orders.revise(tx, order, revision, expected_on):
        return
    (after,) = await purchase_orders.lock_all(tx, [order.id])
    incoming: dict[StockKey, Decimal] = defaultdict(lambda: ZERO)
    for sign, lines in ((-1, before.lines), (1, after.lines)):
        for line in _coming_here(lines) if not before.is_closed else ():
            incoming[StockKey(line.product_id, before.warehouse)] += sign * line.outstanding
    changed = {key: change for key, change in incoming.items() if change}
    await stock.lock(tx, changed.keys())
    await stock.change(tx, {}, {}, changed)
    # also where nothing but the day is another
    await tell_promises(tx, incoming.keys(), _drop_shipped((*before.lines, *after.lines)))


async def stop_expecting(tx: Transaction, order_ids: Collection[UUID]) -> None:
    """Closed orders: what has not come will not.

    Raises:
        OrderNotKnown: one was never placed.
    """
    open_orders = [order for order in await purchase_orders.lock_all(tx, order_ids) if not order.is_closed]
    incoming: dict[StockKey, Decimal] = defaultdict(lambda: ZERO)
    for order in open_orders:
        for line in _coming_here(order.lines):
            incoming[StockKey(line.product_id, order.warehouse)] -= line.outstanding
    await purchase_orders.close(tx, [order.id for order in open_orders])
    await stock.lock(tx, incoming.keys())
    await stock.change(tx, {}, {}, incoming)
    await tell_promises(tx, incoming.keys(), _drop_shipped(line for each in open_orders for line in each.lines))


def _coming_here(lines: Iterable[ExpectedLine]) -> list[ExpectedLine]:
    return [line for line in lines if not line.sales_order_line_id]


def _drop_shipped(lines: Iterable[ExpectedLine]) -> set[UUID]:
    return {line.sales_order_line_id for line in lines if line.sales_order_line_id}

"""Orders became firm: so do their holds."""

from collections.abc import Sequence

from kit.db import Transaction

from inventory.commands.reserve_stock import ReserveStock, reserve_stock
from inventory.domain.movement import StockKey
from inventory.storage import reservations, stock
from inventory.wire import reservation_changed


async def confirm_reservations(tx: Transaction, orders: Sequence[ReserveStock]) -> None:
    """Make the holds of confirmed orders firm. One whose hold ran out before gets what is there now."""
    firm = await reservations.make_firm(tx, {order.order_id: (order.order_number, order.delivery) for order in orders})
    missing = [order for order in orders if order.order_id not in firm]
    if not missing:
        return
    await stock.lock(tx, {StockKey(line.product_id, order.warehouse) for order in missing for line in order.lines})
    for order in missing:
        tx.publish(reservation_changed(order.order_id, await reserve_stock(tx, order)))

"""Orders that wait learn when they can be promised, once something else is on its way for them."""

from collections.abc import Collection
from uuid import UUID

from kit.db import Transaction

from inventory.domain.movement import StockKey
from inventory.queries.promises import order_promises
from inventory.storage import reservations
from inventory.wire import promises_changed
from kit import clock


async def tell_promises(tx: Transaction, keys: Collection[StockKey], drop_shipped: Collection[UUID] = ()) -> None:
    """Tell for each customer's firm order that lacks some of these goods when each of its lines can be promised, and for
    those of these lines that suppliers deliver.
    """
    order_ids = await reservations.orders_waiting(tx, keys, drop_shipped)
    if not order_ids:
        return
    found = await order_promises(tx, order_ids, clock.now().date())
    lines = await reservations.lines(tx, order_ids)
    for id_ in order_ids:
        own = {line.order_line_id: found[line.order_line_id] for line in lines[id_] if line.order_line_id in found}
        tx.publish(promises_changed(id_, own))

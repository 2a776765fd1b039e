"""What orders hold by date is held for good, when their day comes near or somebody wants it now."""

from collections.abc import Sequence
from uuid import UUID

from kit.db import Transaction

from inventory.commands.post_movements import rebalance
from inventory.domain.movement import StockKey
from inventory.storage import reservations, stock
from kit import clock

_ORDERS_MAX = 200


async def hold_due(tx: Transaction) -> None:
    """Those whose day has come near."""
    await hold_for_good(tx, await reservations.due_by_date(tx, clock.now().date(), _ORDERS_MAX))


async def hold_for_good(tx: Transaction, order_ids: Sequence[UUID]) -> None:
    """They get what is there, in their place in the queue, and wait for the rest. What is held for good already stays."""
    held = {each.order_id: each for each in await reservations.lock(tx, order_ids) if each.status == "held"}
    by_order = await reservations.lines(tx, list(held))
    keys = {
        StockKey(line.product_id, held[order_id].warehouse)
        for order_id, lines in by_order.items()
        for line in lines
        if line.held_from is not None
    }
    if not keys:
        return
    locked = await stock.lock(tx, keys)
    await reservations.hold_for_good(tx, list(held))
    free = {key: row.available for key, row in locked.items() if row.available > 0}
    await stock.change(tx, {}, await rebalance(tx, free), {})

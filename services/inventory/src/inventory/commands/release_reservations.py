"""Give back what orders hold; it goes to those who wait."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.money import ZERO

from inventory.commands.post_movements import free
from inventory.domain.movement import StockKey
from inventory.domain.reservation import HeldLine
from inventory.storage import picking, reservations, stock
from inventory.storage.reservations import Reservation


async def release_reservations(tx: Transaction, order_ids: Sequence[UUID]) -> None:
    """Release these orders' holds, firm or not. What was never held, or is released already, is no error."""
    await release(tx, [held for held in await reservations.lock(tx, order_ids) if held.status == "held"])


async def release_tentative(tx: Transaction, order_id: UUID) -> None:
    """Release the hold of an order that will not be confirmed now. A firm hold stays: only a cancellation frees it."""
    held = await reservations.lock(tx, [order_id])
    await release(tx, [each for each in held if each.status == "held" and not each.is_firm])


async def release_expired(tx: Transaction, now: datetime) -> None:
    """Release tentative holds whose time is over; those that somebody works on just now are left alone."""
    held = await reservations.lock(tx, await reservations.expired(tx, now), skip_locked=True)
    await release(tx, [each for each in held if each.expires_at is not None and each.expires_at < now])


async def release(tx: Transaction, held: Sequence[Reservation]) -> None:
    """Release locked holds. What becomes free goes to backorders of others at once; what was picked stays held until
    somebody has put it back.
    """
    order_ids = [each.order_id for each in held]
    if not order_ids:
        return
    warehouses = {each.order_id: each.warehouse for each in held}
    by_order = await reservations.lines(tx, order_ids)
    keys = {StockKey(line.product_id, warehouses[id_]) for id_, lines in by_order.items() for line in lines}
    locked = await stock.lock(tx, keys)
    # What is held may have grown while we waited for the locks.
    by_order = await reservations.lines(tx, order_ids)
    freed: dict[StockKey, Decimal] = defaultdict(lambda: ZERO)
    for id_, lines in by_order.items():
        for line in lines:
            freed[StockKey(line.product_id, warehouses[id_])] += line.to_pick
    await reservations.give_up(tx, order_ids)
    await _end(tx, held, by_order)
    await free(tx, locked, freed)


async def _end(tx: Transaction, held: Sequence[Reservation], by_order: Mapping[UUID, Sequence[HeldLine]]) -> None:
    if any(each.is_firm for each in held):
        await picking.cancel_tasks_of(tx, [each.order_id for each in held if each.is_firm])
    picked = [each.order_id for each in held if any(line.picked for line in by_order.get(each.order_id, ()))]
    if picked:
        await reservations.set_status(tx, picked, "returning")
    gone = [each.order_id for each in held if each.order_id not in picked]
    await reservations.set_status(tx, gone, "released")

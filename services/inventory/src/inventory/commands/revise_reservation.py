"""A firm order was revised: what it holds and waits for follows."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from kit.consumer import NotYet
from kit.db import Transaction
from kit.money import ZERO

from inventory.commands.post_movements import free
from inventory.commands.reserve_stock import ReserveStock
from inventory.domain.movement import StockKey
from inventory.domain.reservation import HeldLine, refit, serve
from inventory.storage import allocations, picking, reservations, stock
from inventory.storage.reservations import Reservation
from inventory.wire import reservation_changed
from kit import clock


@dataclass(frozen=True, slots=True)
class ReviseReservation:
    """All lines of the order as it now stands; what the revision adds may be held under `revision_id`."""

    order: ReserveStock
    revision_id: UUID
    revision: int
    priority: int | None = None  # None stays, whatever the warehouse made of it


async def revise_reservation(tx: Transaction, command: ReviseReservation) -> None:
    """Hold for the order what its revision adds, let go what it does not want any more, and tell what it holds now.

    What was held for the revision or for another of its lines goes to the order before all others; what is let go goes to
    those who wait. An
    older revision than the last changes nothing.

    Raises:
        NotYet: the order is not firm here.
        ProductNotKnown: there can be no such stock.
    """
    order_id, revision_id = command.order.order_id, command.revision_id
    locked_holds = {each.order_id: each for each in await reservations.lock(tx, [order_id, revision_id])}
    order = locked_holds.get(order_id)
    if order is None or not order.is_firm:
        raise NotYet(f"The order {order_id} is not firm here.")
    if order.status not in ("held", "closed") or command.revision <= await reservations.revision_of(tx, order_id):
        return
    warehouse = order.warehouse
    known = await reservations.lines(tx, [order_id, revision_id])
    products = {line.product_id for lines in known.values() for line in lines}
    products |= {line.product_id for line in command.order.lines}
    locked = await stock.lock(tx, {StockKey(product_id, warehouse) for product_id in products})
    known = await reservations.lines(tx, [order_id, revision_id])  # holds may have grown while we waited for the locks
    before, added = known.get(order_id, []), known.get(revision_id, [])
    pool = {key.product_id: max(row.available, ZERO) for key, row in locked.items()}
    kept = [_dated(line, command.order) for line in refit(before, command.order.lines)]
    for line in (*before, *added):
        pool[line.product_id] += line.reserved
    for line in kept:
        pool[line.product_id] -= line.reserved
    after = serve(kept, pool)
    if added:
        await reservations.give_up(tx, [revision_id])
        await reservations.set_status(tx, [revision_id], "released")
    await _write(tx, order, command, before, after)
    change = _held(after)
    for line in (*before, *added):
        change[line.product_id] -= line.reserved
    more = {StockKey(product_id, warehouse): each for product_id, each in change.items() if each > 0}
    less = {StockKey(product_id, warehouse): -each for product_id, each in change.items() if each < 0}
    await stock.change(tx, {}, more, {})
    await free(tx, locked, less)
    tx.publish(reservation_changed(order_id, (await reservations.lines(tx, [order_id]))[order_id]))


async def _write(
    tx: Transaction,
    order: Reservation,
    command: ReviseReservation,
    before: Sequence[HeldLine],
    after: Sequence[HeldLine],
) -> None:
    order_id = order.order_id
    await reservations.follow_revision(tx, order_id, command.revision, command.order.delivery, after[: len(before)])
    await reservations.add_lines(tx, order, after[len(before) :], first=len(before))
    if any(line.reserved < was.reserved for was, line in zip(before, after, strict=False)):
        await picking.cancel_tasks_of(tx, [order_id])
    is_done = all(line.shipped == line.quantity for line in after)
    await reservations.set_status(tx, [order_id], "closed" if is_done else "held")
    if command.priority is not None:
        await allocations.set_priority(tx, order_id, command.priority)


def _dated(line: HeldLine, order: ReserveStock) -> HeldLine:
    """Held by date while its day is far off and nothing lies aside for it."""
    if line.is_drop_shipped:
        return line
    held_from = order.held_from(clock.now().date())
    return replace(line, needed_on=order.needed_on, held_from=None if line.reserved or line.shipped else held_from)


def _held(lines: Sequence[HeldLine]) -> dict[UUID, Decimal]:
    held: dict[UUID, Decimal] = defaultdict(lambda: ZERO)
    for line in lines:
        held[line.product_id] += line.reserved
    return held

"""What every movement does: quants, sums and holds follow, and the fact is published."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.money import ZERO

from inventory.domain.errors import GoodsArePicked
from inventory.domain.location import LocationKind
from inventory.domain.movement import Movement, StockKey, changes_by_spot, changes_by_warehouse
from inventory.domain.peg import given_of, own, share_out_pegged
from inventory.domain.reservation import HeldLine
from inventory.queries.promises import books
from inventory.storage import lots, movement_rules, pegs, putaway, reservations, stock
from inventory.storage import movements as journal
from inventory.storage.stock import Stock
from inventory.wire import movement_posted, reservation_changed
from kit import clock


async def post_movements(
    tx: Transaction,
    movements: Sequence[Movement],
    locked: Mapping[StockKey, Stock],
    *,
    currency: str,
    roles: Collection[str],
    unreserved: Mapping[StockKey, Decimal] | None = None,
    incoming: Mapping[StockKey, Decimal] | None = None,
    is_picking: bool = False,
) -> None:
    """Post movements of stock that is `locked`, whose sources were checked to hold enough.

    `roles` are those of who moves the goods. `unreserved`: holds that leave with the goods. `incoming`: what changes of
    what suppliers owe. Stock that can be promised goes to backorders at once; a loss that eats into holds takes them
    from those who would be served last. `is_picking`: goods go to or from a shipping place, where each is somebody's.

    Raises:
        GoodsArePicked: they stand there for an order.
        MovementNotAllowed: goods may not go that way, or not by somebody with these roles.
        SerialIsHere: a piece would be in stock twice.
        LocationFull: more would lie in a place than fits.
    """
    if not is_picking:
        _refuse_picked(movements)
    await movement_rules.check(tx, movements, roles)
    by_spot = changes_by_spot(movements)
    goods = changes_by_warehouse(by_spot)
    reserved = {key: -quantity for key, quantity in (unreserved or {}).items()}
    available = {
        key: locked[key].available + change.available - reserved.get(key, ZERO)
        for key, change in goods.items()
        if change.available
    }
    grown = {key: free for key, free in available.items() if free < 0 or (free > 0 and goods[key].available > 0)}
    rebalanced = await rebalance(tx, grown)
    for key, change in rebalanced.items():
        reserved[key] = reserved.get(key, ZERO) + change
    await journal.add(tx, movements)
    await stock.change_quants(tx, by_spot)
    await stock.change(tx, goods, reserved, incoming or {})
    await lots.change(tx, by_spot)
    await putaway.fill(tx, by_spot)
    tx.publish(*(movement_posted(movement, currency) for movement in movements))


def _refuse_picked(movements: Sequence[Movement]) -> None:
    if any(LocationKind.SHIPPING in (movement.source.kind, movement.destination.kind) for movement in movements):
        raise GoodsArePicked(
            "What stands in a shipping place was picked for an order: only picks, packages and put-backs move it."
        )


async def free(tx: Transaction, locked: Mapping[StockKey, Stock], freed: Mapping[StockKey, Decimal]) -> None:
    """So much of locked stock, as it was before, is not held any more: it goes to backorders, or can be promised."""
    taken = await rebalance(
        tx, {key: locked[key].available + quantity for key, quantity in freed.items() if quantity > 0}
    )
    await stock.change(tx, {}, {key: taken.get(key, ZERO) - quantity for key, quantity in freed.items()}, {})


async def rebalance(tx: Transaction, available: Mapping[StockKey, Decimal]) -> dict[StockKey, Decimal]:
    """Fit holds to what is available, and tell it; returns how much more (or less) is held. Stock rows are locked."""
    queues = await reservations.waiting(tx, [key for key, free in available.items() if free > 0])
    queues |= await reservations.holding(tx, [key for key, free in available.items() if free < 0])
    owned = await pegs.owned(tx, queues.keys()) if queues else {}
    limits = await _beside_dates(tx, {key: available[key] for key in queues if available[key] > 0})
    given: dict[UUID, Decimal] = {}
    by_line: dict[UUID, Decimal] = {}
    by_key: dict[StockKey, Decimal] = {}
    by_order: dict[UUID, list[HeldLine]] = defaultdict(list)
    for key, queue in queues.items():
        orders = {line.order_line_id: order_id for order_id, line in queue}
        mine = own(owned.get(key, ()))
        there = min(available[key], max(limits.get(key, available[key]), sum(mine.values(), ZERO)))
        changes = share_out_pegged(there, [line for _, line in queue], mine)
        given |= given_of({line.order_line_id: change for line, change in changes}, owned.get(key, ()))
        for line, change in changes:
            by_line[line.order_line_id] = change
            by_order[orders[line.order_line_id]].append(replace(line, reserved=line.reserved + change))
        by_key[key] = sum((change for _, change in changes), ZERO)
    if by_line:
        await reservations.change_reserved(tx, by_line)
        await pegs.give(tx, given)
        told = await reservations.of_customers(tx, by_order.keys())
        tx.publish(*(reservation_changed(id_, lines) for id_, lines in by_order.items() if id_ in told))
    return by_key


async def _beside_dates(tx: Transaction, available: Mapping[StockKey, Decimal]) -> dict[StockKey, Decimal]:
    """How much of this may go to those who wait, where others hold by date and nothing else comes for them in time."""
    wanted = await reservations.wanted_by_date(tx, available) if available else {}
    if not wanted:
        return {}
    today = clock.now().date()
    known = await books(tx, wanted)
    return {
        key: replace(book, available=available[key], waiting=ZERO).free(today, today) for key, book in known.items()
    }

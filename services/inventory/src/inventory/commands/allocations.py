"""Share out short stock anew: simulated first, then done as it was seen."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.errors import unknown
from kit.money import ZERO

from inventory.domain.allocation import Outcome, Rule, Strategy, allocate
from inventory.domain.errors import AllocationChanged, LineNotOfOrder, LotNotHeld, OrderNotKnown
from inventory.domain.movement import StockKey
from inventory.domain.reservation import HeldLine
from inventory.storage import allocations, products, reservations, stock
from inventory.wire import reservation_changed


async def simulate(
    tx: Transaction, product_id: UUID, warehouse: str, strategies: Sequence[Strategy], order_id: UUID | None
) -> list[Outcome]:
    """What each strategy would make of the stock as it is now. Changes nothing.

    Raises:
        ProductNotKnown, WarehouseNotKnown: there can be no such stock.
    """
    known = await products.known(tx, [product_id])
    locked = await stock.lock(tx, {StockKey(product_id, warehouse)})
    wants = await allocations.wants(tx, product_id, warehouse)
    pool = max(locked[StockKey(product_id, warehouse)].available, ZERO) + sum((want.held for want in wants), ZERO)
    unit = Decimal(1).scaleb(-known[product_id].decimals)
    guaranteed = await allocations.guaranteed(tx, product_id)
    return [
        Outcome(
            strategy,
            pool,
            wants,
            allocate(pool, wants, Rule(strategy, order_id, guaranteed, unit)),
        )
        for strategy in strategies
    ]


async def apply(
    tx: Transaction, product_id: UUID, warehouse: str, strategy: Strategy, order_id: UUID | None, seen: str
) -> Outcome:
    """Hold as it was simulated; everybody concerned is told.

    Orders are locked first, as everybody does.

    Raises:
        AllocationChanged: stock or wants are otherwise by now: simulate again.
        ProductNotKnown, WarehouseNotKnown: there can be no such stock.
    """
    await reservations.lock(tx, await allocations.orders_wanting(tx, product_id, warehouse))
    (outcome,) = await simulate(tx, product_id, warehouse, [strategy], order_id)
    if outcome.seen() != seen:
        raise AllocationChanged("Stock or orders changed since this was simulated: simulate again, and look.")
    changes = {want.order_line_id: change for want in outcome.wants if (change := outcome.change(want))}
    if not changes:
        return outcome
    await reservations.change_reserved(tx, changes)
    total = sum(changes.values(), ZERO)
    await stock.change(tx, {}, {StockKey(product_id, warehouse): total}, {})
    changed = await reservations.lines(tx, list({want.order_id for want in outcome.wants if outcome.change(want)}))
    told: dict[UUID, list[HeldLine]] = defaultdict(list)
    for id_, lines in changed.items():
        told[id_] += [line for line in lines if line.order_line_id in changes]
    tx.publish(*(reservation_changed(id_, lines) for id_, lines in told.items()))
    return outcome


def best_first(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The strategies side by side: most lines served whole first, then the least taken away."""
    return sorted(outcomes, key=lambda each: (-each.complete_lines, _taken(each), each.strategy))


def _taken(outcome: Outcome) -> Decimal:
    return sum((max(-outcome.change(want), ZERO) for want in outcome.wants), ZERO)


async def hold_lot(tx: Transaction, order_id: UUID, order_line_id: UUID, lot_code: str, quantity: Decimal) -> None:
    """Of what a line holds so much is of this lot: it leaves with that line and no other. Zero: of any lot again.

    Raises:
        OrderNotKnown, LineNotOfOrder: there is no such line of a firm order.
        NotFound: the product has no such lot.
        LotNotHeld: so much of it is not free, or the line does not hold so much.
    """
    held = await reservations.lock(tx, [order_id])
    if not held or held[0].status != "held" or not held[0].is_firm:
        raise OrderNotKnown(f"No confirmed order {order_id} holds stock.", field="sales_order_id")
    lines = {line.order_line_id: line for line in (await reservations.lines(tx, [order_id])).get(order_id, [])}
    if order_line_id not in lines:
        raise LineNotOfOrder(f"{held[0].order_number} has no line {order_line_id}.", field="sales_order_line_id")
    key = StockKey(lines[order_line_id].product_id, held[0].warehouse)
    await stock.lock(tx, {key})
    line = next(
        each for each in (await reservations.lines(tx, [order_id]))[order_id] if each.order_line_id == order_line_id
    )
    lying = [each for each in (await stock.quants(tx, {key})).get(key, ()) if each.lot and each.is_stored]
    of_lot = [each for each in lying if each.lot and each.lot.code == lot_code]
    if not of_lot or of_lot[0].lot is None:
        raise unknown("lot", lot_code)
    lot_id = of_lot[0].lot.id
    holds = await allocations.lot_holds(tx, {each.lot.id for each in lying if each.lot})
    there = sum((each.quantity for each in of_lot), ZERO) - allocations.held_of(holds, lot_id, but=order_line_id)
    own = sum((q for lot, q in holds.get(order_line_id, {}).items() if lot != lot_id), ZERO)
    if quantity > min(there, line.to_pick - own):
        raise LotNotHeld(
            f"{there} of {lot_code} are free, and the line holds {line.to_pick - own} of no lot: {quantity} is more.",
            field="quantity",
            free=str(there),
        )
    await allocations.hold_lot(tx, order_line_id, lot_id, quantity)


async def set_priorities(tx: Transaction, priorities: dict[UUID, int]) -> None:
    """How soon orders are served from now on; what they hold stays until somebody shares it out anew.

    Raises:
        OrderNotKnown: one holds nothing and waits for nothing.
    """
    locked = {each.order_id: each for each in await reservations.lock(tx, list(priorities))}
    for i, (order_id, priority) in enumerate(priorities.items()):
        if order_id not in locked or locked[order_id].status != "held":
            raise OrderNotKnown(f"No order {order_id} waits for stock or holds it.", field=f"items.{i}.sales_order_id")
        await allocations.set_priority(tx, order_id, priority)

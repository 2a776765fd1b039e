"""Pick waves: what orders hold is taken from its places, in the order in which somebody walks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.errors import unknown
from kit.ids import new_id
from kit.money import ZERO
from kit.numbers import next_number

from inventory.commands.move_stock import Posting
from inventory.commands.post_movements import post_movements
from inventory.commands.stop_orders import check_not_stopped
from inventory.domain.delivery import kept_back
from inventory.domain.errors import HoldLost, InsufficientStock, NothingToPick
from inventory.domain.location import Location, LocationKind
from inventory.domain.movement import Movement, Reason, Spot, StockKey
from inventory.domain.picking import Lying, not_held_by_others, pick_lines
from inventory.domain.reservation import HeldLine
from inventory.domain.wave import Picked, Task, TaskStatus, check_picked, in_walking_order
from inventory.storage import allocations, customers, locations, picking, reservations, stock
from inventory.storage.picking import Wave
from inventory.storage.reservations import Reservation


@dataclass(frozen=True, slots=True)
class OpenWave:
    """Orders to pick: these, or those that are next. `zone` (a path) leaves out what lies elsewhere."""

    warehouse: str
    order_ids: Sequence[UUID] | None
    zone: str | None
    complete_only: bool  # only orders that hold all they want
    max_orders: int


async def open_wave(tx: Transaction, asked: OpenWave, posting: Posting) -> Wave:
    """Plan where the goods of orders are taken from, each line's own, none twice.

    Goods that expire too soon for a customer are left where they are.

    Raises:
        WarehouseNotKnown: there is no such warehouse.
        OrderOnHold: one that is asked for is not released by sales.
        NothingToPick: no order holds goods there that may leave and nobody is picking yet.
    """
    await locations.check_warehouse(tx, asked.warehouse)
    today = posting.occurred_at.date()
    ids = await reservations.to_pick(
        tx, asked.warehouse, asked.order_ids, complete_only=asked.complete_only, today=today, limit=asked.max_orders
    )
    locked = {each.order_id: each for each in await reservations.lock(tx, ids)}
    orders = [locked[id_] for id_ in ids if locked[id_].status == "held" and locked[id_].is_firm]
    await check_not_stopped(tx, orders)
    wave = Wave(posting.id, await next_number(tx, "WV", posting.occurred_at.year), asked.warehouse, "open")
    tasks = await _plan(tx, wave, orders, today)
    if asked.zone is not None:
        inside = await locations.inside(tx, asked.warehouse, asked.zone)
        tasks = [task for task in tasks if task.location.id in inside]
    if not tasks:
        raise NothingToPick("No order holds goods there that may leave and nobody is picking yet.")
    await picking.add_wave(tx, wave, by=posting.posted_by, now=posting.occurred_at)
    await picking.add_tasks(tx, wave, in_walking_order(tasks))
    return wave


async def _plan(
    tx: Transaction, wave: Wave, orders: Sequence[Reservation], today: date, *, avoid: frozenset[Spot] = frozenset()
) -> list[Task]:
    """Tasks for what locked orders hold and nobody picks yet, from other places than `avoid`."""
    ids = [order.order_id for order in orders]
    before = await reservations.lines(tx, ids)
    keys = {StockKey(line.product_id, wave.warehouse) for lines in before.values() for line in lines if line.to_pick}
    await stock.lock(tx, keys)
    lines = await reservations.lines(tx, ids)  # holds may have grown while we waited
    others = await picking.planned(tx, keys)
    kept = [id_ for order in orders for id_ in kept_back(order.delivery, lines.get(order.order_id, ()), today)]
    wanted = _wanted(lines, others) | dict.fromkeys(kept, ZERO)
    lying = _free(await stock.quants(tx, keys), others, avoid)
    expires = any(each.lot and each.lot.expires_on for there in lying.values() for each in there)
    with_lots = {each.lot.id for there in lying.values() for each in there if each.lot}
    holds = await allocations.lot_holds(tx, with_lots) if with_lots else {}
    tasks: list[Task] = []
    for order in orders:
        keeps_until = None
        if expires and order.customer_id is not None:
            keeps_until = today + timedelta(days=await customers.minimum_shelf_life(tx, order.customer_id))
        for line in lines.get(order.order_id, ()):
            there = _takeable(lying.get(line.product_id, ()), keeps_until)
            free = not_held_by_others(there, line_id=line.order_line_id, holds=holds)
            quantity = min(wanted[line.order_line_id], sum((each.quantity for each in free), ZERO))
            if quantity > 0:
                found = _tasks(wave, order, line, quantity, there, holds)
                lying[line.product_id] = _less(lying[line.product_id], found)
                tasks += found
    return tasks


def _wanted(lines: Mapping[UUID, Sequence[HeldLine]], others: Sequence[Task]) -> dict[UUID, Decimal]:
    """What of each line nobody picks yet."""
    wanted = {line.order_line_id: line.to_pick for each in lines.values() for line in each}
    for task in others:
        if task.order_line_id in wanted:
            wanted[task.order_line_id] -= task.quantity
    return wanted


def _free(
    quants: Mapping[StockKey, Sequence[Lying]], others: Sequence[Task], avoid: frozenset[Spot]
) -> dict[UUID, list[Lying]]:
    """What lies where by product, less what others are about to take and what lies in places to avoid."""
    return {
        key.product_id: _less(
            [each for each in there if Spot(key.product_id, each.location, each.lot) not in avoid],
            [task for task in others if task.product_id == key.product_id],
        )
        for key, there in quants.items()
    }


def _takeable(there: Sequence[Lying], keeps_until: date | None) -> list[Lying]:
    return [each for each in there if each.is_stored and (keeps_until is None or each.keeps_until(keeps_until))]


def _less(lying: Sequence[Lying], tasks: Sequence[Task]) -> list[Lying]:
    taken: dict[tuple[UUID, UUID | None], Decimal] = defaultdict(lambda: ZERO)
    for task in tasks:
        taken[task.location.id, task.lot.id if task.lot else None] += task.quantity
    return [
        replace(each, quantity=max(each.quantity - taken[each.location.id, each.lot.id if each.lot else None], ZERO))
        for each in lying
    ]


def _tasks(
    wave: Wave,
    order: Reservation,
    line: HeldLine,
    quantity: Decimal,
    there: Sequence[Lying],
    holds: Mapping[UUID, Mapping[UUID, Decimal]],
) -> list[Task]:
    return [
        Task(new_id(), wave.id, order.order_id, line.order_line_id, line.product_id, it.location, it.lot, it.quantity)
        for _, it in pick_lines([(line, quantity)], {line.product_id: there}, holds=holds)
    ]


async def confirm_picks(tx: Transaction, wave_id: UUID, done: Sequence[Picked], posting: Posting) -> Wave:
    """Goods of tasks stand in the shipping place now.

    Where less lay than the books say, the missing goods go on hold, somebody is asked to count the place, and the order
    is picked from elsewhere; what lies nowhere else is taken from who would be served last, and he is told.

    Raises:
        NotFound, WaveIsOver, TaskIsOver: there is nothing to do.
        WrongScan, PickIsShort: what was done is not what was asked.
        HoldLost: the order does not hold the goods any more.
        OrderOnHold: sales has put the order on hold since.
        InsufficientStock: by the books less lies there.
    """
    wave = await picking.lock_wave(tx, wave_id)
    tasks = {task.id: task for task in await picking.tasks(tx, wave.id)}
    for i, each in enumerate(done):
        if each.task_id not in tasks:
            raise unknown("task", each.task_id)
        check_picked(tasks[each.task_id], each, field=f"lines.{i}")
    mine = [tasks[id_] for id_ in dict.fromkeys(each.task_id for each in done)]
    quantities = {each.task_id: each.quantity for each in done}
    orders = await reservations.lock(tx, list({task.order_id for task in mine}))
    await check_not_stopped(
        tx, [order for order in orders if any(quantities[task.id] for task in mine if task.order_id == order.order_id)]
    )
    locked = await stock.lock(tx, {StockKey(task.product_id, wave.warehouse) for task in mine})
    await _check_held(tx, mine, quantities)
    lying = await stock.spots(tx, locked.keys())
    missing = _missing(mine, quantities, lying)
    shipping = await locations.of_kind(tx, wave.warehouse, LocationKind.SHIPPING)
    hold = await locations.of_kind(tx, wave.warehouse, LocationKind.QUARANTINE)
    movements = [_movement(wave, task, quantities[task.id], shipping, posting) for task in mine if quantities[task.id]]
    movements += [_movement(wave, task, missing[task.id], hold, posting) for task in mine if missing[task.id]]
    picked: dict[UUID, Decimal] = defaultdict(lambda: ZERO)
    for task in mine:
        picked[task.order_line_id] += quantities[task.id]
    await reservations.pick(tx, picked)
    await picking.finish_tasks(tx, done, by=posting.posted_by, now=posting.occurred_at)
    await picking.stand(tx, [task for task in mine if quantities[task.id]], quantities)
    await post_movements(tx, movements, locked, currency=posting.currency, roles=posting.roles, is_picking=True)
    short = [task for task in mine if quantities[task.id] < task.quantity]
    if short:
        await _pick_elsewhere(tx, wave, orders, short, posting)
    if all(task.status is not TaskStatus.OPEN for task in await picking.tasks(tx, wave.id)):
        await picking.end_wave(tx, wave.id, "done", posting.occurred_at)
    return wave


async def _check_held(tx: Transaction, tasks: Sequence[Task], quantities: Mapping[UUID, Decimal]) -> None:
    lines = await reservations.lines(tx, list({task.order_id for task in tasks}))
    left = {line.order_line_id: line.to_pick for each in lines.values() for line in each}
    for task in tasks:
        left[task.order_line_id] -= quantities[task.id]
        if left[task.order_line_id] < 0:
            raise HoldLost(
                "The order does not hold these goods any more: others were served first, or it was given up."
                " Leave them where they are.",
                task_id=str(task.id),
            )


def _missing(
    tasks: Sequence[Task], quantities: Mapping[UUID, Decimal], lying: Mapping[Spot, Decimal]
) -> dict[UUID, Decimal]:
    """What of each task should lie there by the books, and was not found.

    Raises:
        InsufficientStock: more was picked than lies there by the books.
    """
    left = dict(lying)
    missing = {}
    for task in tasks:
        spot = Spot(task.product_id, task.location, task.lot)
        there = left.get(spot, ZERO)
        if quantities[task.id] > there:
            raise InsufficientStock(
                f"By the books only {there} lie in {task.location.code}: count the place first.",
                lines=[{"task_id": str(task.id), "available": str(there)}],
                location=task.location.code,
                on_hand=str(there),
                asked=str(quantities[task.id]),
            )
        missing[task.id] = min(task.quantity, there) - quantities[task.id]
        left[spot] = there - quantities[task.id] - missing[task.id]
    return missing


def _movement(wave: Wave, task: Task, quantity: Decimal, destination: Location, posting: Posting) -> Movement:
    return Movement(
        id=new_id(),
        product_id=task.product_id,
        quantity=quantity,
        source=task.location,
        destination=destination,
        reason=Reason.TRANSFER,
        document_id=wave.id,
        document_number=wave.number,
        document_line_id=task.id,
        occurred_at=posting.occurred_at,
        posted_by=posting.posted_by,
        lot=task.lot,
    )


async def _pick_elsewhere(
    tx: Transaction, wave: Wave, orders: Sequence[Reservation], short: Sequence[Task], posting: Posting
) -> None:
    await picking.ask_counts(
        tx,
        short,
        warehouse=wave.warehouse,
        reason=f"short pick of {wave.number}",
        document_id=wave.id,
        now=posting.occurred_at,
    )
    concerned, products = {task.order_id for task in short}, {task.product_id for task in short}
    again = [each for each in orders if each.order_id in concerned and each.status == "held"]
    avoid = frozenset(Spot(task.product_id, task.location, task.lot) for task in short)
    tasks = await _plan(tx, wave, again, posting.occurred_at.date(), avoid=avoid)
    await picking.add_tasks(tx, wave, in_walking_order([task for task in tasks if task.product_id in products]))


async def cancel_wave(tx: Transaction, wave_id: UUID, *, now: datetime) -> Wave:
    """What is not picked stays where it is; the orders go on holding it.

    Raises:
        NotFound, WaveIsOver: there is no open wave.
    """
    wave = await picking.lock_wave(tx, wave_id)
    await picking.end_wave(tx, wave.id, "cancelled", now)
    return wave

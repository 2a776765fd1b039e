"""Waves, tasks and what stands picked. A wave is locked before its orders, those before stock."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.errors import unknown
from kit.ids import new_id

from inventory.domain.errors import WaveIsOver
from inventory.domain.lot import Lot
from inventory.domain.movement import StockKey
from inventory.domain.package import Standing
from inventory.domain.wave import Picked, Point, Task, TaskStatus
from inventory.storage import locations, lots

_NO_LOT = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Wave:
    id: UUID
    number: str
    warehouse: str
    status: str


async def add_wave(tx: Transaction, wave: Wave, *, by: str, now: datetime) -> None:
    await tx.execute(
        "INSERT INTO wave (id, number, warehouse, status, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        wave.id,
        wave.number,
        wave.warehouse,
        wave.status,
        by,
        now,
    )


async def lock_wave(tx: Transaction, wave_id: UUID) -> Wave:
    """An open wave, held until the transaction ends.

    Raises:
        NotFound, WaveIsOver: there is none.
    """
    row = await tx.fetchrow("SELECT id, number, warehouse, status FROM wave WHERE id = $1 FOR UPDATE", wave_id)
    if row is None:
        raise unknown("wave", wave_id)
    if row["status"] != "open":
        raise WaveIsOver(f"{row['number']} is {row['status']}.", number=row["number"], status=row["status"])
    return Wave(**dict(row))


async def end_wave(tx: Transaction, wave_id: UUID, status: str, now: datetime) -> None:
    """Nothing of it is open any more."""
    await tx.execute("UPDATE pick_task SET status = 'cancelled' WHERE wave_id = $1 AND status = 'open'", wave_id)
    await tx.execute("UPDATE wave SET status = $2, ended_at = $3 WHERE id = $1", wave_id, status, now)


async def add_tasks(tx: Transaction, wave: Wave, tasks: Sequence[Task]) -> None:
    """Write tasks in this order, after those that are there."""
    last = await tx.fetchval("SELECT coalesce(max(position), -1) FROM pick_task WHERE wave_id = $1", wave.id)
    await tx.copy(
        "pick_task",
        (
            "id", "wave_id", "position", "order_id", "order_line_id", "product_id", "warehouse", "location_id", "lot_id",
            "quantity", "status",
        ),
        [
            (
                task.id, wave.id, last + i, task.order_id, task.order_line_id, task.product_id, wave.warehouse,
                task.location.id, task.lot.id if task.lot else None, task.quantity, str(task.status),
            )
            for i, task in enumerate(tasks, 1)
        ],
    )  # fmt: skip


async def tasks(tx: ReadTransaction, wave_id: UUID) -> list[Task]:
    """All tasks of a wave, in their order."""
    return await _tasks(tx, "wave_id = $1 ORDER BY position", wave_id)


async def planned(tx: ReadTransaction, keys: Collection[StockKey]) -> list[Task]:
    """Open tasks about these products."""
    return await _tasks(
        tx,
        "status = 'open' AND (product_id, warehouse) IN (SELECT * FROM unnest($1::uuid[], $2::text[]))",
        [key.product_id for key in keys],
        [key.warehouse for key in keys],
    )


async def _tasks(tx: ReadTransaction, which: str, *values: object) -> list[Task]:
    rows = await tx.fetch(
        "SELECT id, wave_id, order_id, order_line_id, product_id, location_id, lot_id, quantity, picked, status"
        f" FROM pick_task WHERE {which}",
        *values,
    )
    places = await locations.by_id(tx, list({row["location_id"] for row in rows}))
    known = await lots.by_id(tx, list({row["lot_id"] for row in rows if row["lot_id"]}))
    return [
        Task(
            row["id"],
            row["wave_id"],
            row["order_id"],
            row["order_line_id"],
            row["product_id"],
            places[row["location_id"]],
            known[row["lot_id"]] if row["lot_id"] else None,
            row["quantity"],
            row["picked"],
            TaskStatus(row["status"]),
        )
        for row in rows
    ]


async def finish_tasks(tx: Transaction, done: Sequence[Picked], *, by: str, now: datetime) -> None:
    """Write what was done of tasks."""
    await tx.execute(
        "UPDATE pick_task SET picked = q, status = CASE WHEN q < quantity THEN 'short' ELSE 'picked' END, picked_by = $3,"
        " picked_at = $4 FROM unnest($1::uuid[], $2::numeric[]) AS x (task_id, q) WHERE id = x.task_id",
        [each.task_id for each in done],
        [each.quantity for each in done],
        by,
        now,
    )


async def cancel_tasks_of(tx: Transaction, order_ids: Collection[UUID]) -> None:
    """Nobody has to pick for these orders any more."""
    await tx.execute(
        "UPDATE pick_task SET status = 'cancelled' WHERE order_id = ANY($1) AND status = 'open'", list(order_ids)
    )


async def points(tx: ReadTransaction, location_ids: Collection[UUID]) -> dict[UUID, Point]:
    """Where those of these places stand of which somebody said it."""
    rows = await tx.fetch(
        "SELECT id, x_m, y_m FROM location WHERE id = ANY($1) AND x_m IS NOT NULL AND y_m IS NOT NULL",
        list(location_ids),
    )
    return {row["id"]: Point(row["x_m"], row["y_m"]) for row in rows}


async def set_points(tx: Transaction, warehouse: str, places: Mapping[str, Point]) -> None:
    """Places (by code) stand there.

    Raises:
        WarehouseNotKnown, LocationNotKnown: one does not exist.
    """
    await locations.by_code(tx, warehouse, list(places))
    await tx.execute(
        "UPDATE location SET x_m = x, y_m = y FROM unnest($2::text[], $3::numeric[], $4::numeric[]) AS p (code, x, y)"
        " WHERE location.warehouse = $1 AND location.code = p.code",
        warehouse,
        list(places),
        [point.x for point in places.values()],
        [point.y for point in places.values()],
    )


async def ask_counts(
    tx: Transaction, tasks: Sequence[Task], *, warehouse: str, reason: str, document_id: UUID, now: datetime
) -> None:
    """Somebody should count the places of these tasks."""
    await tx.copy(
        "count_request",
        ("id", "warehouse", "location_id", "product_id", "lot_id", "reason", "document_id", "created_at"),
        [
            (
                new_id(), warehouse, task.location.id, task.product_id, task.lot.id if task.lot else None, reason,
                document_id, now,
            )
            for task in tasks
        ],
    )  # fmt: skip


# --- what stands in the shipping place ---


async def stand(tx: Transaction, goods: Sequence[Task], quantities: Mapping[UUID, Decimal]) -> None:
    """So much of each task (by its id) stands there now."""
    sums: dict[tuple[UUID, UUID], Decimal] = defaultdict(Decimal)
    tasks_by_key = {}
    for task in goods:
        key = (task.order_line_id, task.lot.id if task.lot else _NO_LOT)
        sums[key] += quantities[task.id]
        tasks_by_key[key] = task
    await tx.execute(
        "INSERT INTO picked_goods AS g (order_line_id, lot_id, order_id, product_id, quantity)"
        " SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::numeric[])"
        " ON CONFLICT (order_line_id, lot_id) DO UPDATE SET quantity = g.quantity + excluded.quantity",
        [line for line, _ in sums],
        [lot for _, lot in sums],
        [tasks_by_key[key].order_id for key in sums],
        [tasks_by_key[key].product_id for key in sums],
        list(sums.values()),
    )


async def standing(tx: ReadTransaction, order_id: UUID) -> list[Standing]:
    """What stands there for an order."""
    rows = await tx.fetch(
        "SELECT order_line_id, product_id, lot_id, quantity, packed FROM picked_goods"
        " WHERE order_id = $1 AND quantity > 0 ORDER BY order_line_id, lot_id",
        order_id,
    )
    known = await lots.by_id(tx, [row["lot_id"] for row in rows if row["lot_id"] != _NO_LOT])
    return [
        Standing(row["order_line_id"], row["product_id"], known.get(row["lot_id"]), row["quantity"], row["packed"])
        for row in rows
    ]


async def change_standing(
    tx: Transaction,
    quantity: Mapping[tuple[UUID, Lot | None], Decimal],
    packed: Mapping[tuple[UUID, Lot | None], Decimal],
) -> None:
    """Add to what stands there of (order line, lot), and to what of it is packed. The order is locked."""
    keys = list(dict.fromkeys([*quantity, *packed]))
    zero = Decimal(0)
    await tx.execute(
        "UPDATE picked_goods SET quantity = quantity + q, packed = packed + p"
        " FROM unnest($1::uuid[], $2::uuid[], $3::numeric[], $4::numeric[]) AS x (line, lot, q, p)"
        " WHERE order_line_id = x.line AND lot_id = x.lot",
        [line for line, _ in keys],
        [lot.id if lot else _NO_LOT for _, lot in keys],
        [quantity.get(key, zero) for key in keys],
        [packed.get(key, zero) for key in keys],
    )

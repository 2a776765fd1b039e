"""Picking: tasks in the order in which somebody walks, and what became of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple
from uuid import UUID

from kit.money import ZERO

from inventory.domain.errors import PickIsShort, TaskIsOver, WrongScan
from inventory.domain.location import Location
from inventory.domain.lot import Lot


class TaskStatus(StrEnum):
    OPEN = "open"
    PICKED = "picked"
    SHORT = "short"  # less lay there
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Task:
    """Take so much of a product (of a lot) from a place, for a line of an order. Stock units."""

    id: UUID
    wave_id: UUID
    order_id: UUID
    order_line_id: UUID
    product_id: UUID
    location: Location
    lot: Lot | None
    quantity: Decimal
    picked: Decimal = ZERO
    status: TaskStatus = TaskStatus.OPEN


@dataclass(frozen=True, slots=True)
class Picked:
    """What somebody did of a task: so much. `location` and `lot` are codes that were scanned, None where nobody did."""

    task_id: UUID
    quantity: Decimal
    location: str | None = None
    lot: str | None = None
    is_short: bool = False  # that is all there is


class Point(NamedTuple):
    """Where a place stands in the hall, in metres."""

    x: Decimal
    y: Decimal


def in_walking_order(tasks: Sequence[Task]) -> list[Task]:
    """The tasks as somebody passes their places; all of one place together."""
    return sorted(tasks, key=lambda task: (task.location.walk_order, task.location.code, str(task.product_id), task.id))


def metres(path: Sequence[Point]) -> Decimal:
    """How far somebody walks from the first point to the last, along aisles that cross at right angles."""
    return sum((abs(there.x - here.x) + abs(there.y - here.y) for here, there in pairwise(path)), ZERO)


def check_picked(task: Task, picked: Picked, *, field: str) -> None:
    """Nothing when this can be what was done of the task.

    Raises:
        TaskIsOver, WrongScan, PickIsShort: it cannot.
    """
    if task.status is not TaskStatus.OPEN:
        raise TaskIsOver(f"This task is {task.status} already.", field=f"{field}.task_id")
    if picked.location is not None and picked.location != task.location.code:
        raise WrongScan(
            f"The task is at {task.location.code}, not at {picked.location}.",
            field=f"{field}.location",
            wanted=task.location.code,
            wanted_location=task.location.code,
        )
    wanted = task.lot.code if task.lot else None
    if picked.lot is not None and picked.lot != wanted:
        raise WrongScan(
            f"The task asks for lot {wanted}, not {picked.lot}.",
            field=f"{field}.lot",
            wanted=wanted,
            wanted_lot=wanted or "",
        )
    if picked.quantity > task.quantity:
        raise WrongScan(
            f"The task asks for {task.quantity}, not for {picked.quantity}: put the rest back.",
            field=f"{field}.quantity",
            wanted=str(task.quantity),
            wanted_quantity=str(task.quantity),
            picked_quantity=str(picked.quantity),
        )
    if picked.quantity < task.quantity and not picked.is_short:
        raise PickIsShort(
            f"{task.quantity} are wanted: pick {task.quantity - picked.quantity} more, or say that there is no more.",
            field=f"{field}.quantity",
            wanted_quantity=str(task.quantity),
            missing_quantity=str(task.quantity - picked.quantity),
        )

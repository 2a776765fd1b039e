"""Available to promise: what can be promised when, and why not sooner."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kit.money import ZERO


@dataclass(frozen=True, slots=True)
class Expected:
    """So much will come; `on` is None when nobody said when."""

    quantity: Decimal
    on: date | None
    document_number: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """So much is held by date: it is needed on that day, and until then by nobody."""

    quantity: Decimal
    on: date


@dataclass(frozen=True, slots=True)
class AtpStep:
    """From this day on so much can be promised, once `document_number` has come (empty: it is there already)."""

    on: date
    quantity: Decimal
    document_number: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """The first day on which all that is asked for can be promised; without one, how much is missing on every day."""

    on: date | None
    document_number: str
    missing: Decimal
    is_overdue: bool = False  # it waits for what should have come already


def timeline(
    today: date, available: Decimal, waiting: Decimal, expected: Sequence[Expected], wanted: Sequence[Wanted] = ()
) -> list[AtpStep]:
    """What can be promised from which day on; the first step is today.

    `waiting` is what backorders still lack: they are served first. What is overdue is expected today, for nobody knows
    better; what has no date counts for nothing. What is `wanted` on a later day is not promised before it either, as far
    as nothing comes for it in time: a step tells the least that is free on any day from its own on.
    """
    changes = [
        (max(each.on, today), 0, each.document_number, each.quantity) for each in expected if each.on is not None
    ]
    changes += [(max(each.on, today), 1, "", -each.quantity) for each in wanted]
    free = available - waiting
    reached = [(today, "", free)]
    for on, _, document_number, quantity in sorted(changes):
        free += quantity
        reached.append((on, document_number, free))
    least, steps = free, []
    for on, document_number, free in reversed(reached):
        least = min(least, free)
        steps.append(AtpStep(on, max(least, ZERO), document_number))
    first, *later = reversed(steps)
    return [first, *(step for step in later if step.quantity > 0 and step.document_number)]


def bookable(
    available: Decimal, today: date, on: date, expected: Sequence[Expected], wanted: Sequence[Wanted]
) -> Decimal:
    """How much can be given away for good on a day, so that what is wanted by date is there on its own; not below zero."""
    steps = timeline(today, available, ZERO, expected, wanted)
    return max((step.quantity for step in steps if step.on <= on), default=ZERO)


def promise_behind(ahead: Decimal, lacking: Decimal, today: date, expected: Sequence[Expected]) -> Promise:
    """When a line that lacks so much has it, once those who wait before it have theirs (`ahead`)."""
    steps = timeline(today, ZERO, ahead, expected)
    return promise(lacking, today, steps, expected)


def promise(quantity: Decimal, today: date, steps: Sequence[AtpStep], expected: Sequence[Expected]) -> Promise:
    """When `quantity` can be promised, and what it waits for."""
    for step in steps:
        if step.quantity >= quantity:
            overdue = any(
                each.document_number == step.document_number and each.on is not None and each.on < today
                for each in expected
            )
            return Promise(step.on, step.document_number, ZERO, is_overdue=bool(step.document_number) and overdue)
    return Promise(None, "", quantity - steps[-1].quantity)

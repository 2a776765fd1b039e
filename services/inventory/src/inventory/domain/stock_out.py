"""When stock will run out, seen before it does, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from kit.money import ZERO

_FOR_EVER = 36_500  # days


class Cause(StrEnum):
    BACKORDERS = "backorders"  # more is promised than there is: it has run out
    ORDER_LATE = "order-late"  # what should have come has not
    COMES_TOO_LATE = "comes-too-late"  # more is ordered, for a later day
    NOT_ORDERED_YET = "not-ordered-yet"  # a need was accepted, and nobody has ordered
    NOTHING_ORDERED = "nothing-ordered"


@dataclass(frozen=True, slots=True)
class Coming:
    """Expected then, from a supplier or from another site."""

    on: date
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class StockOut:
    """The first day on which somebody asks for what is not there.

    `units_short`: what is owed that day and will be asked for until more comes (or could, if it was ordered today): the
    urgency, which knows no prices.
    """

    runs_out_on: date
    cause: Cause
    units_short: Decimal
    back_on: date | None


def project(
    free: Decimal,
    mean: Decimal,
    coming: Sequence[Coming],
    *,
    accepted: Decimal,
    lead_days: int,
    today: date,
    horizon_days: int,
) -> StockOut | None:
    """When stock runs out within the horizon, or never.

    `free` is what nobody waits for, `mean` the demand of a day. Goods come in the morning; those that are overdue may come
    any day, so none is counted on.
    """
    due = sorted((each for each in coming if each.on >= today), key=lambda each: each.on)
    found = _run_out(free, mean, due, today)
    if found is None or (found[0] - today).days > horizon_days:
        return None
    runs_out_on, owed = found
    back_on = next((each.on for each in due if each.on > runs_out_on), None)
    until = back_on or max(today + timedelta(days=lead_days), runs_out_on + timedelta(days=1))
    short = round(owed + mean * ((until - runs_out_on).days - 1), 6)
    late = any(each.on < today for each in coming)
    return StockOut(runs_out_on, _cause(free, late=late, back_on=back_on, accepted=accepted), short, back_on)


def _run_out(free: Decimal, mean: Decimal, due: Sequence[Coming], today: date) -> tuple[date, Decimal] | None:
    """(the day, what is missing in its evening). Goes from delivery to delivery, not from day to day."""
    day, level = today, free
    for i in range(len(due) + 1):
        if not (i < len(due) and due[i].on == day):
            next_on = due[i].on if i < len(due) else None
            served = max(int(level / mean), 0) if mean else (0 if level < 0 else _FOR_EVER)
            served = min(served, _FOR_EVER)
            if next_on is None or (next_on - day).days > served:
                return None if served == _FOR_EVER else (day + timedelta(days=served), mean * (served + 1) - level)
            level -= mean * (next_on - day).days
            day = next_on
        if i < len(due):
            level += due[i].quantity
    return None


def _cause(free: Decimal, *, late: bool, back_on: date | None, accepted: Decimal) -> Cause:
    if free < ZERO:
        return Cause.BACKORDERS
    if late:
        return Cause.ORDER_LATE
    if back_on is not None:
        return Cause.COMES_TOO_LATE
    return Cause.NOT_ORDERED_YET if accepted > 0 else Cause.NOTHING_ORDERED

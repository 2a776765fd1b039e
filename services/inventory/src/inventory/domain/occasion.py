"""When something can be ordered next, and when it comes: calendars of who reviews and of who delivers."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from kit.money import ZERO

EVERY_DAY = frozenset(range(1, 8))  # ISO weekdays


@dataclass(frozen=True, slots=True)
class Terms:
    """On which days a supplier takes orders and delivers, and what one order must hold at least (stock units)."""

    order_days: frozenset[int] = EVERY_DAY
    delivery_days: frozenset[int] = EVERY_DAY
    closed_on: frozenset[date] = frozenset()
    minimum_quantity: Decimal = ZERO


ANY_TIME = Terms()


@dataclass(frozen=True, slots=True)
class Occasion:
    """The next time to order. `cover_days`: what is there and ordered must last so long, because what is ordered the time
    after comes only then.
    """

    order_on: date
    arrives_on: date
    cover_days: int


@lru_cache(maxsize=10_000)
def next_occasion(today: date, review_days: frozenset[int], terms: Terms, lead_days: int) -> Occasion:
    """Reviewed, then ordered, then delivered, each on the first day that is one for it."""
    reviewed_on, order_on, arrives_on = _follow(today, review_days, terms, lead_days)
    _, _, arrives_then = _follow(reviewed_on + timedelta(days=1), review_days, terms, lead_days)
    last_day = max(arrives_on, arrives_then - timedelta(days=1))
    return Occasion(order_on, arrives_on, (last_day - today).days)


def first_day(day: date, weekdays: AbstractSet[int], closed_on: AbstractSet[date] = frozenset()) -> date:
    """`day`, or the first after it that is one of these weekdays and not closed."""
    while day.isoweekday() not in weekdays or day in closed_on:
        day += timedelta(days=1)
    return day


def _follow(day: date, review_days: frozenset[int], terms: Terms, lead_days: int) -> tuple[date, date, date]:
    reviewed_on = first_day(day, review_days)
    order_on = first_day(reviewed_on, terms.order_days, terms.closed_on)
    arrives_on = first_day(order_on + timedelta(days=lead_days), terms.delivery_days, terms.closed_on)
    return reviewed_on, order_on, arrives_on

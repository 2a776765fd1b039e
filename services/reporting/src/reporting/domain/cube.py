"""The margin cube: by which axes, on which day, and what a figure is made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from kit.money import ZERO

from reporting.domain.margin import Margin


class CubeAxis(StrEnum):
    """By what the cube adds up. Family and supplier are those that the product has now, all else is as it was sold."""

    PRODUCT = "product"
    FAMILY = "family"
    SUPPLIER = "supplier"
    CUSTOMER = "customer"
    SEGMENT = "segment"
    SALESPERSON = "salesperson"
    TEAM = "team"
    CHANNEL = "channel"
    SITE = "site"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


TIME_AXES = frozenset({CubeAxis.MONTH, CubeAxis.QUARTER, CubeAxis.YEAR})


class Basis(StrEnum):
    """On which day a late cost, a credit or a return counts."""

    SOLD = "sold"  # that of the sale: what it brought in the end
    KNOWN = "known"  # the one on which it was posted: months that were shown stay as they were


class Grain(StrEnum):
    """What postings are added up by, in time."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"

    def begins(self, day: date) -> date:
        """The first day of the one that the day is in."""
        match self:
            case Grain.YEAR:
                return day.replace(month=1, day=1)
            case Grain.MONTH:
                return day.replace(day=1)
            case Grain.DAY:
                return day

    def begins_from(self, day: date) -> date:
        """The first day of the first one that begins on the day or later; the calendar's last day where none does."""
        begins = self.begins(day)
        if begins == day:
            return day
        if begins == self.begins(date.max):
            return date.max
        return self.begins(begins + timedelta(days=366 if self is Grain.YEAR else 31))

    def nearest(self, day: date | None) -> date | None:
        """The first day of one that is nearest to the day."""
        if day is None:
            return None
        before, after = self.begins(day), self.begins_from(day)
        return before if day - before < after - day or after == date.max else after


@dataclass(frozen=True, slots=True)
class Part:
    """Postings whose day (of the basis) is in one half-open period, and which were known in another; null is open."""

    grain: Grain
    effective_from: date | None
    effective_until: date | None
    known_from: date | None
    known_until: date | None
    sign: int = 1  # -1: they are taken off

    def cut(self, grains: Sequence[Grain]) -> "list[Part]":
        """Into whole years, whole months, and days around them, as far as these are asked.

        Where most of a month is asked, it is taken whole and its other days are taken off. So each posting that is asked
        counts once, and no other does.
        """
        if not grains:
            return [self]
        grain, finer = grains[0], grains[1:]
        first, after = grain.nearest(self.effective_from), grain.nearest(self.effective_until)
        if first and after and first >= after:
            return self.cut(finer)
        known_after = grain.nearest(self.known_until)
        days = replace(self, effective_from=first, effective_until=after)

        def sold(low: date, high: date) -> Part:
            return replace(self, effective_from=low, effective_until=high)

        def known(low: date, high: date) -> Part:
            return replace(days, known_from=low, known_until=high)

        return [
            replace(days, grain=grain, known_until=known_after),
            *_between(self.effective_from, first, sold, finer),
            *_between(after, self.effective_until, sold, finer),
            *_between(known_after, self.known_until, known, finer),
        ]


def _between(
    low: date | None, high: date | None, part: Callable[[date, date], Part], grains: Sequence[Grain]
) -> list[Part]:
    """The part from one day to the other, cut; taken off where they are in reverse."""
    if low is None or high is None or low == high:
        return []
    if low < high:
        return part(low, high).cut(grains)
    return [replace(each, sign=-each.sign) for each in part(high, low).cut(grains)]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the cube. The period is half-open, on the days of the basis."""

    by: CubeAxis
    across: CubeAxis | None = None
    basis: Basis = Basis.SOLD
    effective_from: date | None = None
    effective_until: date | None = None
    known_until: date | None = None  # leave out what was posted on this day or later
    only: dict[CubeAxis, str] = field(default_factory=dict)  # axis → key that alone counts

    @property
    def whole(self) -> "Part":
        """All that is asked, day by day."""
        until, known_until = self.effective_until, self.known_until
        if self.basis is Basis.KNOWN:  # both ask for the same day
            until, known_until = min((day for day in (until, known_until) if day), default=None), None
        return Part(Grain.DAY, self.effective_from, until, None, known_until)


@dataclass(frozen=True, slots=True)
class Components:
    """What a margin is made of, in company currency before tax. Each is signed as it adds to its sum."""

    sold: Decimal = ZERO  # invoiced, with charges
    credited: Decimal = ZERO  # <= 0
    discount: Decimal = ZERO  # how much more it were at list prices; not in any sum
    purchase_cost: Decimal = ZERO  # when it left, with the landed costs that were known
    landed_cost: Decimal = ZERO  # told after it left
    adjustments: Decimal = ZERO  # bill prices and the like, after it left
    returned_cost: Decimal = ZERO  # <= 0

    @property
    def margin(self) -> Margin:
        revenue = self.sold + self.credited
        return Margin(revenue, self.purchase_cost + self.landed_cost + self.adjustments + self.returned_cost)

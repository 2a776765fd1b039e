"""The margin cube: by which axes, on which day, and what a figure is made of."""

from dataclasses import dataclass, field
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


def _month_from(day: date) -> date:
    """The first month that begins on the day or later; the calendar's last day where there is none."""
    if day.day == 1:
        return day
    return date.max if day > _LAST_MONTH else (day.replace(day=1) + timedelta(days=31)).replace(day=1)


_LAST_MONTH = date(9999, 12, 1)


TIME_AXES = frozenset({CubeAxis.MONTH, CubeAxis.QUARTER, CubeAxis.YEAR})


class Basis(StrEnum):
    """On which day a late cost, a credit or a return counts."""

    SOLD = "sold"  # that of the sale: what it brought in the end
    KNOWN = "known"  # the one on which it was posted: months that were shown stay as they were


@dataclass(frozen=True, slots=True)
class Part:
    """Postings whose day (of the basis) is in one half-open period, and which were known in another; null is open."""

    is_whole: bool  # months
    effective_from: date | None
    effective_until: date | None
    known_from: date | None
    known_until: date | None


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

    def parts(self) -> list[Part]:
        """The period cut into whole months, which totals know, and the days around them; each posting is in one part."""
        known_until = self.known_until
        until = self.effective_until
        if self.basis is Basis.KNOWN:  # both ask for the same day
            until = min((day for day in (until, known_until) if day), default=None)
            known_until = None
        first = _month_from(self.effective_from) if self.effective_from else None
        after = until.replace(day=1) if until else None
        if first and after and first >= after:
            return [Part(False, self.effective_from, until, None, known_until)]
        known_after = known_until.replace(day=1) if known_until else None
        parts = [Part(True, first, after, None, known_after)]
        if first != self.effective_from:
            parts.append(Part(False, self.effective_from, first, None, known_until))
        if after != until:
            parts.append(Part(False, after, until, None, known_until))
        if known_after != known_until:
            parts.append(Part(False, first, after, known_after, known_until))
        return parts


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

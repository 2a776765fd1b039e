"""The margin cube: by which axes, on which day, and what a figure is made of."""

from dataclasses import dataclass, field
from datetime import date
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
    def is_of_whole_months(self) -> bool:
        return all(day is None or day.day == 1 for day in (self.effective_from, self.effective_until))


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

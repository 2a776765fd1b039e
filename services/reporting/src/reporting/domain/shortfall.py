"""Why a line was sold below the margin that was wanted."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kit.money import ZERO


class Cause(StrEnum):
    """What took margin off a line."""

    EXCEPTION = "price-exception"  # a special price that was granted
    BY_HAND = "manual-price"  # a lower price that somebody set
    DISCOUNT = "discount"  # what rules and contracts take off the list price
    FREIGHT = "freight"  # landed costs that were told after the goods left
    COST_RISE = "cost-rise"  # it cost more than when the order was confirmed
    LIST_PRICE = "list-price"  # none of these explains it: the list price is too low for its cost


@dataclass(frozen=True, slots=True)
class SoldLine:
    """A line with what its margin is made of. Amounts in company currency, before tax."""

    revenue: Decimal
    purchase_cost: Decimal  # when it left
    landed_cost: Decimal  # told later
    adjustments: Decimal  # bill prices and the like, told later
    discount: Decimal  # below the list price
    is_exception: bool
    is_by_hand: bool
    confirmed_rate: Decimal | None  # margin rate as judged when the order was confirmed
    threshold_rate: Decimal  # that was wanted

    @property
    def cost(self) -> Decimal:
        return self.purchase_cost + self.landed_cost + self.adjustments

    @property
    def shortfall(self) -> Decimal:
        """How much margin is missing; zero where none is."""
        return max(self.threshold_rate * self.revenue - (self.revenue - self.cost), ZERO)


@dataclass(frozen=True, slots=True)
class Taken:
    """How much margin a cause took, which may be more than is missing."""

    cause: Cause
    amount: Decimal


def causes(line: SoldLine) -> list[Taken]:
    """What took margin, the largest first; what no other cause explains is the list price's. Nothing where none is missing."""
    shortfall = line.shortfall
    if not shortfall:
        return []
    below_list = Cause.EXCEPTION if line.is_exception else Cause.BY_HAND if line.is_by_hand else Cause.DISCOUNT
    found = [Taken(below_list, line.discount), Taken(Cause.FREIGHT, line.landed_cost)]
    if line.confirmed_rate is not None:
        expected = line.revenue * (1 - line.confirmed_rate)
        found.append(Taken(Cause.COST_RISE, line.purchase_cost + line.adjustments - expected))
    elif line.adjustments > 0:
        found.append(Taken(Cause.COST_RISE, line.adjustments))
    taking = [each for each in found if each.amount > 0]
    unexplained = shortfall - sum((each.amount for each in taking), ZERO)
    if unexplained > 0:
        taking.append(Taken(Cause.LIST_PRICE, unexplained))
    return sorted(taking, key=lambda each: -each.amount)

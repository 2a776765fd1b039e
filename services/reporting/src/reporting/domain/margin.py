"""Margin, as sales teams read it: on the price ("taux de marque")."""

from dataclasses import dataclass
from decimal import Decimal

from kit.money import ZERO


@dataclass(frozen=True, slots=True)
class Margin:
    """Revenue and the cost that faces it, in company currency, before tax."""

    revenue: Decimal
    cost: Decimal

    @property
    def amount(self) -> Decimal:
        return self.revenue - self.cost

    @property
    def rate(self) -> Decimal | None:
        """(revenue - cost) / revenue to four decimals; nothing without revenue."""
        if self.revenue == 0:
            return None
        return round(self.amount / self.revenue, 4)

    def __add__(self, other: "Margin") -> "Margin":
        return Margin(self.revenue + other.revenue, self.cost + other.cost)


NOTHING = Margin(ZERO, ZERO)


def is_low(margin: Margin, threshold: Decimal) -> bool:
    """Whether a line was sold below the threshold. What brings nothing and costs something is."""
    if margin.revenue <= 0:
        return margin.cost > 0
    return margin.amount < threshold * margin.revenue

"""The figures of the cube beside those of the ledger, as the events that accounting posted by tell them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kit.money import ZERO


@dataclass(frozen=True, slots=True)
class MonthTie:
    """One month, in company currency before tax. The ledger posts a cost when goods leave, the cube when they are invoiced."""

    month: date  # its first day
    ledger_revenue: Decimal  # invoices and credit notes by their day
    cube_revenue: Decimal
    ledger_cost: Decimal  # of issues, by the day on which it was posted
    cube_cost: Decimal
    waiting_cost: Decimal  # posted until the end of the month, and not in the cube then: left, not invoiced
    stock_value: Decimal  # at its end

    @property
    def revenue_difference(self) -> Decimal:
        return self.cube_revenue - self.ledger_revenue


@dataclass(frozen=True, slots=True)
class LedgerTie:
    """Every month, and what must hold of all of them together."""

    months: Sequence[MonthTie]
    uninvoiced_cost: Decimal  # of issues that no invoice line is known of, as each is noted
    stock_value: Decimal  # of the products, as each was valued last

    @property
    def cost_difference(self) -> Decimal:
        """What is neither in the cube nor waiting for an invoice."""
        return (self.months[-1].waiting_cost if self.months else ZERO) - self.uninvoiced_cost

    @property
    def stock_difference(self) -> Decimal:
        """Between what products are worth and what changed it, posting by posting."""
        return self.stock_value - (self.months[-1].stock_value if self.months else ZERO)

    @property
    def is_equal(self) -> bool:
        differences = (self.cost_difference, self.stock_difference, *(each.revenue_difference for each in self.months))
        return not any(differences)


def tie(
    sums: Mapping[date, tuple[Decimal, Decimal, Decimal, Decimal, Decimal]],
    *,
    uninvoiced_cost: Decimal,
    stock_value: Decimal,
) -> LedgerTie:
    """`sums` by month: revenue of ledger and cube, cost of ledger and cube, change of the value of stock."""
    months, waiting, stock = [], ZERO, ZERO
    for month, (ledger_revenue, cube_revenue, ledger_cost, cube_cost, stock_change) in sorted(sums.items()):
        waiting += ledger_cost - cube_cost
        stock += stock_change
        months.append(MonthTie(month, ledger_revenue, cube_revenue, ledger_cost, cube_cost, waiting, stock))
    return LedgerTie(months, uninvoiced_cost, stock_value)

"""What received goods cost, and what the supplier gets for them: in his currency, and in ours at the day's rate."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from kit.exchange import ExchangeRate
from kit.money import EXACT, minor_unit, round_half_up


class Cost(NamedTuple):
    """`amount` in the supplier's currency, `value` in the company's; both rounded."""

    amount: Decimal
    value: Decimal


@dataclass(frozen=True, slots=True)
class PurchasePrice:
    """Of one stock unit, in the order's currency, with the rate of the day on which the goods came."""

    unit_price: Decimal
    rate: ExchangeRate

    def of(self, quantity: Decimal) -> Cost:
        """What so many units cost."""
        exact = EXACT.multiply(quantity, self.unit_price)
        value = round_half_up(EXACT.divide(exact, self.rate.rate))
        return Cost(round_half_up(exact, minor_unit(self.rate.currency)), value)


@dataclass(slots=True)
class ReceivedAt:
    """What a receipt was received at, as far as it has not gone back."""

    quantity: Decimal
    amount: Decimal
    value: Decimal
    rate: ExchangeRate

    def give_back(self, quantity: Decimal) -> Cost:
        """What the supplier owes for so many of its units: for the last ones, all that is left of it."""
        if quantity >= self.quantity:
            back = Cost(self.amount, self.value)
        else:
            back = Cost(
                round_half_up(EXACT.divide(self.amount * quantity, self.quantity), minor_unit(self.rate.currency)),
                round_half_up(EXACT.divide(self.value * quantity, self.quantity)),
            )
        self.quantity -= quantity
        self.amount -= back.amount
        self.value -= back.value
        return back

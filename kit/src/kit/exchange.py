"""Exchange rates: what an amount in another currency is worth in the company's.

A rate says how many units of the other currency one unit of the company's buys, as the European Central Bank quotes them
(1 EUR = 1.1172 USD). A day without a rate has that of the last day before it; one older than `AGE_MAX` is not used.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, localcontext

from kit.errors import Conflict
from kit.money import EXACT, ONE, round_half_up

AGE_MAX = timedelta(days=10)  # the longest closing of the banks, around Easter or New Year, is five days
_UNIT_PRICE = Decimal("1e-10")


class RateMissing(Conflict):
    """There is no rate of a currency around a day."""


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """`rate` units of `currency` for one of the company's, as published on day `on`. `is_own`: it is the company's."""

    currency: str
    rate: Decimal
    on: date
    is_own: bool = False

    @classmethod
    def own(cls, currency: str, on: date) -> "ExchangeRate":
        """The company's own currency."""
        return cls(currency, ONE, on, is_own=True)

    @classmethod
    def of_row(cls, currency: str, rate: Decimal | None, on: date) -> "ExchangeRate":
        """As a table keeps it, see `column`."""
        return cls.own(currency, on) if rate is None else cls(currency, rate, on)

    @property
    def column(self) -> Decimal | None:
        """What a table keeps of it: nothing when the currency is the company's own."""
        return None if self.is_own else self.rate

    def to_company(self, amount: Decimal) -> Decimal:
        """The amount in company currency, rounded to the cent."""
        with localcontext(EXACT):
            return round_half_up(amount / self.rate)

    def unit_to_company(self, price: Decimal) -> Decimal:
        """A price of one unit in company currency; to ten decimals where it is not exact."""
        if self.is_own:
            return price
        with localcontext(EXACT):
            return round_half_up(price / self.rate, _UNIT_PRICE)

    def from_company(self, amount: Decimal) -> Decimal:
        """An amount or price of the company's in this currency, exactly."""
        return amount if self.is_own else EXACT.multiply(amount, self.rate)


def needed(
    rates: Mapping[tuple[str, date], ExchangeRate], currency: str, on: date, *, field: str | None = None
) -> ExchangeRate:
    """One of the rates that were read.

    Raises:
        RateMissing: it is not among them.
    """
    rate = rates.get((currency, on))
    if rate is None:
        raise RateMissing(
            f"There is no rate of {currency} on {on} nor in the {AGE_MAX.days} days before: import it in accounting.",
            field=field,
            currency=currency,
        )
    return rate

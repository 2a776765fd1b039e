"""Exact money: amounts with a currency, one rounding rule, splits that lose nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal, localcontext

ZERO = Decimal(0)
ONE = Decimal(1)

# ISO 4217 minor units that are not two.
_MINOR_UNITS = {
    "JPY": 0,
    "KRW": 0,
    "CLP": 0,
    "ISK": 0,
    "VND": 0,
    "XAF": 0,
    "XOF": 0,
    "XPF": 0,
    "TND": 3,
    "KWD": 3,
    "BHD": 3,
    "OMR": 3,
    "JOD": 3,
}

# Wide enough that no sum or product of amounts and quantities of ours is ever rounded by the context.
EXACT = Context(prec=60, rounding=ROUND_HALF_UP)


class CurrencyMismatch(ValueError):
    """Amounts of two currencies met."""


def minor_unit(currency: str) -> Decimal:
    """The smallest amount of a currency: 0.01 for EUR, 1 for JPY."""
    return Decimal(1).scaleb(-_MINOR_UNITS.get(currency, 2))


def round_half_up(value: Decimal, unit: Decimal = Decimal("0.01")) -> Decimal:
    """The nearest multiple of `unit` (a power of ten), halves away from zero, as invoices and ledgers round."""
    return value.quantize(unit, rounding=ROUND_HALF_UP, context=EXACT)


def split(total: Decimal, weights: Sequence[Decimal], unit: Decimal = Decimal("0.01")) -> list[Decimal]:
    """Share `total` in proportion to `weights`: each share a multiple of `unit`, their sum exactly `total`.

    Largest remainder method: what rounding down leaves goes, unit by unit, to the largest remainders, first come first.
    Weights are >= 0; when all are zero the shares are as equal as they can be.

    Raises:
        ValueError: no weights, a negative one, or a total that is no multiple of `unit`.
    """
    if not weights or any(weight < 0 for weight in weights):
        raise ValueError("weights must be given and not be negative")
    with localcontext(EXACT):
        units = total / unit
        if units != units.to_integral_value():
            raise ValueError(f"{total} is not a multiple of {unit}")
        whole = sum(weights, ZERO)
        if whole == 0:
            weights, whole = [ONE] * len(weights), Decimal(len(weights))
        exact = [abs(units) * weight / whole for weight in weights]
        shares = [share.to_integral_value(rounding=ROUND_DOWN) for share in exact]
        missing = int(abs(units) - sum(shares, ZERO))
        by_remainder = sorted(range(len(shares)), key=lambda i: (shares[i] - exact[i], i))
        for i in by_remainder[:missing]:
            shares[i] += 1
        sign = -1 if units < 0 else 1
        return [(sign * share * unit).quantize(unit) for share in shares]


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount in one currency (ISO 4217)."""

    amount: Decimal
    currency: str

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other), self.currency)

    def __mul__(self, factor: Decimal) -> "Money":
        return Money(self.amount * factor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._same(other)

    def rounded(self) -> "Money":
        """The same, half up to the currency's minor unit."""
        return Money(round_half_up(self.amount, minor_unit(self.currency)), self.currency)

    def _same(self, other: "Money") -> Decimal:
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency} do not add up")
        return other.amount

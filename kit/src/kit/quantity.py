"""Exact quantities: precision of a unit, conversion between packagings by whole-number fractions."""

from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from kit.errors import Invalid
from kit.money import EXACT


class OverPreciseQuantity(Invalid):
    """A quantity has more decimals than its unit may have."""


class InexactConversion(Invalid):
    """A quantity in one packaging is no exact quantity in the other."""


@dataclass(frozen=True, slots=True)
class Factor:
    """One packaging holds numerator / denominator stock units. Never a float: parts always sum to the whole."""

    numerator: int
    denominator: int = 1

    def __post_init__(self) -> None:
        if self.numerator <= 0 or self.denominator <= 0:
            raise Invalid("A packaging factor must be a fraction of two whole numbers above zero.", field="factor")


def check_precision(quantity: Decimal, decimals: int, *, field: str | None = None) -> Decimal:
    """The quantity itself, once it is known to fit its unit.

    Raises:
        OverPreciseQuantity: it has more than `decimals` decimals.
    """
    if quantity != round(quantity, decimals):
        raise OverPreciseQuantity(
            f"{quantity} has more than the {decimals} decimals of its unit: round it, or use a smaller unit.",
            field=field,
            decimals=decimals,
        )
    return quantity


def to_stock(quantity: Decimal, factor: Factor, decimals: int, *, field: str | None = None) -> Decimal:
    """Quantity of packagings in stock units, exactly.

    Raises:
        InexactConversion: the result has more decimals than the stock unit allows.
    """
    exact = Fraction(quantity) * Fraction(factor.numerator, factor.denominator)
    with localcontext(EXACT):
        result = Decimal(exact.numerator) / Decimal(exact.denominator)
    if Fraction(result) != exact or result != round(result, decimals):
        raise InexactConversion(
            f"{quantity} packagings of {factor.numerator}/{factor.denominator} are no whole number of stock units.",
            field=field,
        )
    return result


def to_packaging(quantity: Decimal, factor: Factor) -> Fraction:
    """Stock units in packagings, as an exact fraction: 7 of a box of 12 is 7/12."""
    return Fraction(quantity) * Fraction(factor.denominator, factor.numerator)

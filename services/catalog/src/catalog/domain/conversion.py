"""Quantities of a product from one packaging or unit to another, exactly: 2 x 96 is 144 + 48, whatever they are counted in."""

from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from math import floor

from kit.money import EXACT
from kit.uom import UOMS, Dimension, factor_between

from catalog.domain.product import Product


@dataclass(frozen=True, slots=True)
class Measure:
    """What a quantity of a product is counted in: one of it is `factor` stock units."""

    name: str
    factor: Fraction
    decimals: int


@dataclass(frozen=True, slots=True)
class OverPrecise:
    """The quantity has no exact counterpart that the target's decimals can show; the nearest ones that have."""

    detail: str
    below: Decimal
    above: Decimal


def measure(product: Product, name: str) -> Measure | str:
    """The packaging or unit of this name, or why the product cannot be counted in it."""
    packaging = next((each for each in product.packagings if each.code == name), None)
    by_unit = factor_between(name, product.stock_uom)
    if packaging is not None:
        factor = Fraction(packaging.numerator, packaging.denominator)
        if by_unit is not None and by_unit != factor:
            return f"{name!r} is a packaging of {factor} and a unit of {by_unit} {product.stock_uom}: rename the packaging."
        return Measure(name, factor, _decimals(product, packaging.uom, factor))
    if by_unit is not None:
        return Measure(name, by_unit, _decimals(product, name, by_unit))
    known = ", ".join(each.code for each in product.packagings)
    if name in UOMS:
        return f"{name} and the stock unit {product.stock_uom} measure different things: use one of {known}."
    return f"{name!r} is no packaging of the product and no unit: use one of {known}."


def convert(quantity: Decimal, source: Measure, target: Measure) -> Decimal | OverPrecise:
    """The quantity in the target's terms, or the nearest quantities of the source that have one."""
    factor = source.factor / target.factor
    if quantity != round(quantity, source.decimals):
        step = _step(factor, source, target)
        detail = f"{quantity} has more than the {source.decimals} decimals of {source.name}."
    else:
        shown = Fraction(quantity) * factor * 10**target.decimals
        if shown.denominator == 1:
            return _decimal(shown / 10**target.decimals)
        step = _step(factor, source, target)
        detail = f"{quantity} {source.name} is no quantity of {target.name} with {target.decimals} decimals."
    below = floor(Fraction(quantity) / step) * step
    return OverPrecise(detail, _decimal(below), _decimal(below + step))


def _step(factor: Fraction, source: Measure, target: Measure) -> Fraction:
    """The least quantity of the source that both sides can show: all that pass are its multiples."""
    per_unit = factor * Fraction(10**target.decimals, 10**source.decimals)
    return Fraction(per_unit.denominator, 10**source.decimals)


def _decimals(product: Product, uom: str, factor: Fraction) -> int:
    if factor == 1:
        return product.quantity_decimals
    unit = UOMS.get(uom)
    # A box may hold kilograms, but there is no third of a box; a unit that is no package has its own decimals.
    return 0 if unit is None or unit.dimension is Dimension.PACKAGE else unit.decimals


def _decimal(value: Fraction) -> Decimal:
    with localcontext(EXACT):
        return Decimal(value.numerator) / Decimal(value.denominator)

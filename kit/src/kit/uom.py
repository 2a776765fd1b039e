"""Units of measure by their UN/ECE codes: Recommendation 20 (units) and 21 (packages, prefixed by X).

Source of codes: UNECE Recommendations 20 and 21, as EN 16931 uses them. The table `uoms.csv` gives each unit as an exact
fraction of its dimension's base unit (piece, kilogram, metre, square metre, cubic metre, second, joule).
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from importlib import resources


class Dimension(StrEnum):
    COUNT = "count"
    MASS = "mass"
    LENGTH = "length"
    AREA = "area"
    VOLUME = "volume"
    TIME = "time"
    ENERGY = "energy"
    PACKAGE = "package"  # what it holds depends on the product


@dataclass(frozen=True, slots=True)
class Uom:
    """A unit; `decimals` is how many a quantity in it has when nothing else is said."""

    code: str
    symbol: str
    name_fr: str
    name_en: str
    dimension: Dimension
    decimals: int
    factor: Fraction | None  # base units in one; None: no fixed number (a month, a box, a set)


def units_of(rows: Iterable[Mapping[str, str]]) -> dict[str, Uom]:
    """Units by code."""
    return {
        row["code"]: Uom(
            code=row["code"],
            symbol=row["symbol"] or row["name_fr"],
            name_fr=row["name_fr"],
            name_en=row["name_en"],
            dimension=Dimension(row["dimension"]),
            decimals=int(row["decimals"]),
            factor=Fraction(int(row["numerator"]), int(row["denominator"])) if row["numerator"] else None,
        )
        for row in rows
    }


def factor_between(source: str, target: str) -> Fraction | None:
    """How many of `target` one of `source` is, exactly; nothing when they measure different things."""
    if source == target:
        return Fraction(1)
    one, other = UOMS.get(source), UOMS.get(target)
    if one is None or other is None or one.factor is None or other.factor is None:
        return None
    return one.factor / other.factor if one.dimension is other.dimension else None


UOMS: dict[str, Uom] = units_of(
    csv.DictReader(resources.files(__package__).joinpath("uoms.csv").read_text("utf-8").splitlines())
)


def beside(code: str) -> str:
    """What stands beside a quantity on paper: nothing where it counts pieces; a code that is not in the table says itself."""
    unit = UOMS.get(code)
    if unit is None:
        return code
    return "" if unit.dimension is Dimension.COUNT and unit.factor == 1 else unit.symbol

"""What differences of counts are put down to, and how far that explains them."""

from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum

from kit.money import ZERO

# Below it a clue is a hint to whoever looks, not an explanation: of ten lines that differ by whole boxes, some do by chance.
_LIKELY = 60
UNEXPLAINED = "unexplained"


class Basis(StrEnum):
    """Who says so."""

    SAID = "said"  # somebody, at the count
    PROPOSED = "proposed"  # the system, of what else was known then
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Attribution:
    """The cause of one difference, by its code."""

    cause: str
    basis: Basis


def attribute(said: str, probable: str, probability: int) -> Attribution:
    """What somebody says comes before what is likely, and what is not likely enough explains nothing."""
    if said:
        return Attribution(said, Basis.SAID)
    if probable and probability >= _LIKELY:
        return Attribution(probable, Basis.PROPOSED)
    return Attribution(UNEXPLAINED, Basis.NONE)


@dataclass(frozen=True, slots=True)
class Differences:
    """Sums over lines of counts that differ. Units and values are zero or above; values at the cost when counted."""

    lines: int = 0
    units_missing: Decimal = ZERO
    units_found: Decimal = ZERO
    value_missing: Decimal = ZERO
    value_found: Decimal = ZERO
    value_said: Decimal = ZERO  # of both, what somebody gave the cause of
    value_proposed: Decimal = ZERO  # what the system did

    def __add__(self, other: "Differences") -> "Differences":
        return Differences(**{each.name: getattr(self, each.name) + getattr(other, each.name) for each in fields(self)})

    @property
    def value(self) -> Decimal:
        """Either way: what is missing here does not make good what is too many there."""
        return self.value_missing + self.value_found

    @property
    def net(self) -> Decimal:
        """What the corrections brought; below zero: took."""
        return self.value_found - self.value_missing

    @property
    def explained_rate(self) -> Decimal | None:
        """The share of the value that has a cause; nothing where there is no value."""
        return round((self.value_said + self.value_proposed) / self.value, 4) if self.value else None

    def share_of(self, whole: "Differences") -> Decimal | None:
        """Its part of the value of all."""
        return round(self.value / whole.value, 4) if whole.value else None

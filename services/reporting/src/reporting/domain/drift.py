"""What suppliers charge more than before, and how much of it our prices passed on."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from kit.money import ZERO, round_half_up

_YEAR_DAYS = 365


@dataclass(frozen=True, slots=True)
class Traded:
    """How much of something changed hands for how much."""

    quantity: Decimal = ZERO  # stock units
    amount: Decimal = ZERO  # company currency, before tax

    @property
    def unit(self) -> Decimal | None:
        return self.amount / self.quantity if self.quantity > 0 else None


@dataclass(frozen=True, slots=True)
class DriftFacts:
    """A product of a supplier: billed and sold in a period, and in the one of equal length before it."""

    supplier_id: UUID
    product_id: UUID
    bought_before: Traded
    bought: Traded
    sold_before: Traded
    sold: Traded
    days: int  # of the period


@dataclass(frozen=True, slots=True)
class Drift:
    """How a unit's cost moved, and what that does to us. Effects > 0 cost us money, `passed_on` brings it."""

    facts: DriftFacts
    unit_before: Decimal
    unit_now: Decimal

    @property
    def rate(self) -> Decimal | None:
        """By how much a unit costs more, as a share of what it did; four decimals."""
        return round((self.unit_now - self.unit_before) / self.unit_before, 4) if self.unit_before else None

    @property
    def effect(self) -> Decimal:
        """On what was bought in the period."""
        return round_half_up((self.unit_now - self.unit_before) * self.facts.bought.quantity)

    @property
    def yearly_effect(self) -> Decimal:
        """If buying goes on like this: what a negotiation is about."""
        return round_half_up(self.effect * _YEAR_DAYS / self.facts.days)

    @property
    def passed_on(self) -> Decimal:
        """What our own prices brought more on what was sold; zero where nothing was sold before."""
        before, now = self.facts.sold_before.unit, self.facts.sold.unit
        if before is None or now is None:
            return ZERO
        return round_half_up((now - before) * self.facts.sold.quantity)

    @property
    def margin_effect(self) -> Decimal:
        """On the margin of what was sold: what was passed on, less what the same goods cost more."""
        return self.passed_on - round_half_up((self.unit_now - self.unit_before) * self.facts.sold.quantity)


def drift(facts: DriftFacts) -> Drift | None:
    """Nothing where one of the periods has no price."""
    before, now = facts.bought_before.unit, facts.bought.unit
    return None if before is None or now is None else Drift(facts, before, now)

"""What suppliers charge more than before, and how much of it our prices passed on."""

from collections.abc import Sequence
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


@dataclass(frozen=True, slots=True)
class Brief:
    """What to talk about with one supplier: its products that cost more or less than before, added up."""

    supplier_id: UUID
    dearer: int  # products
    cheaper: int
    amount: Decimal  # billed of them in the period
    effect: Decimal
    yearly_effect: Decimal
    passed_on: Decimal
    margin_effect: Decimal

    @property
    def rate(self) -> Decimal | None:
        """By how much the same goods cost more than at the prices of before; four decimals."""
        before = self.amount - self.effect
        return round(self.effect / before, 4) if before > 0 else None


def briefs(drifts: Sequence[Drift]) -> list[Brief]:
    """One for each supplier, what costs most a year first."""
    by_supplier: dict[UUID, list[Drift]] = {}
    for each in drifts:
        by_supplier.setdefault(each.facts.supplier_id, []).append(each)
    found = [
        Brief(
            supplier_id=supplier_id,
            dearer=sum(1 for each in of_one if each.unit_now > each.unit_before),
            cheaper=sum(1 for each in of_one if each.unit_now < each.unit_before),
            amount=sum((each.facts.bought.amount for each in of_one), ZERO),
            effect=sum((each.effect for each in of_one), ZERO),
            yearly_effect=sum((each.yearly_effect for each in of_one), ZERO),
            passed_on=sum((each.passed_on for each in of_one), ZERO),
            margin_effect=sum((each.margin_effect for each in of_one), ZERO),
        )
        for supplier_id, of_one in by_supplier.items()
    ]
    return sorted(found, key=lambda each: (-each.yearly_effect, str(each.supplier_id)))

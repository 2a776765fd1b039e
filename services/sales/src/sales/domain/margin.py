"""Prices with their reasons and judgements on margin, as pricing gave them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import IntEnum


class Verdict(IntEnum):
    """The worst of many is the largest."""

    ALLOWED = 1
    NEEDS_APPROVAL = 2
    BLOCKED = 3


@dataclass(frozen=True, slots=True)
class PriceStep:
    """One answer to "why this price?"; the last step has the price."""

    rule: str
    rule_id: str
    label: str
    unit_price: Decimal
    label_fr: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence of an explanation: a code with its values, as pricing told them."""

    code: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MarginDecision:
    """The verdict on one line and what it rests on. Nothing of it is for the customer's eyes."""

    verdict: Verdict
    unit_cost: Decimal | None
    margin_rate: Decimal | None
    approval_rate: Decimal
    floor_rate: Decimal
    floor_price: Decimal | None  # the lowest price that needs no approval
    explanation: str
    discount_rate: Decimal | None = None  # off the engine's price, where a lower one was set by hand
    discount_limit: Decimal | None = None  # what whoever set it may grant alone
    levels: tuple[str, ...] = ()  # of approval that it needs
    exception_id: str = ""  # the price exception that allows it
    reasons: tuple[Reason, ...] = ()  # what `explanation` says in English; none where pricing told none

    @property
    def is_beyond_limit(self) -> bool:
        """Whether the discount is more than whoever set the price may grant, and no exception allows it."""
        if self.discount_rate is None or self.discount_limit is None:
            return False
        return self.discount_rate > self.discount_limit and not self.exception_id


AGREED = "agreed-price"  # rule of the last step of a price that was judged when it was agreed on


def as_agreed(steps: Sequence[PriceStep]) -> tuple[PriceStep, ...]:
    """A price that was agreed on before is no discount of who writes it down now."""
    *before, last = steps
    return (*before, replace(last, rule=AGREED, label="Price agreed on before", label_fr="Prix convenu auparavant"))


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A price, why, and what its margin is worth."""

    steps: tuple[PriceStep, ...]
    decision: MarginDecision

    @property
    def unit_price(self) -> Decimal:
        """Per stock unit, before tax."""
        return self.steps[-1].unit_price

    @property
    def list_price(self) -> Decimal | None:
        """What everybody would pay; None where the list has no price."""
        return list_price_of(self.steps)


def list_price_of(steps: Sequence[PriceStep]) -> Decimal | None:
    """What everybody would pay; None where the list has no price."""
    return next((step.unit_price for step in steps if step.rule == "list-price"), None)


def worst(decisions: Iterable[MarginDecision]) -> Verdict:
    """What holds for an order of these lines."""
    return max((decision.verdict for decision in decisions), default=Verdict.ALLOWED)


def is_worse(now: MarginDecision, asked: MarginDecision) -> bool:
    """Whether a line that is not plainly allowed earns less than the decision that somebody was asked to approve."""
    if now.verdict is Verdict.ALLOWED:
        return False
    if set(now.levels) - set(asked.levels):
        return True  # somebody must approve whom nobody asked
    if now.verdict > asked.verdict or now.margin_rate is None:
        return now.verdict > asked.verdict or asked.margin_rate is not None
    return asked.margin_rate is not None and now.margin_rate < asked.margin_rate

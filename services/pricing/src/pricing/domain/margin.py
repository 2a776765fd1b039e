"""The judgement of a margin: rate = (price - cost) / price."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from enum import IntEnum
from functools import lru_cache
from itertools import product
from typing import NamedTuple, TypeVar
from uuid import UUID

from kit.money import EXACT, ONE

T = TypeVar("T")

_RATE_UNIT = Decimal("0.0001")
_PRICE_UNIT = Decimal("0.01")


class Verdict(IntEnum):
    """The worst of many is the largest."""

    ALLOWED = 1
    NEEDS_APPROVAL = 2
    BLOCKED = 3


@dataclass(frozen=True, slots=True)
class MarginRule:
    """Below `approval_rate` somebody must approve, below `floor_rate` nobody may sell. Empty members match anything."""

    id: UUID | None
    approval_rate: Decimal
    floor_rate: Decimal
    family_code: str | None = None
    segment: str | None = None
    customer_id: UUID | None = None
    channel: str | None = None

    @property
    def scope(self) -> tuple[UUID | None, str | None, str | None, str | None]:
        """What it matches; there is one rule of each."""
        return self.customer_id, self.family_code, self.segment, self.channel


# Where the company has said nothing: a sale below cost wants approval, one below half of the cost is a typing error.
DEFAULT_RULE = MarginRule(id=None, approval_rate=Decimal(0), floor_rate=Decimal(-1))


@dataclass(frozen=True, slots=True)
class Sale:
    """What rules look at."""

    family_path: Sequence[str]  # from the root to the product's own family
    segment: str
    customer_id: UUID
    channel: str


class RuleSet:
    """The company's margin rules. A sale finds its rule in the same time however many there are."""

    def __init__(self, rules: Iterable[MarginRule]) -> None:
        self.rules = tuple(rules)
        self._by_scope = {rule.scope: rule for rule in self.rules}
        self._customers = {rule.customer_id for rule in self.rules}
        self._families = {rule.family_code for rule in self.rules}
        self._segments = {rule.segment for rule in self.rules}
        self._channels = {rule.channel for rule in self.rules}

    def rule_for(self, sale: Sale) -> MarginRule:
        """The most specific rule that matches: a customer's before a deeper family's, a segment's, a channel's."""
        scopes = product(
            mentioned(self._customers, [sale.customer_id]),
            mentioned(self._families, reversed(sale.family_path)),
            mentioned(self._segments, [sale.segment]),
            mentioned(self._channels, [sale.channel]),
        )
        return next((rule for scope in scopes if (rule := self._by_scope.get(scope))), DEFAULT_RULE)


def mentioned(by_rules: Container[T | None], values: Iterable[T]) -> list[T | None]:
    """What is worth looking for, the most specific first; a rule may leave it open."""
    return [*(value for value in values if value in by_rules), None]


class MarginDecision(NamedTuple):
    """The verdict on one line and what it rests on."""

    verdict: Verdict
    unit_price: Decimal
    unit_cost: Decimal | None
    margin_rate: Decimal | None  # rounded down to four decimals, for people; the verdict is exact
    floor_price: Decimal | None  # the lowest price that needs no approval, to the cent
    rule: MarginRule
    explanation: str
    discount_rate: Decimal | None = None  # off the engine's price, where another one was set by hand
    discount_limit: Decimal | None = None  # what whoever set it may grant alone
    levels: tuple[str, ...] = ()  # of approval that it needs, one after the other
    exception_id: UUID | None = None  # the price exception that allows it


def judge(unit_price: Decimal, unit_cost: Decimal | None, rule: MarginRule) -> MarginDecision:
    """The verdict on a price before tax against the current cost of one stock unit, in the same currency."""
    if unit_cost is None:
        verdict = Verdict.NEEDS_APPROVAL if unit_price else Verdict.BLOCKED
        explanation = "The cost is not known: somebody must approve." if unit_price else _FREE
        return MarginDecision(verdict, unit_price, None, None, None, rule, explanation)
    with localcontext(EXACT):
        # A free line has no rate; no rule may let it pass, so the lowest price is a cent.
        floor_price = max((unit_cost / (ONE - rule.approval_rate)).quantize(_PRICE_UNIT, ROUND_CEILING), _PRICE_UNIT)
        if not unit_price:
            explanation = f"{_FREE} Sell at {floor_price} or more."
            return MarginDecision(Verdict.BLOCKED, unit_price, unit_cost, None, floor_price, rule, explanation)
        margin = unit_price - unit_cost
        rate = (margin / unit_price).quantize(_RATE_UNIT, ROUND_FLOOR)
        if margin >= rule.approval_rate * unit_price:
            verdict = Verdict.ALLOWED
        elif margin >= rule.floor_rate * unit_price:
            verdict = Verdict.NEEDS_APPROVAL
        else:
            verdict = Verdict.BLOCKED
    explanation = _explanation(verdict, rate, floor_price, rule)
    return MarginDecision(verdict, unit_price, unit_cost, rate, floor_price, rule, explanation)


def worst(decisions: Iterable[MarginDecision]) -> Verdict:
    """What holds for the whole order."""
    return max((decision.verdict for decision in decisions), default=Verdict.ALLOWED)


_FREE = "Nothing is given away: a free line has no margin."


def _explanation(verdict: Verdict, rate: Decimal, floor_price: Decimal, rule: MarginRule) -> str:
    if verdict is Verdict.ALLOWED:
        return f"The margin is {rate:.2%}, at least the {_percent(rule.approval_rate)} wanted."
    wanted = f"sell at {floor_price} or"
    if verdict is Verdict.NEEDS_APPROVAL:
        return f"The margin is {rate:.2%}, below the {_percent(rule.approval_rate)} wanted: {wanted} have it approved."
    return f"The margin is {rate:.2%}, below the floor of {_percent(rule.floor_rate)}: {wanted} more."


@lru_cache(maxsize=1000)
def _percent(rate: Decimal) -> str:
    """A rule's rate as it was set, with two decimals or, where it has more, all of them."""
    return f"{rate:.2%}" if rate == rate.quantize(_RATE_UNIT) else f"{rate:.4%}"

"""The judgement of a margin: rate = (price - cost) / price."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal, localcontext
from enum import IntEnum
from uuid import UUID

from kit.money import EXACT, ONE, round_half_up

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
    def scope(self) -> tuple[str | None, str | None, UUID | None, str | None]:
        return self.family_code, self.segment, self.customer_id, self.channel


# Where the company has said nothing: a sale below cost wants approval, one below half of the cost is a typing error.
DEFAULT_RULE = MarginRule(id=None, approval_rate=Decimal(0), floor_rate=Decimal(-1))


@dataclass(frozen=True, slots=True)
class Sale:
    """What rules look at."""

    family_path: Sequence[str]  # from the root to the product's own family
    segment: str
    customer_id: UUID
    channel: str


@dataclass(frozen=True, slots=True)
class MarginDecision:
    """The verdict on one line and what it rests on."""

    verdict: Verdict
    unit_price: Decimal
    unit_cost: Decimal | None
    margin_rate: Decimal | None  # to four decimals, for people; the verdict is exact
    floor_price: Decimal | None  # the lowest price that needs no approval, to the cent
    rule: MarginRule
    explanation: str


def rule_for(sale: Sale, rules: Sequence[MarginRule]) -> MarginRule:
    """The most specific rule that matches: a customer's before a deeper family's, a segment's, a channel's."""
    matching = [rule for rule in rules if _matches(rule, sale)]
    return max(matching, key=lambda rule: _specificity(rule, sale), default=DEFAULT_RULE)


def _matches(rule: MarginRule, sale: Sale) -> bool:
    return (
        rule.customer_id in (None, sale.customer_id)
        and (rule.family_code is None or rule.family_code in sale.family_path)
        and rule.segment in (None, sale.segment)
        and rule.channel in (None, sale.channel)
    )


def _specificity(rule: MarginRule, sale: Sale) -> tuple[bool, int, bool, bool]:
    depth = 0 if rule.family_code is None else 1 + list(sale.family_path).index(rule.family_code)
    return rule.customer_id is not None, depth, rule.segment is not None, rule.channel is not None


def judge(unit_price: Decimal, unit_cost: Decimal | None, rule: MarginRule) -> MarginDecision:
    """The verdict on a price before tax against the current cost of one stock unit."""
    if unit_cost is None:
        return MarginDecision(
            Verdict.NEEDS_APPROVAL, unit_price, None, None, None, rule, "The cost is not known: somebody must approve."
        )
    with localcontext(EXACT):
        margin = unit_price - unit_cost
        rate = round_half_up(margin / unit_price, _RATE_UNIT) if unit_price else None
        floor_price = (unit_cost / (ONE - rule.approval_rate)).quantize(_PRICE_UNIT, rounding=ROUND_CEILING)
        if margin >= rule.approval_rate * unit_price:
            verdict = Verdict.ALLOWED
        elif margin >= rule.floor_rate * unit_price:
            verdict = Verdict.NEEDS_APPROVAL
        else:
            verdict = Verdict.BLOCKED
    return MarginDecision(
        verdict, unit_price, unit_cost, rate, floor_price, rule, _explanation(verdict, rate, floor_price, rule)
    )


def _explanation(verdict: Verdict, rate: Decimal | None, floor_price: Decimal, rule: MarginRule) -> str:
    margin = "There is no margin" if rate is None else f"The margin is {rate:.2%}"
    if verdict is Verdict.ALLOWED:
        return f"{margin}, at least the {rule.approval_rate:.2%} wanted."
    if verdict is Verdict.NEEDS_APPROVAL:
        return f"{margin}, below the {rule.approval_rate:.2%} wanted: sell at {floor_price} or have it approved."
    return f"{margin}, below the floor of {rule.floor_rate:.2%}: sell at {floor_price} or more."

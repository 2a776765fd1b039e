"""The judgement of a margin: rate = (price - cost) / price."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from enum import IntEnum
from itertools import product
from typing import NamedTuple, TypeVar
from uuid import UUID

from kit.exchange import ExchangeRate
from kit.money import EXACT, ONE, ZERO, round_half_up

from pricing.domain.price import tidy
from pricing.domain.reason import Reason, explained

T = TypeVar("T")

_KEPT = 10_000  # sales of which the rule is remembered
MANAGER = "manager"  # the lowest level of approval
_RATE_UNIT = Decimal("0.0001")
CENT = Decimal("0.01")


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
    salesperson_level: str | None = None
    is_for_order: bool = False  # judges the total of an order, not its lines

    @property
    def scope(self) -> tuple[bool, UUID | None, str | None, str | None, str | None, str | None]:
        """What it matches; there is one rule of each."""
        return (
            self.is_for_order, self.customer_id, self.family_code, self.segment, self.channel, self.salesperson_level,
        )  # fmt: skip


# Where the company has said nothing: a sale below cost wants approval, one below half of the cost is a typing error.
DEFAULT_RULE = MarginRule(id=None, approval_rate=Decimal(0), floor_rate=Decimal(-1))


@dataclass(frozen=True, slots=True)
class Sale:
    """What rules look at."""

    family_path: Sequence[str]  # from the root to the product's own family
    segment: str
    customer_id: UUID
    channel: str
    salesperson_level: str = ""  # of the customer's salesperson; empty when nobody has said


class RuleSet:
    """The company's margin rules. A sale finds its rule in the same time however many there are."""

    def __init__(self, rules: Iterable[MarginRule]) -> None:
        self.rules = tuple(rules)
        self._by_scope = {rule.scope: rule for rule in self.rules}
        self._customers = {rule.customer_id for rule in self.rules}
        self._families = {rule.family_code for rule in self.rules}
        self._segments = {rule.segment for rule in self.rules}
        self._channels = {rule.channel for rule in self.rules}
        self._levels = {rule.salesperson_level for rule in self.rules}
        self._judges_orders = any(rule.is_for_order for rule in self.rules)
        self._found: dict[tuple[object, ...], MarginRule] = {}

    def rule_for(self, sale: Sale) -> MarginRule:
        """The most specific rule that matches: a customer's before a deeper family's, a segment's, a channel's, a level's."""
        customer = sale.customer_id if sale.customer_id in self._customers else None
        key = (customer, *sale.family_path, sale.segment, sale.channel, sale.salesperson_level)
        if key not in self._found:
            if len(self._found) >= _KEPT:
                self._found.clear()
            self._found[key] = next(self._matching(sale, is_for_order=False), DEFAULT_RULE)
        return self._found[key]

    def order_rule_for(self, sale: Sale) -> MarginRule | None:
        """The same for the total of an order, where somebody has said what it must earn."""
        return next(self._matching(sale, is_for_order=True), None) if self._judges_orders else None

    def _matching(self, sale: Sale, *, is_for_order: bool) -> Iterator[MarginRule]:
        scopes = product(
            [is_for_order],
            mentioned(self._customers, [sale.customer_id]),
            mentioned(self._families, reversed(sale.family_path)),
            mentioned(self._segments, [sale.segment]),
            mentioned(self._channels, [sale.channel]),
            mentioned(self._levels, [sale.salesperson_level]),
        )
        return (rule for scope in scopes if (rule := self._by_scope.get(scope)))


def mentioned(by_rules: Container[T | None], values: Iterable[T]) -> list[T | None]:
    """What is worth looking for, the most specific first; a rule may leave it open."""
    return [*(value for value in values if value in by_rules), None]


class OwedItem(NamedTuple):
    """Something that the price is not ours to keep of: a rate of it, or an amount per stock unit."""

    rule: str
    rule_id: str
    label: str
    label_fr: str
    rate: Decimal
    amount: Decimal


class Owed:
    """What a sale will cost after it was made, by rebates, cash discounts and freight."""

    __slots__ = ("amount", "items", "rate")

    def __init__(self, items: Sequence[OwedItem] = ()) -> None:
        self.items = tuple(items)
        self.rate = sum((item.rate for item in items), ZERO)
        self.amount = sum((item.amount for item in items), ZERO)

    def of(self, unit_price: Decimal) -> Decimal:
        """Of one stock unit sold at a price."""
        return unit_price * self.rate + self.amount


NOTHING_OWED = Owed()


class MarginDecision(NamedTuple):
    """The verdict on one line and what it rests on."""

    verdict: Verdict
    unit_price: Decimal
    unit_cost: Decimal | None  # in the currency of the price
    margin_rate: Decimal | None  # net of what is owed; rounded down to four decimals, for people; the verdict is exact
    floor_price: Decimal | None  # the lowest price that needs no approval, to the minor unit
    rule: MarginRule
    reasons: tuple[Reason, ...]
    owed: Decimal = ZERO  # per stock unit, after the sale
    approvable_price: Decimal | None = None  # the lowest price that somebody may approve, to the minor unit
    is_replacement_cost: bool = False  # the next purchase costs more than what is in stock did
    discount_rate: Decimal | None = None  # off the engine's price, where another one was set by hand
    discount_limit: Decimal | None = None  # what whoever set it may grant alone
    levels: tuple[str, ...] = ()  # of approval that it needs, one after the other
    exception_id: UUID | None = None  # the price exception that allows it
    owes: tuple[OwedItem, ...] = ()  # what `owed` is made of
    exchange_rate: ExchangeRate | None = None  # at which costs came into another currency than the company's

    @property
    def explanation(self) -> str:
        """The reasons as English sentences."""
        return explained(self.reasons)

    def saying(self, *more: Reason) -> "MarginDecision":
        """The same with further reasons."""
        return self._replace(reasons=(*self.reasons, *more))


class Agreed(NamedTuple):
    """Of a line that was agreed on before: the cost at which it was judged."""

    unit_cost: Decimal | None


def as_agreed(decision: MarginDecision, agreed: Agreed | None) -> MarginDecision:
    """What was agreed on before is not judged again; it counts in the total of its order."""
    return decision if agreed is None else decision._replace(verdict=Verdict.ALLOWED, levels=())


class UnitCost(NamedTuple):
    """What a margin is judged against."""

    amount: Decimal | None  # company currency
    is_replacement: bool = False

    def changed(self, rate: Decimal) -> "UnitCost":
        """As if it were so much higher."""
        return (
            self if self.amount is None or not rate else self._replace(amount=EXACT.multiply(self.amount, ONE + rate))
        )


def true_cost(current: Decimal | None, replacement: Decimal | None) -> UnitCost:
    """The current cost, or what buying it anew costs where that is more or all that is known."""
    if replacement is None or (current is not None and current >= replacement):
        return UnitCost(current)
    return UnitCost(replacement, is_replacement=True)


def judge(
    unit_price: Decimal,
    unit_cost: Decimal | None,
    rule: MarginRule,
    owed: Owed = NOTHING_OWED,
    *,
    is_replacement_cost: bool = False,
    price_unit: Decimal = CENT,
) -> MarginDecision:
    """The verdict on a price before tax against the true cost of one stock unit, in the same currency.

    What is owed after the sale is not earned: it lowers the margin, and raises the price that passes.
    """
    if unit_cost is None:
        verdict = Verdict.NEEDS_APPROVAL if unit_price else Verdict.BLOCKED
        return MarginDecision(verdict, unit_price, None, None, None, rule, _UNKNOWN if unit_price else _FREE)
    with localcontext(EXACT):
        floor_price = _lowest_price(unit_cost, rule.approval_rate, owed, price_unit)
        approvable_price = _lowest_price(unit_cost, rule.floor_rate, owed, price_unit)
        if not unit_price:
            free = _FREE if floor_price is None else (*_FREE, Reason("sell-at", {"floor_price": floor_price}))
            return MarginDecision(
                Verdict.BLOCKED,
                unit_price,
                unit_cost,
                None,
                floor_price,
                rule,
                free,
                approvable_price=approvable_price,
                is_replacement_cost=is_replacement_cost,
            )
        owing = owed.of(unit_price)
        margin = unit_price - owing - unit_cost
        rate = (margin / unit_price).quantize(_RATE_UNIT, ROUND_FLOOR)
        if margin >= rule.approval_rate * unit_price:
            verdict = Verdict.ALLOWED
        elif margin >= rule.floor_rate * unit_price:
            verdict = Verdict.NEEDS_APPROVAL
        else:
            verdict = Verdict.BLOCKED
    reasons: tuple[Reason, ...] = (_reason(verdict, rate, floor_price, rule),)
    if owing:
        reasons += (Reason("owed-after-sale", {"owed_amount": round_half_up(owing)}),)
    if is_replacement_cost:
        reasons += (Reason("replacement-cost", {"unit_cost": tidy(unit_cost)}),)
    return MarginDecision(
        verdict,
        unit_price,
        unit_cost,
        rate,
        floor_price,
        rule,
        reasons,
        owing,
        approvable_price,
        is_replacement_cost,
        owes=owed.items,
    )


def _lowest_price(unit_cost: Decimal, wanted_rate: Decimal, owed: Owed, price_unit: Decimal) -> Decimal | None:
    """The lowest price that earns a rate; nothing where so much of any price is owed that none does."""
    kept = ONE - wanted_rate - owed.rate
    if kept <= 0:
        return None
    # A free line has no rate; no rule may let it pass, so the lowest price is a cent.
    return max(((unit_cost + owed.amount) / kept).quantize(price_unit, ROUND_CEILING), price_unit)


def beyond_contract(decision: MarginDecision, code: str, quantity_left: Decimal) -> MarginDecision:
    """The decision on a line at a contract's price of which too little is left: somebody must approve, at least."""
    short = Reason("contract-short", {"contract": code, "left_quantity": quantity_left})
    return judged_worse(decision, max(decision.verdict, Verdict.NEEDS_APPROVAL), short)


def judged_worse(decision: MarginDecision, verdict: Verdict, *reasons: Reason) -> MarginDecision:
    """The decision for reasons before its own: a manager approves that, where somebody may."""
    levels = decision.levels if MANAGER in decision.levels else (MANAGER, *decision.levels)
    is_asked = verdict is Verdict.NEEDS_APPROVAL
    return decision._replace(verdict=verdict, reasons=(*reasons, *decision.reasons), levels=levels if is_asked else ())


def worst(decisions: Iterable[MarginDecision]) -> Verdict:
    """What holds for the whole order."""
    return max((decision.verdict for decision in decisions), default=Verdict.ALLOWED)


_FREE = (Reason("free-line"),)
_UNKNOWN = (Reason("cost-not-known"),)


def _reason(verdict: Verdict, rate: Decimal, floor_price: Decimal | None, rule: MarginRule) -> Reason:
    if verdict is Verdict.ALLOWED:
        return Reason("margin-allowed", {"margin_rate": rate, "approval_rate": rule.approval_rate})
    if verdict is Verdict.NEEDS_APPROVAL:
        code, facts = "margin-below-wanted", {"margin_rate": rate, "approval_rate": rule.approval_rate}
    else:
        code, facts = "margin-below-floor", {"margin_rate": rate, "floor_rate": rule.floor_rate}
    if floor_price is None:
        return Reason(f"{code}-at-any-price", facts)
    return Reason(code, {**facts, "floor_price": floor_price})

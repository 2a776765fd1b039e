"""What past sales would have brought at other prices and costs, order by order."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from kit.money import EXACT, ZERO, minor_unit, round_half_up

from pricing.domain.margin import MarginDecision, RuleSet, Sale, Verdict, judge
from pricing.domain.order_margin import EarningLine, judge_order, with_order
from pricing.domain.past_order import PastLine, PastOrder, Terms, moved_prices, terms_by
from pricing.domain.price_rule import PriceRules
from pricing.domain.scenario import Changes, TriedList


class Simulated(NamedTuple):
    """A line before and after. Amounts to the cent."""

    order: PastOrder
    line: PastLine
    before: MarginDecision
    after: MarginDecision

    @property
    def revenues(self) -> tuple[Decimal, Decimal]:
        return _amount(self.line.quantity, self.before.unit_price), _amount(self.line.quantity, self.after.unit_price)

    @property
    def margins(self) -> tuple[Decimal, Decimal] | None:
        """Net of what is owed after the sale; none where the cost is not known."""
        if self.before.unit_cost is None or self.after.unit_cost is None:
            return None
        before, after = self.revenues
        return (
            before - _amount(self.line.quantity, self.before.unit_cost + self.before.owed),
            after - _amount(self.line.quantity, self.after.unit_cost + self.after.owed),
        )


class RulesOfSides(NamedTuple):
    """The price rules of an order's time, and those of the scenario."""

    then: PriceRules
    now: PriceRules


def simulated(
    order: PastOrder, changes: Changes, rules: RulesOfSides, margins: RuleSet, tried: TriedList | None = None
) -> list[Simulated]:
    """The chosen lines of an order, judged by the same rules as decisions: as they were sold, and as they would have been.

    The true cost of now counts on both sides; what is owed after the sale, and charged on top, is so by the rules of each side.
    """
    then = [line.then for line in order.lines], rules.then.of_sale(order.occasion)
    now = [changes.layers(order, line, tried) for line in order.lines], rules.now.of_sale(order.occasion)
    sold = [line.unit_price for line in order.lines]
    rates = [changes.cost_rate(line) for line in order.lines]
    before = _judged(order, sold, [ZERO] * len(rates), terms_by(order, sold, then[1]), margins)
    moved = moved_prices(order, then, now)
    after = _judged(order, moved, rates, terms_by(order, moved, now[1]), margins)
    return [
        Simulated(order, line, *sides)
        for line, *sides in zip(order.lines, before, after, strict=True)
        if line.is_chosen
    ]


def _judged(
    order: PastOrder,
    unit_prices: Sequence[Decimal],
    cost_rates: Sequence[Decimal],
    terms: Terms,
    margins: RuleSet,
) -> list[MarginDecision]:
    decisions = []
    for line, unit_price, rate, owes in zip(order.lines, unit_prices, cost_rates, terms.owed, strict=True):
        cost = line.cost.changed(rate)
        rule = margins.rule_for(_sale(order, line.family_path))
        decisions.append(judge(unit_price, cost.amount, rule, owes, is_replacement_cost=cost.is_replacement))
    order_rule = margins.order_rule_for(_sale(order, ()))
    if order_rule is None:
        return decisions
    lines = [EarningLine(line.quantity, each) for line, each in zip(order.lines, decisions, strict=True)]
    return with_order(decisions, judge_order(lines, order_rule, terms.charged, unit=minor_unit(order.currency)))


def _sale(order: PastOrder, family_path: Sequence[str]) -> Sale:
    return Sale(tuple(family_path), order.segment, order.customer_id, order.channel, order.salesperson_level)


def _amount(quantity: Decimal, unit: Decimal) -> Decimal:
    return round_half_up(EXACT.multiply(quantity, unit))


# --- the sum of many ---


@dataclass(slots=True)
class Effect:
    """What changes for one customer, product or family."""

    lines: int = 0
    lines_without_cost: int = 0
    lines_stopped_before: int = 0
    lines_stopped_after: int = 0
    quantity: Decimal = ZERO
    revenue_before: Decimal = ZERO
    revenue_after: Decimal = ZERO
    margin_before: Decimal = ZERO
    margin_after: Decimal = ZERO

    def add(self, each: Simulated) -> None:
        margins, revenues = each.margins, each.revenues
        self.lines += 1
        self.lines_without_cost += margins is None
        self.lines_stopped_before += is_stopped(each.before)
        self.lines_stopped_after += is_stopped(each.after)
        self.quantity += each.line.quantity
        self.revenue_before += revenues[0]
        self.revenue_after += revenues[1]
        if margins is not None:
            self.margin_before += margins[0]
            self.margin_after += margins[1]


def is_stopped(decision: MarginDecision) -> bool:
    """Whether somebody would have had to approve, or nobody might have."""
    return decision.verdict is not Verdict.ALLOWED


def effects(lines: Iterable[Simulated]) -> Mapping[tuple[str, str], Effect]:
    """By customer, by product, and by each family with all under it."""
    found: dict[tuple[str, str], Effect] = {}
    for each in lines:
        for key in _keys(each):
            found.setdefault(key, Effect()).add(each)
    return found


def _keys(each: Simulated) -> Iterator[tuple[str, str]]:
    yield "customer", str(each.order.customer_id)
    yield "product", str(each.line.product_id)
    for code in dict.fromkeys(each.line.family_path):
        yield "family", code

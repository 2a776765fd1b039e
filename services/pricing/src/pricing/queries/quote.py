"""Prices of an order with their reasons, and the judgement of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple, Protocol
from uuid import UUID

from kit.db import Database
from kit.errors import Fault, listed
from kit.money import ONE, ZERO

from pricing.domain.advice import NO_ADVICE, Advice
from pricing.domain.basket import BasketLine, Charge, PricedLine, price_basket
from pricing.domain.contract import agreed_steps
from pricing.domain.errors import NoPrice
from pricing.domain.margin import MarginDecision, MarginRule, RuleSet, Sale, Verdict, judge, worst
from pricing.domain.order_margin import EarningLine, OrderDecision, judge_order, with_order
from pricing.domain.price import given, steps_to_price
from pricing.domain.price_rule import Occasion
from pricing.domain.wanted import Packed
from pricing.queries.sales_facts import SaleFacts, price_facts
from pricing.storage.rules import RuleBook, Rules


class AskedLine(NamedTuple):
    product_id: UUID
    quantity: Decimal
    manual_unit_price: Decimal | None = None
    packed: Packed | None = None  # where it is asked in a packaging; quantity and prices are of stock units


class QuotedLine(NamedTuple):
    asked: AskedLine
    priced: PricedLine
    decision: MarginDecision
    advice: Advice = NO_ADVICE

    @property
    def unit_price(self) -> Decimal:
        return self.priced.unit_price


class Quoted(NamedTuple):
    """The answer: lines in the order asked, what is charged on top, the amount of both, and what the total is worth."""

    lines: Sequence[QuotedLine]
    charges: Sequence[Charge]
    amount: Decimal
    order: OrderDecision | None

    @property
    def verdict(self) -> Verdict:
        return worst(line.decision for line in self.lines)


@dataclass(frozen=True, slots=True)
class Quote:
    """What the customer asks to be priced. Prices are per stock unit, before tax."""

    customer_id: UUID
    channel: str
    priced_on: date
    currency: str
    lines: Sequence[AskedLine]
    order_id: UUID | None = None  # whose lines are priced anew: what it takes of contracts is its own
    cost_change: Decimal = ZERO  # what if: 0.08 judges as if every cost were 8 % higher


class Ground(NamedTuple):
    """All that an answer rests on."""

    facts: SaleFacts
    rules: Rules
    company_currency: str


async def quote_lines(database: Database, book: RuleBook, quote: Quote, *, company_currency: str) -> Quoted:
    """The price of each line and of the whole, why, and what its margin is worth.

    Costs are in the company's currency: a price in another one has no known margin.

    Raises:
        ProductNotKnown, CustomerNotKnown: pricing has not heard of one.
        NoPrice: a line has no price for this customer on that day; with every such line.
    """
    return answer(quote, await ground_of(database, book, quote, company_currency=company_currency))


async def ground_of(database: Database, book: RuleBook, quote: Quote, *, company_currency: str) -> Ground:
    """What is known of what a quote asks.

    Raises:
        ProductNotKnown, CustomerNotKnown: pricing has not heard of one.
    """
    ids = [line.product_id for line in quote.lines]
    facts = await price_facts(
        database, quote.customer_id, ids, quote.currency, quote.priced_on, order_id=quote.order_id
    )
    return Ground(facts, await book.at(database, facts.rules_version), company_currency)


def answer(quote: Quote, ground: Ground) -> Quoted:
    """The answer, from what is known.

    Raises:
        NoPrice: a line has no price; with every such line.
    """
    facts, rules, company_currency = ground
    basket = price_basket(_basket_lines(quote, facts), rules.prices.of_sale(occasion(quote, facts)), quote.currency)
    line_rules = rules_of_lines(facts, rules.margins, quote.customer_id, quote.channel)
    costs_change = ONE + quote.cost_change
    decisions = []
    for line, priced, rule in zip(facts.lines, basket.lines, line_rules, strict=True):
        cost = line.cost.amount if quote.currency == company_currency else None
        if quote.cost_change and cost is not None:
            cost *= costs_change
        is_replacement = cost is not None and line.cost.is_replacement
        decisions.append(judge(priced.unit_price, cost, rule, priced.owed, is_replacement_cost=is_replacement))
    order = order_decision(facts, rules.margins, quote.customer_id, quote.channel, quote.lines, decisions)
    quoted = [QuotedLine(*line) for line in zip(quote.lines, basket.lines, with_order(decisions, order), strict=True)]
    return Quoted(quoted, basket.charges, basket.amount, order)


def occasion(quote: Quote, facts: SaleFacts) -> Occasion:
    return Occasion(quote.customer_id, facts.segment, quote.channel, quote.currency, quote.priced_on)


def _basket_lines(quote: Quote, facts: SaleFacts) -> list[BasketLine]:
    """The lines with their base prices.

    Raises:
        NoPrice: some have none.
    """
    lines, without = [], []
    ordered: dict[UUID, Decimal] = {}
    for asked in quote.lines:
        ordered[asked.product_id] = ordered.get(asked.product_id, ZERO) + asked.quantity
    for i, (asked, line) in enumerate(zip(quote.lines, facts.lines, strict=True)):
        steps, is_final = steps_to_price(line.offers, asked.quantity, segment=facts.segment), False
        if line.agreements:
            whole = ordered[asked.product_id]
            steps, is_final = agreed_steps(steps, line.agreements, asked.quantity, quantity_of_order=whole)
        if asked.manual_unit_price is not None:
            steps, is_final = [*steps, given(asked.manual_unit_price)], True
        if not steps:
            detail = f"{line.sku} has no price in {quote.currency} on {quote.priced_on} for this customer."
            without.append(Fault(f"lines.{i}.product_id", detail))
            continue
        lines.append(BasketLine(asked.product_id, line.family_path, asked.quantity, steps, is_final, line.weight_kg))
    if without:
        more = f" Nor have {len(without) - 1} more: see `errors`." if len(without) > 1 else ""
        raise NoPrice(f"{without[0].detail}{more}", field=without[0].field, errors=listed(without, limit=20))
    return lines


def rules_of_lines(facts: SaleFacts, rules: RuleSet, customer_id: UUID, channel: str) -> list[MarginRule]:
    """The margin rule of each line; lines of one family share the search."""
    paths = [tuple(line.family_path) for line in facts.lines]
    found = {path: rules.rule_for(_sale(facts, path, customer_id, channel)) for path in set(paths)}
    return [found[path] for path in paths]


class _Sold(Protocol):
    @property
    def quantity(self) -> Decimal: ...


def order_decision(
    facts: SaleFacts,
    rules: RuleSet,
    customer_id: UUID,
    channel: str,
    lines: Sequence[_Sold],
    decisions: Sequence[MarginDecision],
) -> OrderDecision | None:
    """The judgement of the total, where the company has said what an order must earn."""
    rule = rules.order_rule_for(_sale(facts, (), customer_id, channel))
    if rule is None:
        return None
    pairs = zip(lines, decisions, strict=True)
    return judge_order([EarningLine(line.quantity, decision) for line, decision in pairs], rule)


def _sale(facts: SaleFacts, family_path: Sequence[str], customer_id: UUID, channel: str) -> Sale:
    return Sale(family_path, facts.segment, customer_id, channel, facts.salesperson_level)

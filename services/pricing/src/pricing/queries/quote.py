"""Prices of an order with their reasons, and the judgement of each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from kit.db import Database
from kit.errors import Fault, listed
from kit.money import ZERO

from kit import clock
from pricing.domain.advice import NO_ADVICE, Advice
from pricing.domain.basket import BasketLine, Charge, PricedLine, price_basket
from pricing.domain.discount_limit import judge_discount, with_discount
from pricing.domain.engine import base_steps, quantities_by_product
from pricing.domain.errors import NoPrice
from pricing.domain.exception import PriceException
from pricing.domain.exception_use import Allowances, Wanted, allows, with_exception
from pricing.domain.exchange import Exchange, judge_at
from pricing.domain.margin import Agreed, MarginDecision, MarginRule, Owed, UnitCost, Verdict, as_agreed, worst
from pricing.domain.order_margin import OrderDecision, with_order
from pricing.domain.price import MANUAL, exception_step, given
from pricing.domain.price_rule import Occasion
from pricing.domain.wanted import Packed
from pricing.queries.allowances import left_of
from pricing.queries.authorities import authorities_of_lines
from pricing.queries.judging import order_decision, rules_of_lines
from pricing.queries.sales_facts import SaleFacts, price_facts
from pricing.storage import exceptions
from pricing.storage.rates import exchange_of
from pricing.storage.rules import RuleBook, Rules


class AskedLine(NamedTuple):
    product_id: UUID
    quantity: Decimal
    manual_unit_price: Decimal | None = None
    packed: Packed | None = None  # where it is asked in a packaging; quantity and prices are of stock units
    agreed: Agreed | None = None  # before, at the price set by hand
    is_share: bool = False  # that price is of a kit that has its own: nobody grants it


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
    roles: Sequence[str] = ()  # of whoever sets prices by hand
    agreed_rate: Decimal | None = None  # what the firm order earned before this revision of it
    warehouse: str = ""  # the site that the goods leave from, where it is known


class Ground(NamedTuple):
    """All that an answer rests on."""

    facts: SaleFacts
    rules: Rules
    company_currency: str
    today: date
    exchange: Exchange  # from the company's currency into that of the quote
    granted: Sequence[PriceException] = ()  # special prices of the customer, in company currency
    left: Mapping[UUID, Decimal] = {}  # of each of them


async def quote_lines(database: Database, book: RuleBook, quote: Quote, *, company_currency: str) -> Quoted:
    """The price of each line and of the whole, why, and what its margin and, set by hand, its discount are worth.

    Costs come into the currency of the quote at the rate of its day, or today's if that is yet to come.

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
    now = clock.now()
    rules = await book.at(database, facts.rules_version)
    rate_day = min(quote.priced_on, now.date())  # nobody knows the rates to come
    exchange = await exchange_of(database, company_currency, quote.currency, rate_day)
    ground = Ground(facts, rules, company_currency, now.date(), exchange)
    if not facts.has_exceptions or quote.currency != company_currency:
        return ground
    async with database.read() as tx:
        granted = await exceptions.granted(tx, quote.customer_id)
        return ground._replace(granted=granted, left=await left_of(tx, granted, now=now))


def answer(quote: Quote, ground: Ground) -> Quoted:
    """The answer, from what is known.

    Raises:
        NoPrice: a line has no price; with every such line.
    """
    facts, rules = ground.facts, ground.rules
    sale_rules = rules.prices.of_sale(occasion(quote, ground))._replace(cash_discount=facts.cash_discount)
    lines = _basket_lines(quote, facts)
    rate = ground.exchange.rate
    basket = price_basket(lines, sale_rules, quote.currency, rate=rate)
    judges = _judges(quote, ground)
    decisions = [
        with_discount(judged(priced.unit_price, priced.owed), None)
        for judged, priced in zip(judges, basket.lines, strict=True)
    ]
    if ground.granted or any(line.manual_unit_price is not None for line in quote.lines):
        beside = _beside(quote, ground, judges, lines, basket.lines)
        if any(each.is_beside for each in beside):
            basket = price_basket([each.line for each in beside], sale_rules, quote.currency, rate=rate)
            decisions = _judged_beside(quote, ground, judges, beside, basket.lines)
    agreed = [line.agreed for line in quote.lines]
    decisions = [as_agreed(*pair) for pair in zip(decisions, agreed, strict=True)]
    order = order_decision(
        facts,
        rules.margins,
        customer_id=quote.customer_id,
        channel=quote.channel,
        currency=quote.currency,
        lines=quote.lines,
        decisions=decisions,
        charged=sum((charge.amount for charge in basket.charges), ZERO),
    )
    decisions = with_order(decisions, order, agreed, quote.agreed_rate)
    quoted = [QuotedLine(*line) for line in zip(quote.lines, basket.lines, decisions, strict=True)]
    return Quoted(quoted, basket.charges, basket.amount, order)


def occasion(quote: Quote, ground: Ground) -> Occasion:
    return Occasion(
        quote.customer_id,
        ground.facts.segment,
        quote.channel,
        quote.currency,
        quote.priced_on,
        ground.company_currency,
        quote.warehouse,
    )


def _basket_lines(quote: Quote, facts: SaleFacts) -> list[BasketLine]:
    """The lines with the base prices of the engine; one that has none, with the price set by hand.

    Raises:
        NoPrice: some have none.
    """
    lines, without = [], []
    ordered = quantities_by_product((asked.product_id, asked.quantity) for asked in quote.lines)
    for i, (asked, line) in enumerate(zip(quote.lines, facts.lines, strict=True)):
        whole = ordered[asked.product_id]
        steps, is_final = base_steps(line.layers, asked.quantity, segment=facts.segment, quantity_of_order=whole)
        if not steps and asked.manual_unit_price is not None:
            steps, is_final = [given(asked.manual_unit_price)], True
        if not steps:
            detail = f"{line.sku} has no price in {quote.currency} on {quote.priced_on} for this customer."
            without.append(Fault(f"lines.{i}.product_id", detail))
            continue
        lines.append(BasketLine(asked.product_id, line.family_path, asked.quantity, steps, is_final, line.weight_kg))
    if without:
        more = f" Nor have {len(without) - 1} more: see `errors`." if len(without) > 1 else ""
        raise NoPrice(f"{without[0].detail}{more}", field=without[0].field, errors=listed(without, limit=20))
    return lines


Judge = Callable[[Decimal, Owed], MarginDecision]  # of a line, on its margin at a price


def _judges(quote: Quote, ground: Ground) -> list[Judge]:
    line_rules = rules_of_lines(ground.facts, ground.rules.margins, quote.customer_id, quote.channel)
    return [
        _judge_of(ground.exchange, asked.agreed or line.cost.changed(quote.cost_change), rule)
        for asked, line, rule in zip(quote.lines, ground.facts.lines, line_rules, strict=True)
    ]


def _judge_of(exchange: Exchange, cost: UnitCost | Agreed, rule: MarginRule) -> Judge:
    return lambda unit_price, owed: judge_at(exchange, unit_price, cost, rule, owed)


class _Beside(NamedTuple):
    """A line whose price may be another than the engine's: set by hand, or by an exception."""

    line: BasketLine
    is_beside: bool = False
    engine_price: Decimal | None = None
    is_share: bool = False


def _beside(
    quote: Quote,
    ground: Ground,
    judges: Sequence[Judge],
    lines: Sequence[BasketLine],
    engine: Sequence[PricedLine],
) -> list[_Beside]:
    """The lines with the prices that are wanted instead of the engine's, which is the step before."""
    found = []
    special = _allowances(quote, ground)
    for asked, line, priced, judged in zip(quote.lines, lines, engine, judges, strict=True):
        if asked.manual_unit_price is not None:
            has_price = line.steps[-1].rule != MANUAL
            steps = [*(priced.steps if has_price else ()), given(asked.manual_unit_price)]
            price = priced.unit_price if has_price else None
            found.append(_Beside(line._replace(steps=steps, is_final=True), True, price, asked.is_share))
            continue
        offer = special.special_price(line.product_id, line.family_path, line.quantity, priced.unit_price)
        if offer is None:
            found.append(_Beside(line))
            continue
        wanted = _wanted(line, offer[1], priced.unit_price, judged(offer[1], priced.owed))
        if not allows(offer[0], wanted):
            found.append(_Beside(line))
            continue
        special.take(wanted)
        steps = [*priced.steps, exception_step(offer[0].id, offer[0].number, offer[1])]
        found.append(_Beside(line._replace(steps=steps, is_final=True), True, priced.unit_price))
    return found


def _judged_beside(
    quote: Quote, ground: Ground, judges: Sequence[Judge], lines: Sequence[_Beside], priced: Sequence[PricedLine]
) -> list[MarginDecision]:
    special = _allowances(quote, ground)
    authorities = authorities_of_lines(
        ground.facts,
        ground.rules.limits,
        customer_id=quote.customer_id,
        channel=quote.channel,
        roles=quote.roles,
        on=ground.today,
    )
    decisions = []
    for each, its, judged, authority in zip(lines, priced, judges, authorities, strict=True):
        margin = judged(its.unit_price, its.owed)
        if not each.is_beside or each.is_share:
            decisions.append(with_discount(margin, None))
            continue
        decision = with_discount(margin, judge_discount(its.unit_price, each.engine_price, authority))
        if decision.verdict is not Verdict.ALLOWED:
            wanted = _wanted(each.line, its.unit_price, each.engine_price, margin)
            decision = with_exception(decision, special.take(wanted))
        decisions.append(decision)
    return decisions


def _allowances(quote: Quote, ground: Ground) -> Allowances:
    return Allowances(ground.granted, ground.left, channel=quote.channel, on=ground.today)


def _wanted(line: BasketLine, unit_price: Decimal, engine_price: Decimal | None, margin: MarginDecision) -> Wanted:
    return Wanted(line.product_id, line.family_path, line.quantity, unit_price, engine_price, margin)

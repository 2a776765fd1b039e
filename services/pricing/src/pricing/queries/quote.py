"""Prices of an order with their reasons, and the judgement of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from kit.db import Database
from kit.errors import Fault, listed
from kit.money import ONE, ZERO

from kit import clock
from pricing.domain.discount_limit import NO_AUTHORITY, Authority, judge_discount, with_discount
from pricing.domain.errors import NoPrice
from pricing.domain.exception_use import Allowances, Wanted, allows, with_exception
from pricing.domain.margin import MarginDecision, MarginRule, RuleSet, Sale, Verdict, judge
from pricing.domain.price import PriceStep, exception_step, steps_to_price
from pricing.queries.allowances import allowances
from pricing.queries.authorities import authorities_of_lines
from pricing.queries.sales_facts import LineFacts, SaleFacts, price_facts
from pricing.storage import exceptions
from pricing.storage.discount_limits import LimitBook
from pricing.storage.rules import RuleBook


class AskedLine(NamedTuple):
    product_id: UUID
    quantity: Decimal
    manual_unit_price: Decimal | None = None


class QuotedLine(NamedTuple):
    product_id: UUID
    steps: Sequence[PriceStep]
    decision: MarginDecision

    @property
    def unit_price(self) -> Decimal:
        return self.steps[-1].unit_price


@dataclass(frozen=True, slots=True)
class Quote:
    """What the customer asks to be priced. Prices are per stock unit, before tax."""

    customer_id: UUID
    channel: str
    priced_on: date
    currency: str
    lines: Sequence[AskedLine]
    cost_change: Decimal = ZERO  # what if: 0.08 judges as if every cost were 8 % higher
    roles: Sequence[str] = ()  # of whoever sets prices by hand


async def quote_lines(
    database: Database, rules: RuleBook, limits: LimitBook, quote: Quote, *, company_currency: str
) -> list[QuotedLine]:
    """Each line's price in the order asked, why, and what its margin and, set by hand, its discount are worth.

    Costs are in the company's currency: a price in another one has no known margin.

    Raises:
        ProductNotKnown, CustomerNotKnown: pricing has not heard of one.
        NoPrice: a line has no price for this customer on that day; with every such line.
    """
    facts = await price_facts(
        database, quote.customer_id, [line.product_id for line in quote.lines], quote.currency, quote.priced_on
    )
    line_rules = rules_of_lines(facts, await rules.at(database, facts.rules_version), quote.customer_id, quote.channel)
    authorities = [NO_AUTHORITY] * len(quote.lines)
    if facts.has_exceptions or any(line.manual_unit_price is not None for line in quote.lines):
        authorities = authorities_of_lines(
            facts,
            await limits.at(database, facts.rules_version),
            customer_id=quote.customer_id,
            channel=quote.channel,
            roles=quote.roles,
            on=clock.now().date(),
        )
    special = None
    if facts.has_exceptions and quote.currency == company_currency:
        async with database.read() as tx:
            granted = await exceptions.granted(tx, quote.customer_id)
            special = await allowances(tx, granted, channel=quote.channel, now=clock.now())
    costs_change = ONE + quote.cost_change
    quoted = []
    without = []
    for i, (asked, line, rule, authority) in enumerate(
        zip(quote.lines, facts.lines, line_rules, authorities, strict=True)
    ):
        steps = steps_to_price(
            line.offers, asked.quantity, segment=facts.segment, manual_unit_price=asked.manual_unit_price
        )
        if not steps:
            detail = f"{line.sku} has no price in {quote.currency} on {quote.priced_on} for this customer."
            without.append(Fault(f"lines.{i}.product_id", detail))
            continue
        cost = line.unit_cost if quote.currency == company_currency else None
        if quote.cost_change and cost is not None:
            cost *= costs_change
        if asked.manual_unit_price is None and special is None:
            decision = with_discount(judge(steps[-1].unit_price, cost, rule), None)
        else:
            steps, decision = _beside_the_lists(asked, line, steps, cost, rule, authority, special)
        quoted.append(QuotedLine(asked.product_id, steps, decision))
    if without:
        more = f" Nor have {len(without) - 1} more: see `errors`." if len(without) > 1 else ""
        raise NoPrice(f"{without[0].detail}{more}", field=without[0].field, errors=listed(without, limit=20))
    return quoted


def _beside_the_lists(
    asked: AskedLine,
    line: LineFacts,
    steps: list[PriceStep],
    cost: Decimal | None,
    rule: MarginRule,
    authority: Authority,
    special: Allowances | None,
) -> tuple[list[PriceStep], MarginDecision]:
    """Steps and decision where the price may be another than the engine's: set by hand, or by an exception."""
    has_engine_price = asked.manual_unit_price is None or len(steps) > 1
    engine_price = steps[-1 if asked.manual_unit_price is None else -2].unit_price if has_engine_price else None

    def wanted(unit_price: Decimal) -> Wanted:
        margin = judge(unit_price, cost, rule)
        return Wanted(asked.product_id, line.family_path, asked.quantity, unit_price, engine_price, margin)

    want = wanted(steps[-1].unit_price)
    if special is not None and asked.manual_unit_price is None:
        offer = special.special_price(asked.product_id, line.family_path, asked.quantity, want.unit_price)
        if offer is None or not allows(offer[0], cheaper := wanted(offer[1])):
            return steps, with_discount(want.margin, None)
        steps, want = [*steps, exception_step(offer[0].id, offer[0].number, offer[1])], cheaper
    decision = with_discount(want.margin, judge_discount(want.unit_price, engine_price, authority))
    if special is None or decision.verdict is Verdict.ALLOWED:
        return steps, decision
    return steps, with_exception(decision, special.take(want))


def rules_of_lines(facts: SaleFacts, rules: RuleSet, customer_id: UUID, channel: str) -> list[MarginRule]:
    """The margin rule of each line; lines of one family share the search."""
    paths = [tuple(line.family_path) for line in facts.lines]
    found = {path: rules.rule_for(Sale(path, facts.segment, customer_id, channel)) for path in set(paths)}
    return [found[path] for path in paths]

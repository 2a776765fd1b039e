"""Prices of an order with their reasons, and the judgement of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.db import Database

from pricing.domain.errors import NoPrice
from pricing.domain.margin import MarginDecision, Sale, Verdict, judge, rule_for
from pricing.domain.price import PriceStep, steps_to_price
from pricing.queries.sales_facts import price_facts
from pricing.storage.rules import RuleBook


@dataclass(frozen=True, slots=True)
class AskedLine:
    line_id: str
    product_id: UUID
    quantity: Decimal
    manual_unit_price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class QuotedLine:
    line_id: str
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


async def quote_lines(database: Database, rules: RuleBook, quote: Quote) -> list[QuotedLine]:
    """Each line's price, why, and what its margin is worth.

    Raises:
        ProductNotKnown, CustomerNotKnown: pricing has not heard of one.
        NoPrice: a line has no price for this customer on that day; with every such line.
    """
    async with database.read() as tx:
        facts = await price_facts(
            tx, quote.customer_id, [line.product_id for line in quote.lines], quote.currency, quote.priced_on
        )
        book = await rules.at(tx, facts.rules_version)
    quoted = []
    without = []
    for i, line in enumerate(quote.lines):
        product = facts.products[line.product_id]
        steps = steps_to_price(product.prices, line.quantity, line.manual_unit_price)
        if not steps:
            without.append((i, product.sku))
            continue
        rule = rule_for(Sale(product.family_path, facts.segment, quote.customer_id, quote.channel), book)
        decision = judge(steps[-1].unit_price, product.unit_cost, rule)
        quoted.append(QuotedLine(line.line_id, line.product_id, steps, decision))
    if without:
        raise NoPrice(
            f"{without[0][1]} has no price in {quote.currency} on {quote.priced_on}"
            + (f", nor have {len(without) - 1} more." if len(without) > 1 else "."),
            field=f"lines.{without[0][0]}.product_id",
            skus=[sku for _, sku in without[:20]],
        )
    return quoted


def worst(decisions: Sequence[MarginDecision]) -> Verdict:
    return max((decision.verdict for decision in decisions), default=Verdict.ALLOWED)

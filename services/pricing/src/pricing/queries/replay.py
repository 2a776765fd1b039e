"""Prices as they were: the engine asked again, by all that was recorded at an instant."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from kit.db import ReadTransaction

from pricing.domain.basket import BasketLine, Charge, PricedLine, price_basket
from pricing.domain.engine import base_steps, quantities_by_product
from pricing.domain.errors import CustomerNotKnown
from pricing.domain.price_rule import Occasion
from pricing.domain.rule_history import RuleHistory
from pricing.queries.sales_facts import customer_fault
from pricing.storage import rule_history
from pricing.storage.past_prices import PastSale, past_facts


class PastQuote(NamedTuple):
    """What a customer asked at an instant. `segment`: none, his present one."""

    customer_id: UUID
    segment: str | None
    channel: str
    priced_on: date
    currency: str
    lines: Sequence[tuple[UUID, Decimal]]  # product, stock units


class Replayed(NamedTuple):
    """Of each line its price, none where there was none; what was charged on top of them; and the amount of both."""

    lines: Sequence[PricedLine | None]
    charges: Sequence[Charge]
    amount: Decimal


async def replay(tx: ReadTransaction, quote: PastQuote, instant: datetime, *, company_currency: str) -> Replayed:
    """The prices by the lists, contracts and rules recorded at that instant. Price exceptions are none of the engine's.

    Raises:
        CustomerNotKnown: pricing has not heard of him.
    """
    now = await tx.fetchval("SELECT segment FROM partner WHERE id = $1", quote.customer_id)
    if now is None:
        fault = customer_fault(quote.customer_id, "customer_id")
        raise CustomerNotKnown(fault.detail, field=fault.field)
    segment = now if quote.segment is None else quote.segment
    sales = [
        PastSale(product_id, quote.customer_id, segment, quote.currency, quote.priced_on)
        for product_id, _ in quote.lines
    ]
    wanted = quantities_by_product(quote.lines)
    places, basket = [], []
    for place, (facts, line) in enumerate(zip(await past_facts(tx, sales, instant), quote.lines, strict=True)):
        product_id, quantity = line
        whole = wanted[product_id]
        steps, is_final = base_steps(facts.layers, quantity, segment=segment, quantity_of_order=whole)
        if steps:
            places.append(place)
            basket.append(BasketLine(product_id, facts.family_path, quantity, steps, is_final))
    rules = RuleHistory(await rule_history.states(tx)).at(instant)
    sale = Occasion(quote.customer_id, segment, quote.channel, quote.currency, quote.priced_on, company_currency)
    priced = price_basket(basket, rules.of_sale(sale), quote.currency)
    found = dict(zip(places, priced.lines, strict=True))
    return Replayed([found.get(place) for place in range(len(quote.lines))], priced.charges, priced.amount)

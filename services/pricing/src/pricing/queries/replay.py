"""Prices as they were."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction

from pricing.domain.basket import BasketLine, price_basket
from pricing.domain.errors import CustomerNotKnown
from pricing.domain.price import PriceStep, steps_to_price
from pricing.domain.price_rule import SaleRules
from pricing.queries.sales_facts import customer_fault
from pricing.storage.past_prices import PastSale, past_offers


async def replay(
    tx: ReadTransaction,
    lines: Sequence[tuple[UUID, Decimal]],
    *,
    customer_id: UUID,
    segment: str | None,
    priced_on: date,
    currency: str,
    instant: datetime,
) -> list[Sequence[PriceStep]]:
    """The steps of each (product, quantity) by the lists recorded at that instant; none where there was no price.

    Raises:
        CustomerNotKnown: pricing has not heard of him.
    """
    now = await tx.fetchval("SELECT segment FROM partner WHERE id = $1", customer_id)
    if now is None:
        fault = customer_fault(customer_id, "customer_id")
        raise CustomerNotKnown(fault.detail, field=fault.field)
    segment = now if segment is None else segment
    sales = [PastSale(product_id, customer_id, segment, currency, priced_on) for product_id, _ in lines]
    offers = await past_offers(tx, sales, instant)
    priced: list[Sequence[PriceStep]] = []
    for each, (product_id, quantity) in zip(offers, lines, strict=True):
        steps = steps_to_price(each, quantity, segment=segment)
        line = BasketLine(product_id, (), quantity, steps)
        priced.append(price_basket([line], SaleRules(), currency).lines[0].steps if steps else ())
    return priced

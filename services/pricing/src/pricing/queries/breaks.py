"""What products cost a customer, and from which quantities on they cost less."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from kit.db import Database
from kit.money import ONE

from pricing.domain.errors import NoPrice
from pricing.queries.advise import breaks_of
from pricing.queries.quote import AskedLine, Ground, Quote, answer, ground_of
from pricing.storage.rules import RuleBook

_BREAKS = 20  # shown of one product


class Break(NamedTuple):
    """From so many stock units on, one costs so much."""

    quantity: Decimal
    unit_price: Decimal


async def price_breaks(
    database: Database, book: RuleBook, quote: Quote, *, company_currency: str
) -> dict[UUID, list[Break]]:
    """By product, the price of one unit and then each larger quantity that makes it cheaper; none where there is no price.

    Raises:
        ProductNotKnown, CustomerNotKnown: pricing has not heard of one.
    """
    ground = await ground_of(database, book, quote, company_currency=company_currency)
    return {line.product_id: list(_falling(quote, ground, i)) for i, line in enumerate(quote.lines)}


def _falling(quote: Quote, ground: Ground, index: int) -> Iterator[Break]:
    alone = ground._replace(facts=ground.facts._replace(lines=[ground.facts.lines[index]]))
    product_id = quote.lines[index].product_id
    lowest: Decimal | None = None
    for quantity in sorted({ONE, *(each for each in breaks_of(quote, ground, index) if each > ONE)})[:_BREAKS]:
        try:
            (line,) = answer(replace(quote, lines=[AskedLine(product_id, quantity)]), alone).lines
        except NoPrice:
            continue  # it is sold from a larger quantity on
        if lowest is None or line.unit_price < lowest:
            lowest = line.unit_price
            yield Break(quantity, line.unit_price)

"""What a basket would cost, earn and find in stock. Writes nothing."""

import asyncio
from dataclasses import dataclass

from kit.auth import Principal

from sales.clients.desk import Desk
from sales.clients.peers import Availability
from sales.domain.asked import AskedLine, asked_lines
from sales.domain.basket import Basket
from sales.domain.charge import PricedBasket
from sales.queries.price_basket import price_basket
from sales.queries.read_basket import WrittenOrder, read_basket


@dataclass(frozen=True, slots=True)
class Quote:
    """By line of the basket."""

    basket: Basket
    priced: PricedBasket
    availabilities: list[Availability]

    @property
    def asked(self) -> list[AskedLine]:
        """Its lines as they were asked for."""
        return asked_lines(self.basket.lines)


async def quote_basket(desk: Desk, written: WrittenOrder, caller: Principal) -> Quote:
    """As of now.

    Raises:
        What `read_basket` and `price_basket` raise.
    """
    async with desk.database.read() as tx:
        basket = await read_basket(tx, written, desk.currency)
    priced, availabilities = await asyncio.gather(
        price_basket(desk, basket, caller),
        desk.peers.stock.availability(
            [line.product_id for line in basket.lines], warehouse=basket.terms.warehouse, caller=caller
        ),
    )
    return Quote(basket, priced, availabilities)

"""Prices of a basket, with their reasons and margin decisions."""

from kit.auth import Principal

from sales.clients.desk import Desk
from sales.clients.peers import AskedPrice
from sales.domain.basket import Basket
from sales.domain.margin import PricedLine
from sales.domain.order import Granter


async def price_basket(desk: Desk, basket: Basket, caller: Principal) -> list[PricedLine]:
    """Of each line, as of the day of the order.

    Raises:
        CustomerNotKnown, ProductNotKnown, NoPrice: pricing has not heard of one.
        PeerAway: pricing does not answer in time.
    """
    terms = basket.terms
    return await desk.peers.pricing.quote_lines(
        [AskedPrice(line.product_id, line.quantity, line.manual_unit_price) for line in basket.lines],
        customer_id=terms.customer_id,
        channel=terms.channel,
        priced_on=terms.ordered_on,
        currency=terms.currency,
        caller=caller,
    )


def granter_of(caller: Principal) -> Granter:
    """Who speaks for prices: customers of the portal grant nothing, whatever their token says."""
    return Granter(caller.subject, () if caller.customer_id is not None else caller.roles)

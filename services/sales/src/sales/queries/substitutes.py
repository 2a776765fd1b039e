"""What could be given instead of what is short, with its price and margin. Holds nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from kit.auth import Principal
from kit.money import EXACT, ZERO, round_half_up

from sales.clients.desk import Desk
from sales.clients.peers import AskedPrice
from sales.domain.basket import Basket, BasketLine
from sales.domain.errors import NoPrice, ProductNotKnown
from sales.domain.margin import PricedLine
from sales.queries.price_basket import price_basket
from sales.queries.read_basket import WrittenOrder, read_basket
from sales.storage import masters
from sales.storage.masters import Product


@dataclass(frozen=True, slots=True)
class Offer:
    """A product that can be had instead of a line's, for the line's quantity."""

    product: Product
    available: Decimal
    price: PricedLine
    net_change: Decimal  # of the line, before tax: how much dearer (or cheaper) it makes it


@dataclass(frozen=True, slots=True)
class ShortLine:
    """A line that stock cannot serve whole, and what else there is: what serves it whole first, then as catalog ranks."""

    index: int
    line: BasketLine
    available: Decimal
    price: PricedLine
    offers: tuple[Offer, ...]


async def substitutes(desk: Desk, written: WrittenOrder, caller: Principal) -> list[ShortLine]:
    """The short lines of a basket, at the stock and prices of now.

    Raises:
        What `read_basket` and `price_basket` raise.
    """
    async with desk.database.read() as tx:
        basket = await read_basket(tx, written, desk.currency)
    free = await _free(desk, basket, [line.product_id for line in basket.lines], caller)
    short = _short(basket, free)
    if not short:
        return []
    async with desk.database.read() as tx:
        asked = await masters.products(tx, [line.product_id for _, line, _ in short])
        others = await masters.products(tx, [id_ for product in asked.values() for id_ in product.substitutes])
    sold = {id_: product for id_, product in others.items() if product.is_sold}
    there = await _free(desk, basket, list(sold), caller)
    prices = (await price_basket(desk, basket, caller)).lines
    found = []
    for i, line, available in short:
        ids = [id_ for id_ in asked[line.product_id].substitutes if id_ in sold and there[id_] > 0]
        priced = await _prices(desk, basket, line, ids, caller)
        offers = [
            Offer(sold[id_], there[id_], price, _net(line, price) - _net(line, prices[i]))
            for id_, price in priced.items()
        ]
        offers.sort(key=lambda offer: offer.available < line.quantity)
        found.append(ShortLine(i, line, available, prices[i], tuple(offers)))
    return found


def _short(basket: Basket, free: Mapping[UUID, Decimal]) -> list[tuple[int, BasketLine, Decimal]]:
    """(index, line, what is left for it): lines of one product share it in their order. What suppliers bring takes none."""
    left = dict(free)
    found = []
    for i, line in enumerate(basket.lines):
        if line.is_drop_shipped:
            continue
        available = min(left[line.product_id], line.quantity)
        left[line.product_id] -= available
        if available < line.quantity:
            found.append((i, line, available))
    return found


async def _free(desk: Desk, basket: Basket, ids: Sequence[UUID], caller: Principal) -> dict[UUID, Decimal]:
    unique = list(dict.fromkeys(ids))
    if not unique:
        return {}
    found = await desk.peers.stock.availability(unique, warehouse=basket.terms.warehouse, caller=caller)
    return {id_: max(row.available, ZERO) for id_, row in zip(unique, found, strict=True)}


async def _prices(
    desk: Desk, basket: Basket, line: BasketLine, ids: Sequence[UUID], caller: Principal
) -> dict[UUID, PricedLine]:
    """Of those that have a price for this customer."""
    found = {}
    for id_ in ids:
        try:
            quoted = await desk.peers.pricing.quote_lines(
                [AskedPrice(id_, line.quantity, None)],
                customer_id=basket.terms.customer_id,
                channel=basket.terms.channel,
                priced_on=basket.terms.ordered_on,
                currency=basket.terms.currency,
                caller=caller,
                warehouse=basket.terms.warehouse,
            )
        except (NoPrice, ProductNotKnown):
            continue
        found[id_] = quoted.lines[0]
    return found


def _net(line: BasketLine, price: PricedLine) -> Decimal:
    return round_half_up(EXACT.multiply(line.quantity, price.unit_price))

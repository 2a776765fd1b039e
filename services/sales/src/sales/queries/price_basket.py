"""Prices of a basket, with their reasons and margin decisions."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from kit.auth import Principal

from sales.clients.desk import Desk
from sales.clients.peers import AskedPrice
from sales.domain.basket import Basket, BasketLine
from sales.domain.charge import PricedBasket
from sales.domain.errors import NoPrice, ProductNotKnown
from sales.domain.kit import KitPart, shared_out
from sales.domain.margin import PricedLine, PriceStep
from sales.domain.order import Granter, Terms


async def price_basket(desk: Desk, basket: Basket, caller: Principal, *, on: date | None = None) -> PricedBasket:
    """Of each line and of the whole, as of the day of the order. Components share the price of their kit, where it has one.

    Raises:
        CustomerNotKnown, ProductNotKnown, NoPrice: pricing has not heard of one.
        PeerAway: pricing does not answer in time.
    """
    day = on or basket.terms.ordered_on
    asked = [AskedPrice(line.product_id, line.quantity, line.manual_unit_price) for line in basket.lines]
    priced = await _quote(desk, basket.terms, asked, day, caller)
    parts: dict[KitPart, list[int]] = defaultdict(list)
    for i, line in enumerate(basket.lines):
        if line.kit is not None:
            parts[line.kit].append(i)
    if not parts:
        return priced
    shares: dict[int, PriceStep] = {}
    for part, indexes in parts.items():
        if (price := await _kit_price(desk, basket.terms, part, day, caller)) is not None:
            shares |= _shares(part, price, {i: (basket.lines[i], priced.lines[i]) for i in indexes})
    return await _shared(desk, basket, priced, shares, day, caller) if shares else priced


async def _kit_price(desk: Desk, terms: Terms, part: KitPart, day: date, caller: Principal) -> Decimal | None:
    """Of one kit; None when it has no price of its own: then it costs what its components do."""
    try:
        asked = AskedPrice(part.product_id, part.quantity, part.manual_unit_price)
        quoted = await _quote(desk, terms, [asked], day, caller)
    except (NoPrice, ProductNotKnown):
        return part.manual_unit_price
    return quoted.lines[0].unit_price


def _shares(
    part: KitPart, unit_price: Decimal, components: Mapping[int, tuple[BasketLine, PricedLine]]
) -> dict[int, PriceStep]:
    shared = shared_out(
        part.quantity, unit_price, [(line.quantity, price.unit_price) for line, price in components.values()]
    )
    label = f"Part of {part.quantity} {part.sku} at {unit_price}"
    return {
        i: PriceStep("kit", str(part.product_id), label, price) for i, price in zip(components, shared, strict=True)
    }


async def _shared(
    desk: Desk,
    basket: Basket,
    priced: PricedBasket,
    shares: Mapping[int, PriceStep],
    day: date,
    caller: Principal,
) -> PricedBasket:
    """The basket with components at their shares of kits: judged, and charged, as a whole."""
    asked = [
        AskedPrice(line.product_id, line.quantity, shares[i].unit_price if i in shares else line.manual_unit_price)
        for i, line in enumerate(basket.lines)
    ]
    anew = await _quote(desk, basket.terms, asked, day, caller)
    lines = [
        PricedLine((*priced.lines[i].steps, shares[i]), price.decision) if i in shares else price
        for i, price in enumerate(anew.lines)
    ]
    return replace(anew, lines=lines)


async def _quote(desk: Desk, terms: Terms, asked: Sequence[AskedPrice], day: date, caller: Principal) -> PricedBasket:
    return await desk.peers.pricing.quote_lines(
        asked,
        customer_id=terms.customer_id,
        channel=terms.channel,
        priced_on=day,
        currency=terms.currency,
        caller=caller,
    )


def granter_of(caller: Principal) -> Granter:
    """Who speaks for prices: customers of the portal grant nothing, whatever their token says."""
    return Granter(caller.subject, () if caller.customer_id is not None else caller.roles)

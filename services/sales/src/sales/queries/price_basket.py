"""Prices of a basket, with their reasons and margin decisions."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.auth import Principal

from sales.clients.desk import Desk
from sales.clients.peers import AskedPrice
from sales.domain.basket import Basket, BasketLine
from sales.domain.charge import PricedBasket
from sales.domain.errors import NoPrice, ProductNotKnown
from sales.domain.kit import KitPart, shared_out
from sales.domain.margin import PricedLine, PriceStep
from sales.domain.order import NO_BUYER, Buyer, Granter, Terms


@dataclass(frozen=True, slots=True)
class Beside:
    """The firm order that lines are added to: its own lines, at their prices, are a part of the whole."""

    order_id: UUID
    lines: Sequence[AskedPrice]
    rate: Decimal | None  # what the order earned


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for prices, on which terms, as of which day."""

    desk: Desk
    terms: Terms
    day: date
    caller: Principal
    beside: Beside | None = None

    async def prices_of(self, asked: Sequence[AskedPrice]) -> PricedBasket:
        """Of these lines, and what the whole is charged with."""
        beside = self.beside
        priced = await self.desk.peers.pricing.quote_lines(
            [*asked, *beside.lines] if beside else asked,
            customer_id=self.terms.customer_id,
            channel=self.terms.channel,
            priced_on=self.day,
            currency=self.terms.currency,
            caller=self.caller,
            warehouse=self.terms.warehouse,
            order_id=beside.order_id if beside else None,
            agreed_rate=beside.rate if beside else None,
        )
        return replace(priced, lines=priced.lines[: len(asked)])


async def price_basket(
    desk: Desk, basket: Basket, caller: Principal, *, on: date | None = None, beside: Beside | None = None
) -> PricedBasket:
    """Of each line and of the whole, as of the day of the order. Components share the price of their kit, where it has one.

    Raises:
        CustomerNotKnown, ProductNotKnown, NoPrice: pricing has not heard of one.
        PeerAway: pricing does not answer in time.
    """
    asking = Asking(desk, basket.terms, on or basket.terms.ordered_on, caller, beside)
    priced = await asking.prices_of(
        [AskedPrice(line.product_id, line.quantity, line.manual_unit_price) for line in basket.lines]
    )
    parts: dict[KitPart, list[int]] = defaultdict(list)
    for i, line in enumerate(basket.lines):
        if line.kit is not None:
            parts[line.kit].append(i)
    shares: dict[int, PriceStep] = {}
    for part, indexes in parts.items():
        if (price := await _kit_price(replace(asking, beside=None), part)) is not None:
            shares |= _shares(part, price, {i: (basket.lines[i], priced.lines[i]) for i in indexes})
    return await _shared(asking, basket, priced, shares) if shares else priced


async def _kit_price(asking: Asking, part: KitPart) -> Decimal | None:
    """Of one kit; None when it has no price of its own: then it costs what its components do."""
    try:
        priced = await asking.prices_of([AskedPrice(part.product_id, part.quantity, part.manual_unit_price)])
    except (NoPrice, ProductNotKnown):
        return part.manual_unit_price
    return priced.lines[0].unit_price


def _shares(
    part: KitPart, unit_price: Decimal, components: Mapping[int, tuple[BasketLine, PricedLine]]
) -> dict[int, PriceStep]:
    shared = shared_out(
        part.quantity, unit_price, [(line.quantity, price.unit_price) for line, price in components.values()]
    )
    label = f"Part of {part.quantity} {part.sku} at {unit_price}"
    label_fr = f"Part de {part.quantity} {part.sku} à {unit_price}"
    return {
        i: PriceStep("kit", str(part.product_id), label, price, label_fr)
        for i, price in zip(components, shared, strict=True)
    }


async def _shared(
    asking: Asking, basket: Basket, priced: PricedBasket, shares: Mapping[int, PriceStep]
) -> PricedBasket:
    """The basket with components at their shares of kits: judged, and charged, as a whole."""
    anew = await asking.prices_of(
        [
            AskedPrice(
                line.product_id,
                line.quantity,
                shares[i].unit_price if i in shares else line.manual_unit_price,
                is_share=i in shares and line.kit is not None and line.kit.manual_unit_price is None,
            )
            for i, line in enumerate(basket.lines)
        ]
    )
    lines = [
        PricedLine((*priced.lines[i].steps, shares[i]), price.decision) if i in shares else price
        for i, price in enumerate(anew.lines)
    ]
    return replace(anew, lines=lines)


def granter_of(caller: Principal) -> Granter:
    """Who speaks for prices: customers of the portal grant nothing, whatever their token says."""
    return Granter(caller.subject, () if caller.customer_id is not None else caller.roles)


def buyer_of(caller: Principal) -> Buyer:
    """The customer's user who orders; nobody when the house does."""
    return NO_BUYER if caller.customer_id is None else Buyer(caller.subject, caller.name)

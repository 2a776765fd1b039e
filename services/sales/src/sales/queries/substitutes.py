"""What could be given instead of what is short, or not sold any more, with its price and margin. Holds nothing."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from kit.auth import Principal
from kit.db import ReadTransaction
from kit.money import EXACT, ZERO, round_half_up

from sales.clients.desk import Desk
from sales.clients.peers import AskedPrice
from sales.domain.asked import Amount, AskedLine, amount_of, asked_lines, decision_on, served
from sales.domain.basket import Basket
from sales.domain.errors import NoPrice, ProductNotKnown
from sales.domain.margin import MarginDecision, PricedLine
from sales.queries.price_basket import price_basket
from sales.queries.read_basket import WrittenOrder, basket_line, read_basket
from sales.storage import masters
from sales.storage.masters import Product

OFFERED_AT_MOST = 5  # of one line


@dataclass(frozen=True, slots=True)
class Offer:
    """A product that can be had instead of a line's, for the line's quantity."""

    product: Product
    available: Decimal
    price: PricedLine
    net_change: (
        Decimal | None
    )  # of the line, before tax: how much dearer (or cheaper) it makes it; None: it has no price


@dataclass(frozen=True, slots=True)
class ShortLine:
    """A line that stock cannot serve whole, and what else there is: what serves it whole first, then as catalog ranks."""

    index: int  # of the line in the request
    line: AskedLine
    available: Decimal
    amount: Amount | None  # None: it is not sold any more
    decision: MarginDecision | None
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The basket of what is sold, each line as it was asked for, and what is not sold; by index in the request."""

    basket: Basket
    sold: Mapping[int, AskedLine]
    unsold: Mapping[int, AskedLine]


async def substitutes(desk: Desk, written: WrittenOrder, caller: Principal) -> list[ShortLine]:
    """The short lines of a basket, at the stock and prices of now; lines of blocked products are short of all.

    Raises:
        What `read_basket` and `price_basket` raise, but for blocked products.
    """
    async with desk.database.read() as tx:
        wanted = await _read(tx, written, desk.currency)
    basket = wanted.basket
    free = await _free(desk, basket, [line.product_id for line in basket.lines], caller)
    there = dict(zip(wanted.sold, served(list(wanted.sold.values()), free), strict=True))
    short = {i: line for i, line in wanted.sold.items() if there[i] < line.quantity}
    lacking = dict(sorted({**short, **wanted.unsold}.items()))
    if not lacking:
        return []
    async with desk.database.read() as tx:
        asked = await masters.products(tx, [line.product_id for line in lacking.values()])
        others = await masters.products(tx, [id_ for product in asked.values() for id_ in product.substitutes])
    sold = {id_: product for id_, product in others.items() if product.is_sold}
    stock = await _free(desk, basket, list(sold), caller)
    ranked = {
        i: [id_ for id_ in asked[line.product_id].substitutes if stock.get(id_, ZERO) > 0][:OFFERED_AT_MOST]
        for i, line in lacking.items()
    }
    priced, offered = await asyncio.gather(_prices(desk, basket, caller), _offered(desk, wanted, ranked, caller))
    found = []
    for i, line in lacking.items():
        prices = line.of(priced) if i in short else None
        amount = amount_of(line, prices) if prices else None
        offers = [
            Offer(sold[id_], stock[id_], offered[i, id_], _change(line, offered[i, id_], amount))
            for id_ in ranked[i]
            if (i, id_) in offered
        ]
        offers.sort(key=lambda offer: offer.available < line.quantity)
        decision = decision_on(line, prices) if prices else None
        found.append(ShortLine(i, line, there.get(i, ZERO), amount, decision, tuple(offers)))
    return found


async def _read(tx: ReadTransaction, written: WrittenOrder, company_currency: str) -> _Wanted:
    known = await masters.products(tx, [line.product_id for line in written.lines])
    blocked = {id_: product for id_, product in known.items() if not product.is_sold}
    is_sold = [line.product_id not in blocked for line in written.lines]
    lines = tuple(line for line, sold in zip(written.lines, is_sold, strict=True) if sold)
    basket = await read_basket(tx, replace(written, lines=lines), company_currency)
    indexes = [i for i, sold in enumerate(is_sold) if sold]
    unsold = {
        i: AskedLine(0, (basket_line(line, blocked[line.product_id], "fr", field=f"lines.{i}"),))
        for i, line in enumerate(written.lines)
        if not is_sold[i]
    }
    return _Wanted(basket, dict(zip(indexes, asked_lines(basket.lines), strict=True)), unsold)


async def _free(desk: Desk, basket: Basket, ids: Sequence[UUID], caller: Principal) -> dict[UUID, Decimal]:
    unique = list(dict.fromkeys(ids))
    if not unique:
        return {}
    found = await desk.peers.stock.availability(unique, warehouse=basket.terms.warehouse, caller=caller)
    return {id_: max(row.available, ZERO) for id_, row in zip(unique, found, strict=True)}


async def _prices(desk: Desk, basket: Basket, caller: Principal) -> Sequence[PricedLine]:
    return (await price_basket(desk, basket, caller)).lines if basket.lines else ()


async def _offered(
    desk: Desk, wanted: _Wanted, ranked: Mapping[int, Sequence[UUID]], caller: Principal
) -> dict[tuple[int, UUID], PricedLine]:
    """The price of each substitute of each line that has one for this customer.

    All first choices are priced in one call, in the basket that they would make; all second choices in another.
    """
    rounds = [
        {i: ids[place] for i, ids in ranked.items() if len(ids) > place}
        for place in range(max(len(ids) for ids in ranked.values()))
    ]
    found: dict[tuple[int, UUID], PricedLine] = {}
    for priced in await asyncio.gather(*(_round(desk, wanted, chosen, caller) for chosen in rounds)):
        found |= priced
    return found


async def _round(
    desk: Desk, wanted: _Wanted, chosen: Mapping[int, UUID], caller: Principal
) -> dict[tuple[int, UUID], PricedLine]:
    """One substitute for each line; where pricing lacks one of them, each is asked alone."""
    lines = {**wanted.sold, **wanted.unsold}
    instead = [AskedPrice(id_, lines[i].quantity, None) for i, id_ in chosen.items()]
    kept = [
        AskedPrice(each.product_id, each.quantity, each.manual_unit_price)
        for i, line in wanted.sold.items()
        if i not in chosen
        for each in line.lines
    ]
    try:
        priced = await _quoted(desk, wanted.basket, [*instead, *kept], caller)
    except (NoPrice, ProductNotKnown):
        if len(chosen) == 1 and not kept:
            return {}
        alone = replace(wanted, sold={}, unsold=lines)
        each_alone = (_round(desk, alone, {i: id_}, caller) for i, id_ in chosen.items())
        return {key: price for found in await asyncio.gather(*each_alone) for key, price in found.items()}
    return dict(zip(chosen.items(), priced, strict=False))  # what is kept comes after


async def _quoted(desk: Desk, basket: Basket, asked: Sequence[AskedPrice], caller: Principal) -> Sequence[PricedLine]:
    terms = basket.terms
    quoted = await desk.peers.pricing.quote_lines(
        asked,
        customer_id=terms.customer_id,
        channel=terms.channel,
        priced_on=terms.ordered_on,
        currency=terms.currency,
        caller=caller,
        warehouse=terms.warehouse,
    )
    return quoted.lines


def _change(line: AskedLine, price: PricedLine, before: Amount | None) -> Decimal | None:
    if before is None:
        return None
    return round_half_up(EXACT.multiply(line.quantity, price.unit_price)) - before.net

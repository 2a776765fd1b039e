"""What the client wants otherwise of a firm order, looked up and priced: a revision that can be shown and accepted."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from kit.auth import Principal
from kit.db import ReadTransaction
from kit.ids import new_id

from kit import clock
from sales.clients.desk import Desk
from sales.clients.peers import AskedPrice
from sales.domain.basket import Basket, drafted
from sales.domain.charge import PricedBasket
from sales.domain.errors import LineRepeated, PartOfKit
from sales.domain.margin import AGREED, PricedLine, as_agreed
from sales.domain.order import OrderLine, SalesOrder, line_id
from sales.domain.revision import RevisedLine, RevisedTerms, Revision, check_lines
from sales.queries.price_basket import granter_of, price_basket
from sales.queries.read_basket import WrittenLine, basket_lines, stock_quantity
from sales.storage import masters


@dataclass(frozen=True, slots=True)
class WrittenChange:
    """What is otherwise of a line; None stays. The quantity is in the line's packaging."""

    line_id: UUID
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    cancel_rest: bool = False


@dataclass(frozen=True, slots=True)
class WrittenRevision:
    changes: tuple[WrittenChange, ...]
    added: tuple[WrittenLine, ...]
    terms: RevisedTerms
    reason: str


async def read_revision(desk: Desk, order: SalesOrder, written: WrittenRevision, caller: Principal) -> Revision:
    """The revision of an order. Lines that it changes are priced as of the order's day, lines that it adds as of today.

    Its number is known when it is stored.

    Raises:
        LineNotOfOrder, LineRepeated: it makes no sense.
        And what `read_basket` and `price_basket` raise.
    """
    ids = [change.line_id for change in written.changes]
    check_lines(order, ids)
    written = replace(written, changes=_with_whole_kits(order, written.changes))
    if len(set(ids)) < len(ids):
        raise LineRepeated("A line is changed twice: say all of it once.", field="changes")
    async with desk.database.read() as tx:
        changed = await _changed(tx, order, written.changes)
        basket = await _added(tx, order, written.added)
    anew = [line for line, change in zip(changed, written.changes, strict=True) if _is_priced_anew(line, change)]
    today = clock.now().date()
    old, new = await asyncio.gather(
        _prices(desk, order, anew, caller), price_basket(desk, basket, caller, on=today) if basket.lines else _none()
    )
    priced = {
        line.id: replace(line, steps=price.steps, decision=price.decision)
        for line, price in zip(anew, old, strict=True)
    }
    fresh = drafted(order.id, order.number, basket, new, order.granter).lines
    lines = [
        *(
            RevisedLine(priced.get(line.id, line), change.cancel_rest)
            for line, change in zip(changed, written.changes, strict=True)
        ),
        *(RevisedLine(replace(line, id=line_id(order.id, len(order.lines) + i))) for i, line in enumerate(fresh)),
    ]
    return Revision(
        id=new_id(),
        order_id=order.id,
        number=0,
        base=order.revision,
        reason=written.reason,
        lines=tuple(lines),
        terms=written.terms,
        written_by=caller.subject,
        granter=granter_of(caller),
    )


def _with_whole_kits(order: SalesOrder, changes: Sequence[WrittenChange]) -> tuple[WrittenChange, ...]:
    """The changes, where giving up a part of a kit gives up all of it.

    Raises:
        PartOfKit: a part would change otherwise.
    """
    known = {line.id: line for line in order.lines}
    given_up = set()
    for i, change in enumerate(changes):
        kit = known[change.line_id].kit
        if kit is not None and not change.cancel_rest:
            raise PartOfKit(
                f"{known[change.line_id].sku} is a part of {kit.sku}: cancel that and add it anew.",
                field=f"changes.{i}",
            )
        given_up |= {kit} - {None}
    named = {change.line_id for change in changes}
    more = [line.id for line in order.lines if line.kit in given_up and line.id not in named]
    return (*changes, *(WrittenChange(id_, cancel_rest=True) for id_ in more))


async def _changed(tx: ReadTransaction, order: SalesOrder, changes: Sequence[WrittenChange]) -> list[OrderLine]:
    known = {line.id: line for line in order.lines}
    products = await masters.products(tx, [known[change.line_id].product_id for change in changes])
    wanted = [_wanted(i, known[change.line_id], change, products) for i, change in enumerate(changes)]
    grown = [line.product_id for line in wanted if line.quantity > known[line.id].quantity]
    await masters.sold_products(tx, grown, field="changes")
    return wanted


def _wanted(index: int, line: OrderLine, change: WrittenChange, products: Mapping[UUID, masters.Product]) -> OrderLine:
    if change.unit_price is not None:
        line = replace(line, manual_unit_price=change.unit_price)
    if change.quantity is None:
        return line
    product = products[line.product_id]
    quantity = stock_quantity(change.quantity, line.packaging_code, product, field=f"changes.{index}")
    return replace(line, packaging_quantity=change.quantity, goods=replace(line.goods, quantity=quantity))


def _is_priced_anew(line: OrderLine, change: WrittenChange) -> bool:
    """What was shipped in part keeps its price, whatever the quantity."""
    if change.cancel_rest:
        return False
    return change.unit_price is not None or (change.quantity is not None and not line.goods.shipped)


async def _added(tx: ReadTransaction, order: SalesOrder, added: Sequence[WrittenLine]) -> Basket:
    customer = await masters.customer(tx, order.terms.customer_id)
    lines = await basket_lines(tx, added, customer.language, field="added", first=len(order.lines))
    return Basket(order.terms, lines)


async def _none() -> PricedBasket:
    return PricedBasket([])


async def _prices(desk: Desk, order: SalesOrder, lines: Sequence[OrderLine], caller: Principal) -> list[PricedLine]:
    if not lines:
        return []
    terms = order.terms
    quoted = await desk.peers.pricing.quote_lines(
        [AskedPrice(line.product_id, line.quantity, line.manual_unit_price) for line in lines],
        customer_id=terms.customer_id,
        channel=terms.channel,
        priced_on=terms.ordered_on,
        currency=terms.currency,
        caller=caller,
        order_id=order.id,
    )
    return [
        replace(price, steps=as_agreed(price.steps)) if _stays_agreed(line) else price
        for line, price in zip(lines, quoted.lines, strict=True)
    ]


def _stays_agreed(line: OrderLine) -> bool:
    """Whether the revision asks for the very price that was agreed on."""
    last = line.steps[-1]
    return last.rule == AGREED and last.unit_price == line.manual_unit_price

"""What the client wants otherwise of a firm order, looked up and priced: a revision that can be shown and accepted."""

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
from sales.domain.charge import Charge, PricedBasket, QuotedCharge, Waiver, charges_of, renewed, waived
from sales.domain.errors import ChargeIsDue, LineRepeated, PartOfKit
from sales.domain.margin import AGREED, as_agreed
from sales.domain.order import OrderLine, SalesOrder, line_id
from sales.domain.revision import RevisedLine, RevisedTerms, Revision, check_lines, earned_rate, revised, wanted
from sales.queries.price_basket import Asking, Beside, granter_of, price_basket
from sales.queries.read_basket import WrittenLine, basket_lines, stock_quantity
from sales.storage import masters

UNJUDGED = Decimal(-1000)  # no total earns less: a part of the order is not judged as if it were the whole


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
    waived: tuple[UUID, ...] = ()  # charges that are let go


async def read_revision(desk: Desk, order: SalesOrder, written: WrittenRevision, caller: Principal) -> Revision:
    """The revision of an order. Lines that it changes are priced as of the order's day, lines that it adds as of today.

    Its number is known when it is stored.

    Raises:
        LineNotOfOrder, LineRepeated, ChargeNotOnDocument, ChargeIsWaived: it makes no sense.
        ChargeIsDue: a charge is billed already.
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
    pairs = list(zip(changed, written.changes, strict=True))
    anew = [line for line, change in pairs if _is_priced_anew(line, change)]
    priced = await _priced_anew(desk, order, _staying(order, pairs), anew, basket, caller)
    fresh = drafted(order.id, order.number, basket, priced.added, order.granter).lines
    lines = [
        *(RevisedLine(priced.changed.get(line.id, line), change.cancel_rest) for line, change in pairs),
        *(RevisedLine(replace(line, id=line_id(order.id, len(order.lines) + i))) for i, line in enumerate(fresh)),
    ]
    revision = Revision(
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
    charges = order.charges
    if lines and not any(line.goods.shipped for line in order.lines):
        after = wanted(revised(order, revision))
        charges = renewed(order.charges, charges_of(order.id, priced.charges if after.lines else (), after.lines))
    return replace(revision, charges=_waived(order, charges, written, caller))


def _waived(
    order: SalesOrder, charges: tuple[Charge, ...], written: WrittenRevision, caller: Principal
) -> tuple[Charge, ...]:
    """The charges without those that are let go.

    Raises:
        ChargeIsDue: goods have left with them.
        ChargeNotOnDocument, ChargeIsWaived: there is nothing to let go.
    """
    if written.waived and any(line.goods.shipped for line in order.lines):
        raise ChargeIsDue(
            f"Goods of {order.number} have left: what it is charged with is billed. Credit it instead.",
            field="waived_charges",
        )
    for id_ in written.waived:
        charges = waived(charges, id_, Waiver(caller.subject, written.reason))
    return charges


@dataclass(frozen=True, slots=True)
class _Priced:
    """Lines that are changed and added, at their prices, and what the whole is charged with."""

    changed: Mapping[UUID, OrderLine]
    added: PricedBasket
    charges: Sequence[QuotedCharge]


async def _priced_anew(
    desk: Desk,
    order: SalesOrder,
    staying: Sequence[OrderLine],
    anew: Sequence[OrderLine],
    basket: Basket,
    caller: Principal,
) -> _Priced:
    """What is changed as of the order's day, what is added as of today; each as a part of the whole as it will be."""
    rate = earned_rate(order)
    beside = Beside(order.id, [_agreed(line) for line in staying], UNJUDGED if basket.lines else rate)
    asked = [AskedPrice(line.product_id, line.quantity, line.manual_unit_price) for line in anew]
    old = PricedBasket(())
    if asked or (staying and not basket.lines):
        old = await Asking(desk, order.terms, order.terms.ordered_on, caller, beside).prices_of(asked)
    changed = {
        line.id: replace(
            line, steps=as_agreed(price.steps) if _stays_agreed(line) else price.steps, decision=price.decision
        )
        for line, price in zip(anew, old.lines, strict=True)
    }
    if not basket.lines:
        return _Priced(changed, PricedBasket(()), old.charges)
    whole = [_agreed(line) for line in (*staying, *changed.values())]
    new = await price_basket(desk, basket, caller, on=clock.now().date(), beside=Beside(order.id, whole, rate))
    return _Priced(changed, new, new.charges)


def _staying(order: SalesOrder, pairs: Sequence[tuple[OrderLine, WrittenChange]]) -> list[OrderLine]:
    """Lines whose price stays, with what is wanted of them; without those of which nothing is."""
    changes = {line.id: (line, change) for line, change in pairs}
    found = []
    for line in order.lines:
        after, change = changes.get(line.id, (line, None))
        if change is not None and _is_priced_anew(after, change):
            continue
        quantity = line.goods.shipped if change is not None and change.cancel_rest else after.quantity
        if quantity:
            found.append(replace(line, goods=replace(line.goods, quantity=quantity)))
    return found


def _agreed(line: OrderLine) -> AskedPrice:
    return AskedPrice(
        line.product_id, line.quantity, line.unit_price, is_agreed=True, agreed_unit_cost=line.decision.unit_cost
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


def _stays_agreed(line: OrderLine) -> bool:
    """Whether the revision asks for the very price that was agreed on."""
    last = line.steps[-1]
    return last.rule == AGREED and last.unit_price == line.manual_unit_price

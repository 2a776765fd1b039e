"""Agree on a quantity with a customer, and call it off by orders."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from kit.audit import AuditEntry
from kit.auth import Principal
from kit.db import Transaction
from kit.ids import new_id
from kit.money import ZERO
from kit.numbers import next_number

from kit import audit
from sales.clients.desk import Desk
from sales.commands.confirm_order import Attempt, attempt_new, settle
from sales.domain.basket import drafted
from sales.domain.blanket import BlanketLine, BlanketOrder, check_call_offs, drawn, over_call
from sales.domain.errors import NotAgreed
from sales.domain.governance import refuse_blocked
from sales.domain.order import SalesOrder
from sales.queries.price_basket import granter_of, price_basket
from sales.queries.read_basket import WrittenLine, WrittenOrder, read_basket
from sales.storage import blankets


@dataclass(frozen=True, slots=True)
class Agreement:
    """What is agreed on; `least` of one call-off of each line, in the packaging of the line."""

    written: WrittenOrder  # customer, and lines with their prices
    least: Sequence[Decimal]
    starts_on: date
    ends_on: date


async def agreed(desk: Desk, asked: Agreement, caller: Principal) -> BlanketOrder:
    """The blanket order, without a number. Nothing is held: each call-off is an order that is judged like any other.

    Raises:
        NotAgreed: it would end before it starts.
        MarginBlocked: nobody may sell at such a price.
        And what `read_basket` and `price_basket` raise.
    """
    if asked.ends_on <= asked.starts_on:
        raise NotAgreed("It ends (the first day without it) after it starts.", field="ends_on")
    async with desk.database.read() as tx:
        basket = await read_basket(tx, asked.written, desk.currency)
    if any(line.kit for line in basket.lines):
        raise NotAgreed("Kits are not agreed on: agree on what they are made of.", field="lines")
    priced = await price_basket(desk, basket, caller)
    refuse_blocked(drafted(new_id(), "", basket, priced, granter_of(caller)), shows_margin=True)
    if dear := [
        line.sku for line, price in zip(basket.lines, priced.lines, strict=True) if price.decision.is_beyond_limit
    ]:
        raise NotAgreed(
            f"Somebody else must grant the prices of {', '.join(dear[:10])}: ask for price exceptions first, then agree.",
            field="lines",
        )
    lines = tuple(
        BlanketLine(
            new_id(),
            line.product_id,
            line.sku,
            line.quantity,
            price.unit_price,
            least * line.quantity / line.packaging_quantity,
        )
        for line, price, least in zip(basket.lines, priced.lines, asked.least, strict=True)
    )
    return BlanketOrder(
        id=new_id(),
        number="",
        customer_id=asked.written.customer_id,
        reference=asked.written.customer_reference,
        starts_on=asked.starts_on,
        ends_on=asked.ends_on,
        currency=basket.terms.currency,
        lines=lines,
    )


async def agree(tx: Transaction, blanket: BlanketOrder, *, by: str) -> BlanketOrder:
    """Write it, with its number."""
    numbered = replace(blanket, number=await next_number(tx, "BSO", blanket.starts_on.year))
    await blankets.add(tx, numbered, by=by)
    await _record(tx, numbered, "agreed", by)
    return numbered


async def end_blanket(tx: Transaction, blanket_id: UUID, reason: str, *, by: str, now: datetime) -> BlanketOrder:
    """Nothing more is called off; orders that were go on.

    Raises:
        NotFound, NotAgreed: there is none, or it was ended.
    """
    blanket = await blankets.lock(tx, blanket_id)
    if blanket.is_ended:
        raise NotAgreed(f"{blanket.number} was ended already.", number=blanket.number)
    await blankets.end(tx, blanket_id, now)
    after = await blankets.find(tx, blanket_id)
    await _record(tx, after, "ended", by, reason)
    return after


async def attempt_call_off(
    desk: Desk,
    blanket_id: UUID,
    order_id: UUID,
    asked: Sequence[tuple[UUID, Decimal]],
    terms: WrittenOrder,
    caller: Principal,
) -> Attempt:
    """An order of so much (stock units) of an agreement's lines, at its prices, on these terms.

    Raises:
        NotFound, NotAgreed: there is no agreement on that day.
        LineNotOfOrder, LineRepeated, OverCall, BelowCallOff: a line cannot be called off so.
        And what `attempt_new` raises.
    """
    async with desk.database.read() as tx:
        blanket = await blankets.find(tx, blanket_id)
        known = await blankets.call_offs_of(tx, order_id)
    caller.require_customer(blanket.customer_id)
    if known:  # asked again: it has taken its part already
        lines = [line for id_, _ in asked for line in blanket.lines if line.id == id_]
    else:
        lines = check_call_offs(blanket, asked, terms.ordered_on)
    written = replace(
        terms,
        customer_id=blanket.customer_id,
        customer_reference=terms.customer_reference or blanket.reference,
        lines=tuple(
            WrittenLine(line.product_id, quantity, None, line.unit_price, is_agreed=True)
            for line, (_, quantity) in zip(lines, asked, strict=True)
        ),
    )
    attempt = await attempt_new(desk, order_id, written, caller)
    if attempt.order.terms.currency != blanket.currency:
        raise NotAgreed(
            f"{blanket.number} has prices in {blanket.currency}, and its customer buys in {attempt.order.terms.currency}"
            " now: agree anew.",
            number=blanket.number,
        )
    return attempt


async def settle_call_off(
    tx: Transaction,
    blanket_id: UUID,
    asked: Sequence[tuple[UUID, Decimal]],
    attempt: Attempt,
    order: SalesOrder,
    subject: str,
) -> SalesOrder:
    """Write the order with what it takes of the agreement: nobody calls off more than is left.

    Raises:
        As `attempt_call_off` and `settle`: what was so a moment ago is checked again.
    """
    settled = await settle(tx, attempt, order, subject)
    if await blankets.call_offs_of(tx, settled.id):
        return settled
    blanket = await blankets.lock(tx, blanket_id)
    check_call_offs(blanket, asked, settled.terms.ordered_on)
    lines = {line.id: id_ for line, (id_, _) in zip(settled.lines, asked, strict=True)}
    await blankets.add_call_offs(tx, settled.id, lines)
    await follow_order(tx, settled)
    return settled


async def follow_order(tx: Transaction, order: SalesOrder) -> None:
    """A locked order changed: it takes of its agreements what it wants now.

    Raises:
        OverCall: it wants more than is left.
    """
    taken = await blankets.call_offs_of(tx, order.id)
    if not taken:
        return
    lines = {line_id: blanket_line_id for line_id, (blanket_line_id, _) in taken.items()}
    locked = await blankets.lock_lines(tx, set(lines.values()))
    changes = {
        line_id: change for line_id, quantity in drawn(order, lines).items() if (change := quantity - taken[line_id][1])
    }
    more: dict[UUID, Decimal] = {}
    for line_id, change in changes.items():
        more[lines[line_id]] = more.get(lines[line_id], ZERO) + change
    for id_, change in more.items():
        if change > locked[id_].left:
            raise over_call(locked[id_], change)
    if changes:
        await blankets.draw(tx, changes)


async def _record(tx: Transaction, blanket: BlanketOrder, action: str, by: str, comment: str = "") -> None:
    changes: dict[str, list[str | None]] = {"number": [None, blanket.number]}
    if comment:
        changes["comment"] = [None, comment]
    await audit.record(tx, AuditEntry("blanket_order", str(blanket.id), action, changes, by, blanket.version))

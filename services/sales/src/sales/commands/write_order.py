"""Write an order down without confirming it, or change its draft."""

from dataclasses import replace

from kit.auth import Principal
from kit.db import Transaction
from kit.errors import stale

from sales.clients.desk import Desk
from sales.commands.confirm_order import Attempt, check_same, record
from sales.domain.basket import drafted
from sales.domain.errors import CalledOff
from sales.domain.order import SalesOrder, check_draft
from sales.queries.price_basket import buyer_of, granter_of, price_basket
from sales.queries.read_basket import WrittenOrder, read_basket
from sales.storage import attempts, blankets, orders


async def create_draft(tx: Transaction, attempt: Attempt, subject: str) -> SalesOrder:
    """A new draft; the stored order when the same was asked with this id before.

    Raises:
        OrderTaken: another order has this id.
    """
    if not attempt.is_new:
        return attempt.order
    await attempts.take_turn(tx, attempt.order.id)
    if not await orders.add(tx, attempt.order):
        stored = await orders.get(tx, attempt.order.id)
        check_same(stored, attempt.order)
        return stored
    await record(tx, None, attempt.order, "created", subject)
    return attempt.order


async def rewritten(
    desk: Desk, before: SalesOrder, written: WrittenOrder, *, version: int, caller: Principal
) -> SalesOrder:
    """The draft as it is written now, at the prices of now; all its lines are new.

    Raises:
        Stale, WrongStatus: it is no draft in this version.
        And what `read_basket` and `price_basket` raise.
    """
    check_version(before, version)
    async with desk.database.read() as tx:
        basket = await read_basket(tx, written, desk.currency)
    priced = await price_basket(desk, basket, caller)
    buyer = before.buyer if caller.customer_id is None else buyer_of(caller)
    order = drafted(before.id, before.number, basket, priced, granter_of(caller), buyer)
    return replace(order, version=version + 1)


async def change_draft(tx: Transaction, order: SalesOrder, subject: str) -> SalesOrder:
    """Write a rewritten draft.

    Raises:
        Stale, WrongStatus: it is no draft in the version before any more.
        CalledOff: it takes a part of an agreement.
    """
    before = await orders.lock(tx, order.id)
    check_version(before, order.version - 1)
    if await blankets.call_offs_of(tx, order.id):
        raise CalledOff(f"{order.number} calls off a blanket order: cancel it, and call off what is wanted.")
    await orders.rewrite(tx, order)
    await record(tx, before, order, "changed", subject)
    return order


def check_version(order: SalesOrder, version: int) -> None:
    """Nothing while the order is a draft in this version."""
    if order.version != version:
        raise stale("sales order", sent=version, current=order.version)
    check_draft(order)

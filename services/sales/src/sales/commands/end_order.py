"""Give up an order, or the rest of it."""

from uuid import UUID

from kit.db import Transaction

from kit import approvals, clock
from sales import wire
from sales.commands.blankets import follow_order
from sales.commands.confirm_order import record
from sales.commands.revise_order import give_up_revisions
from sales.commands.watch_credit import doubt_credit
from sales.domain.fulfilment import OrderStatus
from sales.domain.order import SalesOrder, cancelled, closed
from sales.storage import orders


async def cancel_order(tx: Transaction, id_: UUID, reason: str, *, subject: str) -> SalesOrder:
    """Give up an order of which nothing was shipped.

    Raises:
        NotFound, WrongStatus: there is no such order, or it is too late.
    """
    before = await orders.lock(tx, id_)
    order = cancelled(before)
    now = clock.now()
    await orders.set_state(tx, order)
    await approvals.withdraw(tx, id_, now=now)
    await give_up_revisions(tx, id_)
    await follow_order(tx, order)
    if before.status is OrderStatus.CONFIRMED:
        tx.publish(wire.cancelled(id_, reason, now))
        await doubt_credit(tx, [order.terms.bill_to_id], in_a_moment=True)
    await record(tx, before, order, "cancelled", subject, reason)
    return order


async def close_order(tx: Transaction, id_: UUID, reason: str, *, subject: str) -> SalesOrder:
    """Give up the rest of an order that was shipped in part.

    Raises:
        NotFound, WrongStatus: there is no such order, or no rest.
    """
    before = await orders.lock(tx, id_)
    order = closed(before)
    await orders.set_state(tx, order)
    await give_up_revisions(tx, id_)
    await follow_order(tx, order)
    tx.publish(wire.closed_with_rest(order, clock.now(), reason))
    await doubt_credit(tx, [order.terms.bill_to_id], in_a_moment=True)
    await record(tx, before, order, "closed", subject, reason)
    return order

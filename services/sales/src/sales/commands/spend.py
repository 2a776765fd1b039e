"""Keep a customer's users to what they may order: above it, a colleague of theirs is asked before the house is."""

from datetime import datetime

from kit.approvals import new_request
from kit.auth import Principal
from kit.db import ReadTransaction, Transaction

from kit import approvals
from sales.commands.ask_release import is_asked
from sales.domain.errors import LimitReachedMeanwhile
from sales.domain.fulfilment import OrderStatus
from sales.domain.order import Breach, SalesOrder, asked_for
from sales.domain.spending import breach_of, month_of, refuse_more, spending_details
from sales.storage import spending

APPROVE = "sales.spending.approve"


async def breach_now(tx: ReadTransaction, order: SalesOrder, now: datetime) -> Breach | None:
    """Which limit the order is above, unless a colleague has approved it; None for the house's orders."""
    if not order.buyer.subject:
        return None
    who = order.terms.customer_id, order.buyer.subject
    limit = await spending.limit_of(tx, *who)
    if limit.is_none:
        return None
    breach = breach_of(limit, order.value, spent=await spending.spent(tx, *who, month_of(now), but=order.id))
    return None if breach is None or await spending.is_approved(tx, order) else breach


async def spend(tx: Transaction, before: SalesOrder | None, order: SalesOrder, now: datetime) -> None:
    """Count an order that goes on. Orders of one buyer pass here one after the other.

    Raises:
        LimitReachedMeanwhile: another order of his has taken what was left.
    """
    if not order.buyer.subject:
        return
    who = order.terms.customer_id, order.buyer.subject
    limit = await spending.lock_limit(tx, *who)
    if not limit.is_none:
        if await spending.is_approved(tx, order):
            return
        breach = breach_of(limit, order.value, spent=await spending.spent(tx, *who, month_of(now), but=order.id))
        if breach is not None and not await _went_on_before(tx, before, order):
            raise LimitReachedMeanwhile(
                f"Another order of yours took what was left of your limit while {order.number} was placed: place it again,"
                " and a colleague of yours is asked.",
                id=str(order.id),
            )
    await spending.count(tx, order, month_of(now))


async def _went_on_before(tx: Transaction, before: SalesOrder | None, order: SalesOrder) -> bool:
    """Whether it was within the limit when it began to wait for the house: a limit that is lowered later is for later orders."""
    is_on_its_way = before is not None and before.status is OrderStatus.AWAITING_APPROVAL and before.breach is None
    return is_on_its_way and await spending.is_counted(tx, order)


async def ask_colleague(tx: Transaction, order: SalesOrder, now: datetime, *, asks_release: bool) -> bool:
    """Ask a colleague of the buyer who may approve; False when that very question is open already."""
    assert order.breach is not None  # noqa: S101  # else there is nothing to ask
    content = asked_for(order)
    if await is_asked(tx, order.id, content, now):
        return False
    who = order.terms.customer_id, order.buyer.subject
    limit = await spending.limit_of(tx, *who)
    spent = await spending.spent(tx, *who, month_of(now), but=order.id)
    request = new_request(
        subject=spending.SPENDING,
        document_id=order.id,
        document_number=order.number,
        content=content,
        permission=APPROVE,
        reason=f"{order.buyer.name or 'The buyer'} may not order that much {_WITHOUT[order.breach]}.",
        amount=order.value,
        requested_by=order.buyer.subject,
        now=now,
        details=dict(spending_details(order, order.breach, limit, spent=spent, asks_release=asks_release)),
    )
    await approvals.add(tx, request)
    return True


_WITHOUT = {
    Breach.ORDER: "at once without a colleague's approval",
    Breach.MONTH: "in a month without a colleague's approval",
}


async def check_growth(tx: ReadTransaction, order: SalesOrder, after: SalesOrder, caller: Principal) -> None:
    """Nothing, or a refusal: see `refuse_more`. The house may.

    Raises:
        MoreThanAllowed: a buyer with a limit would let a firm order grow.
    """
    if caller.customer_id is not None:
        limit = await spending.limit_of(tx, order.terms.customer_id, caller.subject)
        refuse_more(order, after, limit)

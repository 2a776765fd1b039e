"""From a draft to a firm order: judge the margin, take credit and stock, write it down. There is no other way.

A confirmation asks its peers first (`deciding`), then writes in the one transaction of its command (`settle`).
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from kit.approvals import new_request
from kit.audit import AuditEntry
from kit.auth import Principal
from kit.db import Transaction

from kit import approvals, audit, clock
from sales import wire
from sales.clients.desk import Desk
from sales.commands.ask_release import ask_release, is_asked
from sales.commands.holds import held
from sales.commands.spend import ask_colleague, breach_now, spend
from sales.domain.basket import Basket, asked_content, drafted
from sales.domain.errors import ConfirmationRaced, OrderTaken
from sales.domain.fulfilment import OPEN, OrderStatus
from sales.domain.governance import (
    approval_details,
    approval_reason,
    approvers,
    is_covered,
    refuse_blocked,
    refuse_fallen,
)
from sales.domain.margin import Verdict
from sales.domain.order import (
    Breach,
    SalesOrder,
    check_open,
    is_quoted,
    judged,
    made_of,
    signed_content,
    waiting,
    waits,
)
from sales.domain.promise import PromiseCause
from sales.queries.price_basket import buyer_of, granter_of, price_basket
from sales.queries.read_basket import WrittenOrder, read_basket
from sales.storage import attempts, offers, orders, promises


@dataclass(frozen=True, slots=True)
class Attempt:
    """An order on its way to be firm, as it was when this attempt began."""

    order: SalesOrder
    is_new: bool  # not stored yet, and priced this very moment
    abandoned: int  # how often its holds had been given back
    is_agreed: bool = False  # its margins, as they are stored, were approved when it was an offer


async def attempt_new(desk: Desk, id_: UUID, written: WrittenOrder, caller: Principal) -> Attempt:
    """A new order at the prices of now; the stored one when the same was asked with this id before.

    Raises:
        OrderTaken: another order has this id.
        And what `read_basket` and `price_basket` raise.
    """
    async with desk.database.glance() as tx:
        basket = await read_basket(tx, written, desk.currency)
        standing, number = await attempts.begin(tx, id_, written.ordered_on.year)
        if standing.is_stored:
            stored = await orders.get(tx, id_)
            check_same(stored, basket)
            return Attempt(stored, is_new=False, abandoned=standing.abandoned)
    priced = await price_basket(desk, basket, caller)
    order = drafted(id_, number, basket, priced, granter_of(caller), buyer_of(caller))
    return Attempt(order, is_new=True, abandoned=standing.abandoned)


async def attempt_stored(desk: Desk, order_id: UUID) -> Attempt:
    """A stored order.

    Raises:
        NotFound: there is none with this id.
    """
    async with desk.database.read() as tx:
        order = await orders.get(tx, order_id)
        standing = await attempts.standing(tx, order_id)
        is_agreed = is_quoted(order) and await offers.approval_of_order(tx, order_id) is not None
    return Attempt(order, is_new=False, abandoned=standing.abandoned, is_agreed=is_agreed)


def check_same(stored: SalesOrder, asked: Basket | SalesOrder) -> None:
    """Nothing when the stored order is what is asked for.

    Raises:
        OrderTaken: it is another one.
    """
    if asked_content(stored) != asked_content(asked):
        raise OrderTaken(
            f"{stored.id} is the order {stored.number} already, of another content: use a new id.",
            field="id",
            number=stored.number,
        )


@asynccontextmanager
async def deciding(
    desk: Desk,
    attempt: Attempt,
    caller: Principal,
    *,
    is_approved: bool = False,
    is_granted: bool = False,
    asks_release: bool = False,
) -> AsyncIterator[SalesOrder]:
    """The order in its next state: firm with what it holds, waiting for approval, or as it is when it is firm already.

    The customer's own people are asked before the house is. `is_granted`: a colleague of its buyer has said yes to what it
    spends. `is_approved`: somebody who may has said yes to the margin as it is stored. `asks_release`: where the customer has no
    credit, somebody is asked to let the order go on.

    Raises:
        MarginBlocked, MarginFell: its margin does not let it be.
        WrongStatus: it was given up.
        And what `held` raises.
    """
    if is_firm(attempt.order):
        yield attempt.order
        return
    check_open(attempt.order)
    attempt = replace(attempt, order=_bought(attempt.order, caller))
    if not is_approved and not is_granted and (breach := await _breach(desk, attempt.order)) is not None:
        refuse_blocked(attempt.order, shows_margin=caller.customer_id is None)
        yield waiting(attempt.order, breach=breach)
        return
    order = await _judged(desk, attempt, is_approved=is_approved)
    refuse_blocked(order, shows_margin=caller.customer_id is None)
    decisions = [line.decision for line in order.lines]
    is_agreed = attempt.is_agreed and is_covered(attempt.order, decisions)
    if is_approved:
        refuse_fallen(attempt.order, decisions)
    elif order.verdict is Verdict.NEEDS_APPROVAL and not is_agreed:
        yield waiting(order)
        return
    async with held(desk, order, caller, asks_release=asks_release) as firm:
        yield firm


def _bought(order: SalesOrder, caller: Principal) -> SalesOrder:
    """A draft that a customer's user confirms is his; what waits stays that of who sent it on its way."""
    is_his = caller.customer_id is not None and order.status is OrderStatus.DRAFT
    return replace(order, buyer=buyer_of(caller)) if is_his else order


async def _breach(desk: Desk, order: SalesOrder) -> Breach | None:
    if not order.buyer.subject:
        return None
    async with desk.database.read() as tx:
        return await breach_now(tx, order, clock.now())


async def _judged(desk: Desk, attempt: Attempt, *, is_approved: bool) -> SalesOrder:
    """Judged on the order's own prices. A new order was judged as it was priced: it is asked again only where there is
    something for pricing to keep, or to take of a price exception.
    """
    order = attempt.order
    if attempt.is_new and order.verdict is Verdict.ALLOWED and not order.uses_exceptions:
        return order
    return judged(order, await desk.peers.pricing.decide_margin(order, is_approved=is_approved))


def is_firm(order: SalesOrder) -> bool:
    """Whether it was confirmed, whatever became of it since; an order that was cancelled is not."""
    return order.status not in OPEN | {OrderStatus.CANCELLED}


async def settle(
    tx: Transaction, attempt: Attempt, order: SalesOrder, subject: str, *, asks_release: bool = False
) -> SalesOrder:
    """Write what was decided, with its event; the stored order when another request was first.

    `asks_release`: remembered with a question about the margin, for when it is answered.

    Raises:
        ConfirmationRaced, WrongStatus, OrderTaken: what was decided no longer holds.
    """
    if is_firm(attempt.order):
        return attempt.order
    is_confirmed = order.status is OrderStatus.CONFIRMED
    await attempts.take_turn(tx, order.id)
    # Mostly nobody else is at work on a new order: then it is written with the look at it, in one statement.
    is_added = attempt.is_new and await orders.add(tx, order, abandoned=attempt.abandoned if is_confirmed else None)
    before = None if is_added else await _lock(tx, attempt, order)
    if before is not None and _is_settled(attempt, before, order):
        return before
    now = clock.now()
    if order.breach is None:
        await spend(tx, before, order, now)
    if is_confirmed:
        if before is not None:
            await _check_held(tx, attempt)
            await approvals.withdraw(tx, order.id, now=now)
        tx.publish(wire.confirmed(order, now))
    elif not await _asks(tx, order, subject, now, asks_release=asks_release):
        return attempt.order
    if before is not None:
        await orders.set_state(tx, order)
    if waits(order):
        await promises.add(tx, made_of(order), cause=PromiseCause.CONFIRMED, at=now)
    await record(tx, before, order, _ACTIONS[order.status], subject)
    return order


async def _lock(tx: Transaction, attempt: Attempt, order: SalesOrder) -> SalesOrder:
    """The order as it is stored.

    Raises:
        ConfirmationRaced: it is not stored; what this attempt held for it was given back meanwhile.
    """
    if attempt.is_new and not (await attempts.standing(tx, order.id)).is_stored:
        raise _raced(order)
    return await orders.lock(tx, order.id)


def _is_settled(attempt: Attempt, before: SalesOrder, order: SalesOrder) -> bool:
    """Whether another request, which asked the same, has done it already.

    Raises:
        OrderTaken, WrongStatus, ConfirmationRaced: the stored order cannot become this one now.
    """
    check_same(before, order)
    if is_firm(before) or (attempt.is_new and before.status is order.status):
        return True
    check_open(before)
    if attempt.is_new or before.version != attempt.order.version:
        raise _raced(order)
    return False


async def _check_held(tx: Transaction, attempt: Attempt) -> None:
    """Nothing while what this attempt holds was not given back by another.

    Raises:
        ConfirmationRaced: it was.
    """
    if (await attempts.standing(tx, attempt.order.id)).abandoned != attempt.abandoned:
        raise _raced(attempt.order)


_ACTIONS = {OrderStatus.CONFIRMED: "confirmed", OrderStatus.AWAITING_APPROVAL: "submitted"}


def _raced(order: SalesOrder) -> ConfirmationRaced:
    return ConfirmationRaced(
        f"Another request was at work on {order.number} at the same time: read the order, then repeat.",
        id=str(order.id),
    )


async def _asks(tx: Transaction, order: SalesOrder, subject: str, now: datetime, *, asks_release: bool) -> bool:
    """Ask for approval of what it spends, of the margin, or of the credit; False when that very question is open already."""
    if order.breach is not None:
        return await ask_colleague(tx, order, now, asks_release=asks_release)
    if order.hold is not None:
        return await ask_release(tx, order, subject, now)
    content = signed_content(order)
    if await is_asked(tx, order.id, content, now):
        return False
    permission, *then = approvers(order)
    request = new_request(
        subject="margin",
        document_id=order.id,
        document_number=order.number,
        content=content,
        permission=permission,
        then=then,
        reason=approval_reason(order),
        amount=order.value,
        requested_by=subject,
        now=now,
        details={**approval_details(order), "asks_release": asks_release},
    )
    await approvals.add(tx, request)
    return True


async def record(
    tx: Transaction, before: SalesOrder | None, order: SalesOrder, action: str, subject: str, comment: str = ""
) -> None:
    """Write the trail."""
    changes = {"status": [None if before is None else str(before.status), str(order.status)]}
    if before is None or before.net != order.net:
        changes["net"] = [None if before is None else str(before.net), str(order.net)]
    if comment:
        changes["comment"] = [None, comment]
    await audit.record(tx, AuditEntry("sales_order", str(order.id), action, changes, subject, order.version))

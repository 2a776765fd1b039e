"""Firm orders are judged again: one whose customer has no credit any more is held, and let go when he has.

What is paid, billed or set otherwise says at once whose orders (`doubt_credit`); all of them are looked at from time to time,
for days pass without an event.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from kit.auth import Principal
from kit.db import Transaction
from kit.errors import unknown

from kit import approvals, clock
from sales import wire
from sales.clients.desk import Desk
from sales.commands.ask_release import ask_release
from sales.commands.confirm_order import record
from sales.domain.credit import CreditAnswer, CreditRelease, explanation
from sales.domain.errors import WrongStatus
from sales.domain.fulfilment import UNDER_WAY
from sales.domain.order import SalesOrder, held, let_go
from sales.storage import credit_holds, orders
from sales.storage.credit_holds import Watched

_MANY = 500  # orders in one call
_MOMENT = timedelta(seconds=5)
_SYSTEM = "system"


async def doubt_credit(tx: Transaction, payers: Collection[UUID], *, in_a_moment: bool = False) -> None:
    """Something may have changed the credit of these; `in_a_moment`: accounting hears of it when we do, and may be slower."""
    if payers:
        due_at = clock.now() + (_MOMENT if in_a_moment else timedelta(0))
        await credit_holds.doubt(tx, payers, due_at=due_at)


async def judge_doubted(desk: Desk) -> None:
    """Hold and let go orders of those of whom something was told. Safe to do by several processes at once.

    Raises:
        PeerAway: accounting does not answer; they stay doubted.
    """
    async with desk.database.read() as tx:
        payers = await credit_holds.doubted(tx, clock.now(), _MANY)
        watched = await credit_holds.under_way_of(tx, payers) if payers else []
    for i in range(0, len(watched), _MANY):
        await _judge(desk, watched[i : i + _MANY])
    if payers:
        async with desk.database.transaction() as tx:
            await credit_holds.forget_doubts(tx, payers)


async def watch_credit(desk: Desk) -> None:
    """Hold and let go what has changed since the last time. Safe to do by several processes at once.

    Raises:
        PeerAway: accounting does not answer; what is held stays held.
    """
    after = UUID(int=0)
    while True:
        async with desk.database.read() as tx:
            batch = await credit_holds.under_way(tx, after, _MANY)
        if not batch:
            break
        after = batch[-1].id
        await _judge(desk, batch)
    async with desk.database.transaction() as tx:
        for order_id in await credit_holds.over(tx):
            await _forget(tx, await orders.lock(tx, order_id))


async def _judge(desk: Desk, batch: Sequence[Watched]) -> None:
    now = clock.now()
    asked = {each.id: _in_force(each.release, each.credit, now) for each in batch}
    answers = await desk.peers.credit.check(asked, caller=None)
    for each in batch:
        answer = answers.get(each.id)
        if answer is not None and answer.refusal != each.hold_cause:
            async with desk.database.transaction() as tx:
                await take_in(tx, Judged(each.id, asked[each.id], answer), _SYSTEM)


@dataclass(frozen=True, slots=True)
class Judged:
    """What accounting says of a firm order that is released so far."""

    order_id: UUID
    release: CreditRelease | None
    answer: CreditAnswer


async def judge_order(desk: Desk, order: SalesOrder, caller: Principal) -> Judged:
    """One firm order, as of now.

    Raises:
        WrongStatus: it is not firm, or no goods are owed any more.
        NotFound: accounting has not heard of it yet.
        PeerAway: accounting does not answer.
    """
    if order.status not in UNDER_WAY or order.credit is None:
        raise WrongStatus(
            f"{order.number} is {order.status}: its credit is judged as it is confirmed.", status=order.status
        )
    release = _in_force(order.release, order.credit, clock.now())
    answer = (await desk.peers.credit.check({order.id: release}, caller=caller)).get(order.id)
    if answer is None:
        raise unknown("credit of the order", order.id)
    return Judged(order.id, release, answer)


async def take_in(tx: Transaction, judged: Judged, subject: str) -> SalesOrder:
    """Hold the order, let it go, or leave it as it is. Who asks himself (`subject`) asks for release as well."""
    order = await orders.lock(tx, judged.order_id)
    if order.status not in UNDER_WAY or order.credit is None:
        return order
    now = clock.now()
    if _in_force(order.release, order.credit, now) != judged.release:
        return order  # released meanwhile: judged anew the next time
    if judged.answer.refusal is None:
        return order if order.hold is None else await _let_go(tx, order)
    is_new = order.hold is None or order.hold.refusal != judged.answer.refusal
    if is_new or subject != _SYSTEM:
        order = await _hold(tx, order, judged.answer, subject, now)
    return order


async def _hold(tx: Transaction, before: SalesOrder, answer: CreditAnswer, subject: str, now: datetime) -> SalesOrder:
    order = held(before, answer)
    if not await ask_release(tx, order, subject, now):
        return before
    await orders.set_state(tx, order)
    tx.publish(wire.held(order, str(answer.refusal), explanation(answer), now))
    await record(tx, before, order, "held", subject, explanation(answer))
    return order


async def _let_go(tx: Transaction, before: SalesOrder) -> SalesOrder:
    order, now = let_go(before, before.release), clock.now()
    await orders.set_state(tx, order)
    await approvals.withdraw(tx, order.id, now=now)
    tx.publish(wire.released(order.id, "", now))
    await record(tx, before, order, "released", _SYSTEM)
    return order


async def _forget(tx: Transaction, before: SalesOrder) -> None:
    """The hold of an order that is over: everybody has heard that it is."""
    await orders.set_state(tx, let_go(before, before.release))
    await approvals.withdraw(tx, before.id, now=clock.now())


def _in_force(release: CreditRelease | None, credit: Decimal, now: datetime) -> CreditRelease | None:
    return release if release is not None and release.is_in_force(credit, now) else None

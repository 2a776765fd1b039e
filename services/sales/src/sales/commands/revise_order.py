"""Change a firm order: write the revision, have its margin approved where that is needed, take what it adds, tell everybody.

Like a confirmation it asks its peers first (`deciding_revision`), then writes in the one transaction of its command
(`settle_revision`).
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from uuid import UUID

from kit.approvals import new_request
from kit.audit import AuditEntry
from kit.auth import Principal
from kit.db import Transaction
from kit.errors import stale

from kit import approvals, audit, clock
from sales import wire
from sales.clients.desk import Desk
from sales.commands.ask_release import ask_release
from sales.commands.blankets import follow_order
from sales.commands.holds import extended
from sales.commands.watch_credit import doubt_credit
from sales.domain.errors import ConfirmationRaced, WrongStatus
from sales.domain.fulfilment import UNDER_WAY, OrderStatus
from sales.domain.governance import approval_details, approval_reason, approvers, refuse_blocked, refuse_fallen
from sales.domain.margin import Verdict
from sales.domain.order import SalesOrder, judged, made_of
from sales.domain.promise import PromiseCause
from sales.domain.revision import (
    OPEN,
    Revision,
    RevisionStatus,
    agreed_part,
    check_picked,
    differences,
    is_judged,
    judged_part,
    revised,
    signed_revision,
    wanted,
    with_decisions,
)
from sales.queries.read_revision import WrittenRevision, read_revision
from sales.storage import attempts, orders, promises, revisions

REVISION = "order-revision"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A revision beside the order as it is, and as it would be."""

    revision: Revision
    before: SalesOrder
    after: SalesOrder
    is_new: bool = False  # not stored yet
    abandoned: int = 0  # how often what it adds had been given back

    @property
    def part(self) -> SalesOrder:
        """The lines whose margin is to be judged."""
        return judged_part(self.before, self.after)


async def written_proposal(desk: Desk, order: SalesOrder, written: WrittenRevision, caller: Principal) -> Proposal:
    """A new revision of an order, at the prices of now.

    Raises:
        As `read_revision` and `revised`.
    """
    revision = await read_revision(desk, order, written, caller)
    return Proposal(revision, order, revised(order, revision), is_new=True)


async def stored_proposal(desk: Desk, order_id: UUID, revision_id: UUID) -> Proposal:
    """An open revision beside the order as it is now.

    Raises:
        NotFound: the order has no such revision.
        WrongStatus: it was decided on.
        And what `revised` raises: it may not fit any more.
    """
    async with desk.database.read() as tx:
        revision = await revisions.find(tx, order_id, revision_id)
        order = await orders.get(tx, order_id)
        abandoned = (await attempts.standing(tx, revision_id)).abandoned
    check_open(revision)
    return Proposal(revision, order, revised(order, revision), abandoned=abandoned)


def check_open(revision: Revision) -> None:
    """Nothing while it can be decided on.

    Raises:
        WrongStatus: it was.
    """
    if revision.status not in OPEN:
        raise WrongStatus(f"The revision is {revision.status}: write another one.", status=str(revision.status))


def check_seen(proposal: Proposal, version: int) -> None:
    """Nothing while the order is in the version that was shown.

    Raises:
        Stale: it is in another.
    """
    if proposal.before.version != version:
        raise stale("sales order", sent=version, current=proposal.before.version)


async def propose(tx: Transaction, proposal: Proposal) -> Proposal:
    """Write a new revision down: nothing changes until it is accepted.

    Raises:
        ConfirmationRaced: the order changed while the revision was priced.
    """
    order = await orders.lock(tx, proposal.before.id)
    if order.version != proposal.before.version:
        raise _raced(order)
    return await _add(tx, proposal)


async def _add(tx: Transaction, proposal: Proposal) -> Proposal:
    number = await revisions.next_number(tx, proposal.before.id)
    revision = replace(proposal.revision, number=number)
    await revisions.add(tx, revision, differences(proposal.before, proposal.after))
    await _record(tx, proposal.before, revision, "revision-proposed", revision.written_by)
    return replace(proposal, revision=revision, is_new=False)


@asynccontextmanager
async def deciding_revision(
    desk: Desk, proposal: Proposal, caller: Principal, *, is_approved: bool = False
) -> AsyncIterator[Proposal]:
    """The revision in its next state: accepted with what it adds held, or waiting for approval of its margin.

    Raises:
        MarginBlocked, MarginFell: its margin does not let it be.
        GoodsPicked: what is not wanted any more was picked.
        And what `extended` raises.
    """
    now = proposal
    if is_judged(proposal.before, proposal.after):
        now = await _judged(desk, proposal, is_approved=is_approved)
        refuse_blocked(now.part, shows_margin=caller.customer_id is None)
        if is_approved:
            asked = {line.id: line.decision for line in proposal.after.lines}
            shown = judged(now.part, [asked[line.id] for line in now.part.lines])
            refuse_fallen(shown, [line.decision for line in now.part.lines])
        elif now.part.verdict is Verdict.NEEDS_APPROVAL:
            yield _in_status(now, RevisionStatus.AWAITING_APPROVAL)
            return
    check_picked(now.before, now.after, await desk.peers.stock.picked(now.before.id, caller=caller))
    async with extended(desk, now.before, now.after, now.revision.id, caller) as after:
        yield _in_status(replace(now, after=after), RevisionStatus.ACCEPTED)


async def _judged(desk: Desk, proposal: Proposal, *, is_approved: bool) -> Proposal:
    """Judged as the whole order that it would be."""
    whole = wanted(proposal.after)
    agreed = agreed_part(proposal.before, proposal.after)
    found = await desk.peers.pricing.decide_margin(whole, is_approved=is_approved, agreed=agreed)
    decisions = {line.id: decision for line, decision in zip(whole.lines, found, strict=True)}
    revision, after = with_decisions(proposal.revision, proposal.before, proposal.after, decisions)
    return replace(proposal, revision=revision, after=after)


def _in_status(proposal: Proposal, status: RevisionStatus) -> Proposal:
    return replace(proposal, revision=replace(proposal.revision, status=status))


async def settle_revision(tx: Transaction, decided: Proposal, subject: str) -> Proposal:
    """Write what was decided, with its event.

    Raises:
        ConfirmationRaced, WrongStatus: what was decided no longer holds.
    """
    id_ = decided.revision.id
    await attempts.take_turn(tx, id_)
    order = await orders.lock(tx, decided.before.id)
    if decided.is_new:
        status = decided.revision.status
        decided = _in_status(await _add(tx, _in_status(decided, RevisionStatus.PROPOSED)), status)
    else:
        check_open(await revisions.find(tx, order.id, id_))
    if order.version != decided.before.version or decided.abandoned != (await attempts.standing(tx, id_)).abandoned:
        raise _raced(order)
    if decided.revision.status is RevisionStatus.AWAITING_APPROVAL:
        await _ask(tx, decided, subject)
        return decided
    now = clock.now()
    changes = list(differences(decided.before, decided.after))
    await approvals.withdraw(tx, id_, now=now)
    await orders.rewrite(tx, decided.after)
    await promises.add(tx, made_of(decided.after, decided.before), cause=PromiseCause.REVISED, at=now)
    await revisions.accept(tx, id_, changes)
    await give_up_revisions(tx, order.id)
    await follow_order(tx, decided.after)
    if decided.after.hold is not None and decided.after.status in UNDER_WAY:
        await ask_release(tx, decided.after, subject, now)
    tx.publish(wire.revised(decided.after, decided.revision, changes, now))
    await doubt_credit(tx, [order.terms.bill_to_id], in_a_moment=True)
    if decided.after.status is OrderStatus.CANCELLED:
        tx.publish(wire.cancelled(order.id, decided.revision.reason, now))
    elif decided.after.status not in UNDER_WAY:
        tx.publish(wire.closed_with_rest(order, now, decided.revision.reason))
    await _record(tx, decided.after, decided.revision, "revised", subject, before=order)
    return decided


async def _ask(tx: Transaction, decided: Proposal, subject: str) -> None:
    """Ask for approval of the revision's margin."""
    part = decided.part
    permission, *then = approvers(part)
    request = new_request(
        subject=REVISION,
        document_id=decided.revision.id,
        document_number=f"{decided.before.number}/{decided.revision.number}",
        content=signed_revision(decided.revision, part),
        permission=permission,
        then=then,
        reason=approval_reason(part),
        amount=decided.after.value,
        requested_by=subject,
        now=clock.now(),
        details={"order_id": str(decided.before.id), **approval_details(part)},
    )
    await approvals.add(tx, request)
    await revisions.wait(tx, decided.revision)
    await _record(tx, decided.before, decided.revision, "revision-submitted", subject)


async def reject_revision(tx: Transaction, order_id: UUID, revision_id: UUID, reason: str, *, subject: str) -> Revision:
    """Give a revision up: the order stays as it is.

    Raises:
        NotFound, WrongStatus: there is no open revision.
    """
    order = await orders.lock(tx, order_id)
    revision = await revisions.find(tx, order_id, revision_id)
    check_open(revision)
    await approvals.withdraw(tx, revision_id, now=clock.now())
    await revisions.set_status(tx, revision_id, RevisionStatus.REJECTED)
    await _record(tx, order, revision, "revision-rejected", subject, comment=reason)
    return replace(revision, status=RevisionStatus.REJECTED)


async def give_up_revisions(tx: Transaction, order_id: UUID) -> None:
    """The locked order is not any more what its open revisions were written for: they, and requests for them, are void."""
    await approvals.withdraw_all(tx, await revisions.supersede(tx, order_id), now=clock.now())


def _raced(order: SalesOrder) -> ConfirmationRaced:
    return ConfirmationRaced(
        f"{order.number} changed while its revision was decided on: look at it again, then repeat.", id=str(order.id)
    )


async def _record(
    tx: Transaction,
    order: SalesOrder,
    revision: Revision,
    action: str,
    subject: str,
    *,
    before: SalesOrder | None = None,
    comment: str = "",
) -> None:
    was = before or order
    changes: dict[str, list[str | None]] = {
        "revision": [None, str(revision.number)],
        "status": [str(was.status), str(order.status)],
    }
    if was.net != order.net:
        changes["net"] = [str(was.net), str(order.net)]
    if comment or revision.reason:
        changes["comment"] = [None, comment or revision.reason]
    await audit.record(tx, AuditEntry("sales_order", str(order.id), action, changes, subject, order.version))

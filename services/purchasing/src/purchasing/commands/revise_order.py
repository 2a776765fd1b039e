"""Change an order that was placed: write the revision, show what it changes, have it approved, and tell everybody."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from kit.approvals import ApprovalRequest, Status
from kit.audit import AuditEntry
from kit.auth import Principal
from kit.db import Transaction
from kit.decisions import decide
from kit.ids import new_id

from kit import approvals, audit, clock
from purchasing import wire
from purchasing.commands.judge_order import check_budget, fired_rules
from purchasing.commands.write_order import WrittenLine, checked_lines
from purchasing.domain.errors import WrongStatus
from purchasing.domain.order import OrderLine, OrderStatus, PurchaseOrder
from purchasing.domain.revision import (
    LineChange,
    Revision,
    RevisionStatus,
    Source,
    differences,
    from_answer,
    revised,
    signed,
)
from purchasing.domain.rules import approval_reason, escalation, steps
from purchasing.storage import masters, orders, revisions, rules

SUBJECT = "purchase-order-revision"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A revision beside the order before and after it."""

    revision: Revision
    before: PurchaseOrder
    after: PurchaseOrder


async def propose(
    tx: Transaction,
    order_id: UUID,
    changes: Sequence[LineChange],
    added: Sequence[WrittenLine],
    *,
    reason: str,
    by: str,
) -> Proposal:
    """Write a revision down: nothing changes until it is submitted.

    Raises:
        NotFound: there is no such order.
        And what `revised` raises, and `create_order` of the lines that are added.
    """
    order = await orders.lock(tx, order_id)
    lines = await checked_lines(tx, order.supplier_id, added) if added else []
    return await _propose(tx, order, tuple(changes), source=Source.BUYER, reason=reason, by=by, added=tuple(lines))


async def _propose(
    tx: Transaction,
    order: PurchaseOrder,
    changes: tuple[LineChange, ...],
    *,
    source: Source,
    reason: str,
    by: str,
    added: tuple[OrderLine, ...] = (),
) -> Proposal:
    revision = Revision(
        new_id(),
        order.id,
        await revisions.next_number(tx, order.id),
        order.revision,
        source,
        reason,
        changes,
        added,
        by,
    )
    after = await _applied(tx, order, revision)
    await revisions.add(tx, revision)
    await _record(tx, order, revision, "revision-proposed", by)
    return Proposal(revision, order, after)


async def show(tx: Transaction, revision_id: UUID) -> Proposal:
    """A revision that is still open, beside the order as it is now.

    Raises:
        NotFound: there is none with this id.
        And what `revised` raises: it may not fit any more.
    """
    revision = await revisions.get(tx, revision_id)
    order = await orders.lock(tx, revision.order_id)
    return Proposal(revision, order, await _applied(tx, order, revision))


async def submit_revision(tx: Transaction, revision_id: UUID, *, subject: str, company_currency: str) -> Proposal:
    """Let it count at once; or ask for approval, where it makes the order dearer and a rule wants one.

    Raises:
        NotFound, WrongStatus: there is no proposed revision.
        OverBudget: the department has not so much left.
        And what `revised` raises.
    """
    found = await show(tx, revision_id)
    _check_status(found.revision, RevisionStatus.PROPOSED)
    fired = []
    if found.after.committed > found.before.committed:
        fired = await fired_rules(tx, found.after, before=found.before, company_currency=company_currency)
    reason = approval_reason(fired)
    if reason is None:
        return await _accept(tx, found, subject)
    first, *then = steps(fired)
    request = approvals.new_request(
        subject=SUBJECT,
        document_id=revision_id,
        document_number=f"{found.before.number}/{found.revision.number}",
        content=signed(found.revision, found.after),
        permission=first,
        then=then,
        escalation=escalation(fired),
        reason=reason,
        amount=found.after.committed_value,
        requested_by=subject,
        now=clock.now(),
        details={
            "order_id": str(found.before.id),
            "supplier_id": str(found.before.supplier_id),
            "committed": [str(found.before.committed), str(found.after.committed)],
            "changes": [f"{d.field}: {d.before} → {d.after}" for d in differences(found.before, found.after)][:50],
        },
    )
    await approvals.add(tx, request)
    await revisions.set_status(tx, revision_id, RevisionStatus.AWAITING_APPROVAL)
    await _record(tx, found.before, found.revision, "revision-submitted", subject)
    return replace(found, revision=replace(found.revision, status=RevisionStatus.AWAITING_APPROVAL))


async def decide_revision(
    tx: Transaction, request_id: UUID, decider: Principal, *, approve: bool, comment: str
) -> ApprovalRequest:
    """Approve, and let it count at once; or reject: the order stays as it is.

    Raises:
        NotFound: there is no such request.
        AlreadyDecided, ApprovalExpired, ContentChanged, OwnRequest, LimitExceeded: not now, or not by this person.
        And what `revised` raises: what has come meanwhile may not fit any more.
    """
    asked = await approvals.find(tx, request_id)
    found = await show(tx, asked.document_id)
    request = await approvals.lock(tx, request_id)
    now = clock.now()
    status = Status.APPROVED if approve else Status.REJECTED
    content = signed(found.revision, found.after)
    if not await decide(tx, request, decider, status, content=content, comment=comment, now=now):
        await _record(tx, found.before, found.revision, "revision-approved-in-part", decider.subject, comment)
    elif approve:
        await check_budget(tx, found.after, before=found.before)
        await _accept(tx, found, decider.subject)
    else:
        await revisions.set_status(tx, found.revision.id, RevisionStatus.REJECTED)
        await _record(tx, found.before, found.revision, "revision-rejected", decider.subject, comment)
    return await approvals.lock(tx, request_id)


async def reject_revision(tx: Transaction, revision_id: UUID, reason: str, *, subject: str) -> Revision:
    """Give a proposal up: the order stays as it is.

    Raises:
        NotFound, WrongStatus: there is no open revision.
    """
    revision = await revisions.get(tx, revision_id)
    order = await orders.lock(tx, revision.order_id)
    revision = await revisions.get(tx, revision_id)
    _check_status(revision, RevisionStatus.PROPOSED, RevisionStatus.AWAITING_APPROVAL)
    await approvals.withdraw(tx, revision_id, now=clock.now())
    await revisions.set_status(tx, revision_id, RevisionStatus.REJECTED)
    await _record(tx, order, revision, "revision-rejected", subject, reason)
    return replace(revision, status=RevisionStatus.REJECTED)


async def acknowledge(
    tx: Transaction, order_id: UUID, reference: str, answers: Sequence[LineChange], *, by: str
) -> tuple[PurchaseOrder, Proposal | None]:
    """What the supplier says of a placed order: where it is otherwise than ordered, a revision is proposed.

    Raises:
        NotFound, WrongStatus: there is no placed order.
        And what `revised` raises.
    """
    order = await orders.lock(tx, order_id)
    if order.status is not OrderStatus.PLACED:
        raise WrongStatus(f"{order.number} is {order.status}: there is nothing to confirm.", status=str(order.status))
    changes = from_answer(order, answers)
    proposal = None
    if changes:
        reason = f"Confirmation {reference}".strip()
        proposal = await _propose(tx, order, changes, source=Source.SUPPLIER, reason=reason, by=by)
    revision_id = proposal.revision.id if proposal else None
    await revisions.acknowledge(
        tx, order, reference=reference, answers=answers, revision_id=revision_id, by=by, now=clock.now()
    )
    await audit.record(
        tx,
        AuditEntry(
            "purchase_order", str(order.id), "acknowledged", {"reference": [None, reference]}, by, order.version
        ),
    )
    return await orders.get(tx, order_id), proposal


async def _applied(tx: Transaction, order: PurchaseOrder, revision: Revision) -> PurchaseOrder:
    decimals = await masters.quantity_decimals(tx, [line.product_id for line in order.lines])
    return revised(order, revision, decimals)


async def _accept(tx: Transaction, found: Proposal, subject: str) -> Proposal:
    """The order is as the revision wants it, for everybody who hears of it."""
    now = clock.now()
    await orders.rewrite(tx, found.after)
    await rules.commit(tx, found.after, found.after.committed_value)
    await revisions.set_status(tx, found.revision.id, RevisionStatus.ACCEPTED)
    tx.publish(wire.revised(found.after, now))
    if found.after.status is not OrderStatus.PLACED:
        tx.publish(wire.closed(found.after, "revised", now))
    await _record(tx, found.after, found.revision, "revised", subject)
    return replace(found, revision=replace(found.revision, status=RevisionStatus.ACCEPTED))


def _check_status(revision: Revision, *wanted: RevisionStatus) -> None:
    if revision.status not in wanted:
        raise WrongStatus(f"The revision is {revision.status} already.", status=str(revision.status))


async def _record(
    tx: Transaction, order: PurchaseOrder, revision: Revision, action: str, subject: str, comment: str = ""
) -> None:
    changes: dict[str, list[str | None]] = {
        "revision": [None, str(revision.number)],
        "committed": [None, str(order.committed)],
    }
    if comment:
        changes["comment"] = [None, comment]
    await audit.record(tx, AuditEntry("purchase_order", str(order.id), action, changes, subject, order.version))

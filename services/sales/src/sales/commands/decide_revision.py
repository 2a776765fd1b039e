"""Say yes or no to the margin of a revision that waits."""

from uuid import UUID

from kit.approvals import AlreadyDecided, ApprovalRequest, Status
from kit.auth import Principal
from kit.db import ReadTransaction, Transaction
from kit.decisions import Decision, check, decide
from kit.errors import unknown

from kit import approvals, clock
from sales.clients.desk import Desk
from sales.commands.revise_order import Proposal, settle_revision, stored_proposal
from sales.commands.revise_order import reject_revision as reject
from sales.domain.order import SalesOrder
from sales.domain.revision import Revision, revised, signed_revision
from sales.storage import attempts, orders, revisions


async def revision_approved(desk: Desk, request_id: UUID, decider: Principal) -> Proposal | None:
    """The revision behind a request that this person may approve now, beside the order as it is; nothing while others
    must approve it after him.

    Raises:
        NotFound: there is no such request.
        AlreadyDecided, ApprovalExpired, ContentChanged, OwnRequest, LimitExceeded: not now, or not by this person.
        And what `stored_proposal` raises.
    """
    async with desk.database.read() as tx:
        request = await approvals.find(tx, request_id)
        order_id = await _order_of(tx, request)
        revision = await revisions.find(tx, order_id, request.document_id)
        order = await orders.get(tx, order_id)
        await check(tx, request, decider, content=_signed(request, revision, order), now=clock.now())
    return None if request.next_permissions else await stored_proposal(desk, order_id, revision.id)


async def approve_revision_step(tx: Transaction, decision: Decision, decider: Principal) -> ApprovalRequest:
    """Approve a step that is not the last: the revision waits on, for the next one.

    Raises:
        As `revision_approved`, and AlreadyDecided when somebody else took this step meanwhile.
    """
    order_id = await _order_of(tx, await approvals.find(tx, decision.request_id))
    _, is_last = await _decide(tx, order_id, decision, decider)
    if is_last:
        raise AlreadyDecided("Somebody else approved this step meanwhile: read the request again.", status="pending")
    return await approvals.find(tx, decision.request_id)


async def approve_revision(
    tx: Transaction, decided: Proposal, decision: Decision, decider: Principal
) -> ApprovalRequest:
    """Approve: the order, for which what is added is held by now, is otherwise.

    Raises:
        As `revision_approved` and `settle_revision`: what was so a moment ago is checked again.
    """
    await attempts.take_turn(tx, decided.revision.id)
    await _decide(tx, decided.before.id, decision, decider)
    await settle_revision(tx, decided, decider.subject)
    return await approvals.find(tx, decision.request_id)


async def reject_revision(tx: Transaction, decision: Decision, decider: Principal) -> ApprovalRequest:
    """Reject: the order stays as it is.

    Raises:
        As `revision_approved`.
    """
    order_id = await _order_of(tx, await approvals.find(tx, decision.request_id))
    revision, _ = await _decide(tx, order_id, decision, decider)
    await reject(tx, order_id, revision.id, decision.comment, subject=decider.subject)
    return await approvals.find(tx, decision.request_id)


async def _order_of(tx: ReadTransaction, request: ApprovalRequest) -> UUID:
    order_id = await revisions.order_of(tx, request.document_id)
    if order_id is None:
        raise unknown("revision", request.document_id)
    return order_id


async def _decide(tx: Transaction, order_id: UUID, decision: Decision, decider: Principal) -> tuple[Revision, bool]:
    """The revision, and whether this was the last word."""
    order = await orders.lock(tx, order_id)
    request = await approvals.lock(tx, decision.request_id)
    revision = await revisions.find(tx, order_id, request.document_id)
    content = _signed(request, revision, order)
    is_last = await decide(
        tx, request, decider, decision.status, content=content, comment=decision.comment, now=clock.now()
    )
    return revision, is_last


def _signed(request: ApprovalRequest, revision: Revision, order: SalesOrder) -> object:
    """What the decision covers; what was decided on says so, whether or not it still fits the order."""
    if request.status is not Status.PENDING:
        return None
    return signed_revision(revision, Proposal(revision, order, revised(order, revision)).part)

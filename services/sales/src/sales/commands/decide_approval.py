"""Say yes or no to the margin of an order that waits."""

from uuid import UUID

from kit.approvals import AlreadyDecided, ApprovalRequest, Status, check_decision
from kit.auth import Principal
from kit.db import Transaction

from kit import approvals, clock
from sales.clients.desk import Desk
from sales.commands.confirm_order import Attempt, attempt_stored, record, settle
from sales.domain.order import SalesOrder, rejected, signed_content
from sales.storage import attempts, orders


async def attempt_approved(desk: Desk, request_id: UUID, decider: Principal) -> Attempt | None:
    """The order behind a request that this person may approve now; nothing while others must approve it after him.

    Raises:
        NotFound: there is no such request.
        AlreadyDecided, ApprovalExpired, ContentChanged, OwnRequest, LimitExceeded: not now, or not by this person.
    """
    async with desk.database.read() as tx:
        request = await approvals.find(tx, request_id)
    attempt = await attempt_stored(desk, request.document_id)
    check_decision(request, decider, content=signed_content(attempt.order), now=clock.now())
    return None if request.next_permissions else attempt


async def approve_step(tx: Transaction, request_id: UUID, decider: Principal, comment: str) -> ApprovalRequest:
    """Approve a step that is not the last: the order waits on, for the next one.

    Raises:
        As `attempt_approved`, and AlreadyDecided when somebody else took this step meanwhile.
    """
    order, is_last = await _decide(tx, request_id, decider, Status.APPROVED, comment)
    if is_last:
        raise AlreadyDecided("Somebody else approved this step meanwhile: read the request again.", status="pending")
    await record(tx, order, order, "step-approved", decider.subject, comment)
    return await approvals.find(tx, request_id)


async def approve(
    tx: Transaction, attempt: Attempt, order: SalesOrder, request_id: UUID, decider: Principal, comment: str
) -> ApprovalRequest:
    """Approve: the order, which holds its credit and stock by now, is firm.

    Raises:
        As `attempt_approved` and `settle`: what was so a moment ago is checked again.
    """
    await attempts.take_turn(tx, order.id)
    await _decide(tx, request_id, decider, Status.APPROVED, comment)
    await settle(tx, attempt, order, decider.subject)
    return await approvals.find(tx, request_id)


async def reject(tx: Transaction, request_id: UUID, decider: Principal, comment: str) -> ApprovalRequest:
    """Reject: the order is a draft again.

    Raises:
        As `attempt_approved`.
    """
    before, _ = await _decide(tx, request_id, decider, Status.REJECTED, comment)
    order = rejected(before)
    await orders.set_state(tx, order)
    await record(tx, before, order, "rejected", decider.subject, comment)
    return await approvals.find(tx, request_id)


async def _decide(
    tx: Transaction, request_id: UUID, decider: Principal, status: Status, comment: str
) -> tuple[SalesOrder, bool]:
    """The order, held, and whether this was the last word."""
    found = await approvals.find(tx, request_id)
    order = await orders.lock(tx, found.document_id)  # the document first, as everybody does
    request = await approvals.lock(tx, request_id)
    now = clock.now()
    check_decision(request, decider, content=signed_content(order), now=now)
    is_last = await approvals.decide(tx, request, status=status, decider=decider, comment=comment, now=now)
    return order, is_last

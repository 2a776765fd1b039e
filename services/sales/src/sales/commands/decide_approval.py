"""Say yes or no to the margin of an order that waits."""

from uuid import UUID

from kit.approvals import ApprovalRequest, Status, check_decision
from kit.auth import Principal
from kit.db import Transaction

from kit import approvals, clock
from sales.clients.desk import Desk
from sales.commands.confirm_order import Attempt, attempt_stored, record, settle
from sales.domain.order import SalesOrder, rejected, signed_content
from sales.storage import attempts, orders


async def attempt_approved(desk: Desk, request_id: UUID, decider: Principal) -> Attempt:
    """The order behind a request that this person may approve now.

    Raises:
        NotFound: there is no such request.
        AlreadyDecided, ApprovalExpired, ContentChanged, OwnRequest, LimitExceeded: not now, or not by this person.
    """
    async with desk.database.read() as tx:
        request = await approvals.find(tx, request_id)
    attempt = await attempt_stored(desk, request.document_id)
    check_decision(request, decider, content=signed_content(attempt.order), now=clock.now())
    return attempt


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
    before = await _decide(tx, request_id, decider, Status.REJECTED, comment)
    order = rejected(before)
    await orders.set_state(tx, order)
    await record(tx, before, order, "rejected", decider.subject, comment)
    return await approvals.find(tx, request_id)


async def _decide(tx: Transaction, request_id: UUID, decider: Principal, status: Status, comment: str) -> SalesOrder:
    found = await approvals.find(tx, request_id)
    order = await orders.lock(tx, found.document_id)  # the document first, as everybody does
    request = await approvals.lock(tx, request_id)
    now = clock.now()
    check_decision(request, decider, content=signed_content(order), now=now)
    await approvals.decide(tx, request, status=status, decider=decider, comment=comment, now=now)
    return order

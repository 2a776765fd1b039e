"""Say yes or no to the margin of an order that waits, or to its going on despite its customer's credit."""

from dataclasses import dataclass, replace
from uuid import UUID

from kit.approvals import ApprovalRequest, Status
from kit.auth import Principal
from kit.db import Transaction
from kit.decisions import Decision, check, decide

from kit import approvals, clock
from sales import wire
from sales.clients.desk import Desk
from sales.commands.ask_release import CREDIT
from sales.commands.confirm_order import Attempt, attempt_stored, record, settle
from sales.commands.end_order import cancel_order
from sales.domain.credit import CreditRelease, check_credit, release_of
from sales.domain.errors import ConfirmationRaced
from sales.domain.fulfilment import OPEN, OrderStatus
from sales.domain.order import SalesOrder, asked_for, let_go, rejected
from sales.storage import attempts, orders
from sales.storage.spending import SPENDING


@dataclass(frozen=True, slots=True)
class Approving:
    """A yes on its way: to a request, and to the order as it was when this attempt began."""

    request: ApprovalRequest
    attempt: Attempt

    @property
    def is_last(self) -> bool:
        """Whether nobody else must say yes as well."""
        return not self.request.next_permissions

    @property
    def is_firm(self) -> bool:
        """Whether the order is firm and on hold, not waiting to be firm."""
        return self.attempt.order.status not in OPEN

    @property
    def is_spending(self) -> bool:
        """Whether a colleague of the buyer says yes, not somebody of the house."""
        return self.request.subject == SPENDING

    @property
    def asks_release(self) -> bool:
        """Whether somebody is asked about the credit next, if the customer has none: as who confirmed the order wanted."""
        return bool(self.request.details.get("asks_release"))


async def attempt_approved(desk: Desk, request_id: UUID, decider: Principal) -> Approving:
    """The order behind a request that this person may approve now, released as far as the request goes.

    Raises:
        NotFound: there is no such request.
        AlreadyDecided, ApprovalExpired, ContentChanged, OwnRequest, SameApprover, LimitExceeded: not now, or not by this
            person.
    """
    async with desk.database.read() as tx:
        request = await approvals.find(tx, request_id)
    attempt = await attempt_stored(desk, request.document_id)
    order, now = attempt.order, clock.now()
    async with desk.database.read() as tx:
        await check(tx, request, decider, content=asked_for(order), now=now)
    if request.subject == CREDIT and order.hold is not None:
        amount = order.hold.amount if order.credit is None else order.credit
        release = release_of(order.hold, amount, now=now, days=desk.release_days)
        attempt = replace(attempt, order=replace(order, release=release))
    return Approving(request, attempt)


async def check_release(desk: Desk, order: SalesOrder, caller: Principal) -> CreditRelease | None:
    """How far a firm order goes on now; None when nothing is in its way any more.

    Raises:
        CreditWorsened: its customer's credit is worse than what release was asked for.
    """
    unreleased = (await desk.peers.credit.check({order.id: None}, caller=caller)).get(order.id)
    if unreleased is None or unreleased.refusal is None:
        return None
    answer = (await desk.peers.credit.check({order.id: order.release}, caller=caller))[order.id]
    check_credit(answer, order.release)
    return order.release


async def approve_step(tx: Transaction, approving: Approving, decider: Principal, comment: str) -> ApprovalRequest:
    """One yes of several: the others are still to come.

    Raises:
        As `attempt_approved`.
    """
    order = await _approved(tx, approving, decider, comment)
    await record(tx, order, order, "approved-in-part", decider.subject, comment)
    return await approvals.find(tx, approving.request.id)


async def approve(
    tx: Transaction, approving: Approving, order: SalesOrder, decider: Principal, comment: str
) -> ApprovalRequest:
    """Approve: the order, which holds its credit and stock by now, is firm; or waits for somebody to judge its credit.

    Raises:
        As `attempt_approved` and `settle`: what was so a moment ago is checked again.
    """
    await attempts.take_turn(tx, order.id)
    await _approved(tx, approving, decider, comment)
    is_firm = order.status is OrderStatus.CONFIRMED
    await settle(tx, approving.attempt, order, decider.subject if is_firm else approving.request.requested_by)
    return await approvals.find(tx, approving.request.id)


async def approve_accepted_offer(
    tx: Transaction, approving: Approving, decider: Principal, comment: str
) -> ApprovalRequest:
    """Let an accepted offer, which was above what its buyer may order, be what every accepted one is: a draft of the house.

    Raises:
        As `attempt_approved`.
    """
    before = await _approved(tx, approving, decider, comment)
    order = rejected(before)
    await orders.set_state(tx, order)
    await record(tx, before, order, "spending-approved", decider.subject, comment)
    return await approvals.find(tx, approving.request.id)


async def approve_release(
    tx: Transaction, approving: Approving, release: CreditRelease | None, decider: Principal, comment: str
) -> ApprovalRequest:
    """Let a firm order go on.

    Raises:
        As `attempt_approved`.
    """
    before = await _approved(tx, approving, decider, comment)
    order = let_go(before, release)
    await orders.set_state(tx, order)
    tx.publish(wire.released(order.id, decider.subject, clock.now()))
    await record(tx, before, order, "released", decider.subject, comment)
    return await approvals.find(tx, approving.request.id)


async def reject(tx: Transaction, decision: Decision, decider: Principal) -> ApprovalRequest:
    """Reject: an order that waited is a draft again, a firm one stays on hold. What the customer's own people do not want is
    given up.

    Raises:
        As `attempt_approved`.
    """
    found = await approvals.find(tx, decision.request_id)
    before = await orders.lock(tx, found.document_id)  # the document first, as everybody does
    await _signed(tx, before, found.id, decider, decision.status, decision.comment)
    if found.subject == SPENDING:
        await cancel_order(tx, before.id, decision.comment, subject=decider.subject)
        return await approvals.find(tx, decision.request_id)
    order = rejected(before) if before.status in OPEN else before
    await orders.set_state(tx, order)
    await record(tx, before, order, "rejected", decider.subject, decision.comment)
    return await approvals.find(tx, decision.request_id)


async def _approved(tx: Transaction, approving: Approving, decider: Principal, comment: str) -> SalesOrder:
    """The locked order, approved by one more.

    Raises:
        ConfirmationRaced: somebody else took the same step meanwhile.
    """
    order = await orders.lock(tx, approving.request.document_id)
    if await _signed(tx, order, approving.request.id, decider, Status.APPROVED, comment) != approving.is_last:
        raise ConfirmationRaced("Somebody else approved at the same time: read the request again.", id=str(order.id))
    return order


async def _signed(
    tx: Transaction, order: SalesOrder, request_id: UUID, decider: Principal, status: Status, comment: str
) -> bool:
    request = await approvals.lock(tx, request_id)
    return await decide(tx, request, decider, status, content=asked_for(order), comment=comment, now=clock.now())

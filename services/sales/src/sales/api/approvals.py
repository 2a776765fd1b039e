"""The approvals inbox of sales: thin margins of orders and their revisions, missing credit, returns, credits on prices, offers."""

from typing import Annotated

from fastapi import APIRouter, Request
from kit.approvals_api import ApprovalOut
from kit.auth import Principal
from kit.decisions import Decision
from kit.decisions_api import Deciding, approvals_router
from kit.http import requires

from kit import approvals
from sales.clients.desk import Desk
from sales.commands.authorise_return import RETURN, decide_return
from sales.commands.confirm_order import deciding as confirming
from sales.commands.decide_approval import (
    approve,
    approve_accepted_offer,
    approve_release,
    approve_step,
    attempt_approved,
    check_release,
    reject,
)
from sales.commands.decide_revision import (
    approve_revision,
    approve_revision_step,
    reject_revision,
    revision_approved,
)
from sales.commands.price_disputes import DISPUTE, decide_dispute
from sales.commands.revise_order import REVISION, deciding_revision
from sales.commands.send_offer import OFFER, decide_offer
from sales.domain.order import is_quoted
from sales.storage.tables import approval_request

READ = "sales.approvals.read"
router = APIRouter(tags=["approvals"])

Reader = Annotated[Principal, requires(READ)]

_WITHOUT_PEERS = {RETURN: decide_return, DISPUTE: decide_dispute, OFFER: decide_offer}


async def decide(request: Request, deciding: Deciding, decision: Decision) -> ApprovalOut:
    """Approve: the order, or its revision, takes its credit and stock and is firm, or the order goes on. Or reject."""
    desk: Desk = request.app.state.desk
    await deciding.check_answered()
    async with desk.database.read() as read:
        subject = (await approvals.find(read, decision.request_id)).subject
    if subject in _WITHOUT_PEERS or not decision.approve:
        decided_on = _WITHOUT_PEERS.get(subject) or (reject_revision if subject == REVISION else reject)
        async with deciding.transaction() as tx:
            return deciding.answer(ApprovalOut.of(await decided_on(tx, decision, deciding.caller)))
    return await (_approve_revision if subject == REVISION else _approve)(desk, deciding, decision)


async def _approve_revision(desk: Desk, deciding: Deciding, decision: Decision) -> ApprovalOut:
    caller = deciding.caller
    proposal = await revision_approved(desk, decision.request_id, caller)
    if proposal is None:
        async with deciding.transaction() as tx:
            return deciding.answer(ApprovalOut.of(await approve_revision_step(tx, decision, caller)))
    async with deciding_revision(desk, proposal, caller, is_approved=True) as decided, deciding.transaction() as tx:
        return deciding.answer(ApprovalOut.of(await approve_revision(tx, decided, decision, caller)))


async def _approve(desk: Desk, deciding: Deciding, decision: Decision) -> ApprovalOut:
    caller, comment = deciding.caller, decision.comment
    approving = await attempt_approved(desk, decision.request_id, caller)
    if not approving.is_last:
        async with deciding.transaction() as tx:
            return deciding.answer(ApprovalOut.of(await approve_step(tx, approving, caller, comment)))
    if approving.is_firm:
        release = await check_release(desk, approving.attempt.order, caller)
        async with deciding.transaction() as tx:
            return deciding.answer(ApprovalOut.of(await approve_release(tx, approving, release, caller, comment)))
    is_spending = approving.is_spending
    if is_spending and is_quoted(approving.attempt.order):
        async with deciding.transaction() as tx:
            return deciding.answer(ApprovalOut.of(await approve_accepted_offer(tx, approving, caller, comment)))
    async with (
        confirming(
            desk,
            approving.attempt,
            caller,
            is_approved=not is_spending,
            is_granted=is_spending,
            asks_release=approving.asks_release,
        ) as order,
        deciding.transaction() as tx,
    ):
        return deciding.answer(ApprovalOut.of(await approve(tx, approving, order, caller, comment)))


router.include_router(
    approvals_router(
        decide,
        approval_request,
        permission=READ,
        approving="Approve: the order, or its revision, takes its credit and stock and is firm, or may be shipped again",
        rejecting="Reject: a new order is a draft again, a firm one stays as it is",
    )
)

"""The approvals inbox of sales: thin margins of orders and their revisions, missing credit, returns, credits on prices, offers."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from kit.approvals import Status
from kit.approvals_api import ApprovalOut, list_requests
from kit.auth import Principal
from kit.decisions import Decision
from kit.decisions_api import Deciding, decisions_router
from kit.http import Db, Paging, requires
from kit.pagination import Page

from kit import approvals
from sales.api.access import require_staff
from sales.clients.desk import Desk
from sales.commands.authorise_return import RETURN, decide_return
from sales.commands.confirm_order import deciding as confirming
from sales.commands.decide_approval import (
    approve,
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
from sales.storage.tables import approval_request

READ = "sales.approvals.read"
router = APIRouter(tags=["approvals"])

Reader = Annotated[Principal, requires(READ)]

_WITHOUT_PEERS = {RETURN: decide_return, DISPUTE: decide_dispute, OFFER: decide_offer}


@router.get("/approvals", summary="What waits for a decision")
async def list_approvals(
    caller: Reader,
    db: Db,
    paging: Paging,
    status: Status = Status.PENDING,
    document_id: UUID | None = None,
    waits_for_me: bool = False,  # noqa: FBT001, FBT002  # a query parameter
) -> Page[ApprovalOut]:
    """`waits_for_me`: only what you may decide on now, by yourself or in the name of who delegated it to you."""
    require_staff(caller)
    waits_for = caller if waits_for_me else None
    return await list_requests(db, approval_request, paging, status, document_id, waits_for=waits_for)


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
    async with (
        confirming(desk, approving.attempt, caller, is_approved=True, asks_release=approving.asks_release) as order,
        deciding.transaction() as tx,
    ):
        return deciding.answer(ApprovalOut.of(await approve(tx, approving, order, caller, comment)))


router.include_router(
    decisions_router(
        decide,
        permission=READ,
        approving="Approve: the order, or its revision, takes its credit and stock and is firm, or may be shipped again",
        rejecting="Reject: a new order is a draft again, a firm one stays as it is",
    )
)

"""The approvals inbox of sales: thin margins of orders and their revisions, returns, and credits on prices."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from kit.approvals import Status
from kit.approvals_api import ApprovalOut, DecisionIn, list_requests
from kit.auth import Principal
from kit.http import Command, CommandContext, Db, Paging, requires
from kit.pagination import Page

from kit import approvals
from sales.api.access import SalesDesk, require_staff
from sales.clients.desk import Desk
from sales.commands.authorise_return import RETURN, decide_return
from sales.commands.confirm_order import deciding
from sales.commands.decide_approval import approve, attempt_approved, reject
from sales.commands.decide_revision import approve_revision, reject_revision, revision_approved
from sales.commands.price_disputes import DISPUTE, decide_dispute
from sales.commands.revise_order import REVISION, deciding_revision
from sales.storage.tables import approval_request

router = APIRouter(tags=["approvals"])

Reader = Annotated[Principal, requires("sales.approvals.read")]

_DECISIONS = {RETURN: decide_return, DISPUTE: decide_dispute}  # that ask no peer


@router.get("/approvals", summary="What waits for a decision")
async def list_approvals(
    caller: Reader, db: Db, paging: Paging, status: Status = Status.PENDING, document_id: UUID | None = None
) -> Page[ApprovalOut]:
    require_staff(caller)
    return await list_requests(db, approval_request, paging, status, document_id)


@router.post(
    "/approvals/{request_id}/approve",
    summary="Approve: the order, or its revision, takes its credit and stock and is firm",
)
async def post_approval(
    caller: Reader, desk: SalesDesk, command: Command, request_id: UUID, body: DecisionIn
) -> ApprovalOut:
    require_staff(caller)
    await command.check_answered()
    async with desk.database.read() as read:
        subject = (await approvals.find(read, request_id)).subject
    if subject in _DECISIONS:
        async with command.transaction() as tx:
            decided = await _DECISIONS[subject](tx, request_id, caller, approve=True, comment=body.comment)
            return command.answer(ApprovalOut.of(decided))
    if subject == REVISION:
        return await _approve_revision(caller, desk, command, request_id, body)
    attempt = await attempt_approved(desk, request_id, caller)
    async with deciding(desk, attempt, caller, is_approved=True) as order, command.transaction() as tx:
        request = await approve(tx, attempt, order, request_id, caller, body.comment)
        return command.answer(ApprovalOut.of(request))


async def _approve_revision(
    caller: Principal, desk: Desk, command: CommandContext, request_id: UUID, body: DecisionIn
) -> ApprovalOut:
    proposal = await revision_approved(desk, request_id, caller)
    async with (
        deciding_revision(desk, proposal, caller, is_approved=True) as decided,
        command.transaction() as tx,
    ):
        request = await approve_revision(tx, decided, request_id, caller, body.comment)
        return command.answer(ApprovalOut.of(request))


@router.post(
    "/approvals/{request_id}/reject", summary="Reject: a new order is a draft again, a firm one stays as it is"
)
async def post_rejection(caller: Reader, command: Command, request_id: UUID, body: DecisionIn) -> ApprovalOut:
    require_staff(caller)
    async with command.transaction() as tx:
        subject = (await approvals.find(tx, request_id)).subject
        if subject in _DECISIONS:
            decided = await _DECISIONS[subject](tx, request_id, caller, approve=False, comment=body.comment)
        elif subject == REVISION:
            decided = await reject_revision(tx, request_id, caller, body.comment)
        else:
            decided = await reject(tx, request_id, caller, body.comment)
        return command.answer(ApprovalOut.of(decided))

"""The approvals inbox of sales: orders whose margin is thin."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from kit.approvals import Status
from kit.approvals_api import ApprovalOut, DecisionIn, list_requests
from kit.auth import Principal
from kit.http import Command, CommandContext, Db, Paging, requires
from kit.pagination import Page

from sales.api.access import SalesDesk, require_staff
from sales.clients.desk import Desk
from sales.commands.confirm_order import deciding
from sales.commands.decide_approval import approve, approve_step, attempt_approved, reject
from sales.commands.decide_revision import (
    approve_revision,
    approve_revision_step,
    is_of_revision,
    reject_revision,
    revision_approved,
)
from sales.commands.revise_order import deciding_revision
from sales.storage.tables import approval_request

router = APIRouter(tags=["approvals"])

Reader = Annotated[Principal, requires("sales.approvals.read")]


@router.get("/approvals", summary="What waits for a decision")
async def list_approvals(
    caller: Reader, db: Db, paging: Paging, status: Status = Status.PENDING, document_id: UUID | None = None
) -> Page[ApprovalOut]:
    require_staff(caller)
    return await list_requests(db, approval_request, paging, status, document_id)


# Who may decide is told by each request: a thin margin is a manager's, a large discount a director's.


@router.post(
    "/approvals/{request_id}/approve",
    summary="Approve: by the last one the order, or its revision, takes its credit and stock and is firm",
)
async def post_approval(
    caller: Reader, desk: SalesDesk, command: Command, request_id: UUID, body: DecisionIn
) -> ApprovalOut:
    require_staff(caller)
    await command.check_answered()
    async with desk.database.read() as read:
        is_revision = await is_of_revision(read, request_id)
    if is_revision:
        return await _approve_revision(caller, desk, command, request_id, body)
    attempt = await attempt_approved(desk, request_id, caller)
    if attempt is None:
        async with command.transaction() as tx:
            return command.answer(ApprovalOut.of(await approve_step(tx, request_id, caller, body.comment)))
    async with deciding(desk, attempt, caller, is_approved=True) as order, command.transaction() as tx:
        request = await approve(tx, attempt, order, request_id, caller, body.comment)
        return command.answer(ApprovalOut.of(request))


async def _approve_revision(
    caller: Principal, desk: Desk, command: CommandContext, request_id: UUID, body: DecisionIn
) -> ApprovalOut:
    proposal = await revision_approved(desk, request_id, caller)
    if proposal is None:
        async with command.transaction() as tx:
            return command.answer(ApprovalOut.of(await approve_revision_step(tx, request_id, caller, body.comment)))
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
        no = reject_revision if await is_of_revision(tx, request_id) else reject
        return command.answer(ApprovalOut.of(await no(tx, request_id, caller, body.comment)))

"""The approvals inbox of inventory."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from kit.approvals import Status
from kit.approvals_api import ApprovalOut, DecisionIn, list_requests
from kit.auth import Principal
from kit.http import Command, CommandContext, Db, Paging, requires
from kit.pagination import Page

from inventory.commands.post_count import APPROVE, decide_count
from inventory.storage.tables_counts import approval_request

router = APIRouter(tags=["approvals"])

Reader = Annotated[Principal, requires("inventory.approvals.read")]
Decider = Annotated[Principal, requires(APPROVE)]


@router.get("/approvals", summary="What waits for a decision")
async def list_approvals(
    caller: Reader, db: Db, paging: Paging, status: Status = Status.PENDING, document_id: UUID | None = None
) -> Page[ApprovalOut]:
    return await list_requests(db, approval_request, paging, status, document_id)


@router.post("/approvals/{request_id}/approve", summary="Approve: stock is corrected at once")
async def post_approval(
    caller: Decider, command: Command, request_id: UUID, body: DecisionIn, request: Request
) -> ApprovalOut:
    return await _decide(command, request_id, body, request, approve=True)


@router.post("/approvals/{request_id}/reject", summary="Reject: it is to be counted again")
async def post_rejection(
    caller: Decider, command: Command, request_id: UUID, body: DecisionIn, request: Request
) -> ApprovalOut:
    return await _decide(command, request_id, body, request, approve=False)


async def _decide(
    command: CommandContext, request_id: UUID, body: DecisionIn, request: Request, *, approve: bool
) -> ApprovalOut:
    currency: str = request.app.state.currency
    async with command.transaction() as tx:
        decided = await decide_count(
            tx, request_id, command.caller, approve=approve, comment=body.comment, currency=currency
        )
        return command.answer(ApprovalOut.of(decided))

"""The approvals inbox of accounting."""

from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from kit.approvals import ApprovalRequest, Status
from kit.approvals_api import ApprovalOut, list_requests
from kit.auth import Principal
from kit.db import Transaction
from kit.decisions import Decision
from kit.decisions_api import Deciding, decisions_router
from kit.delegations_api import delegations_router
from kit.http import Db, Paging, requires
from kit.pagination import Page

from accounting.commands.bank.decide_write_off import decide_write_off
from accounting.config import Settings
from accounting.storage.tables_approvals import approval_request, delegation
from kit import approvals

READ = "accounting.approvals.read"
router = APIRouter(tags=["approvals"])

_DECISIONS: dict[str, Callable[[Transaction, Decision, Principal, Settings], Awaitable[ApprovalRequest]]] = {
    "write-off": decide_write_off,
}


@router.get("/approvals", summary="What waits for a decision")
async def list_approvals(
    caller: Annotated[Principal, requires(READ)],
    db: Db,
    paging: Paging,
    status: Status = Status.PENDING,
    document_id: UUID | None = None,
    waits_for_me: bool = False,  # noqa: FBT001, FBT002  # a query parameter
) -> Page[ApprovalOut]:
    """`waits_for_me`: only what you may decide on now, by yourself or in the name of who delegated it to you."""
    waits_for = caller if waits_for_me else None
    return await list_requests(db, approval_request, paging, status, document_id, waits_for=waits_for)


async def decide(request: Request, deciding: Deciding, decision: Decision) -> ApprovalOut:
    """Approve, and it is done as asked; or reject, and nothing is."""
    settings: Settings = request.app.state.settings
    async with deciding.transaction() as tx:
        subject = (await approvals.find(tx, decision.request_id)).subject
        decided = await _DECISIONS[subject](tx, decision, deciding.caller, settings)
        return deciding.answer(ApprovalOut.of(decided))


router.include_router(
    decisions_router(
        decide,
        permission=READ,
        approving="Approve: it is done as asked",
        rejecting="Reject: nothing is done",
    )
)
router.include_router(delegations_router(delegation, permission=READ, all_permission="accounting.credit-rules.write"))

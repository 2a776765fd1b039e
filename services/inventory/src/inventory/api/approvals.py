"""The approvals inbox of inventory."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from kit.approvals import Status
from kit.approvals_api import ApprovalOut, list_requests
from kit.auth import Principal
from kit.decisions import Decision
from kit.decisions_api import Deciding, decisions_router
from kit.delegations_api import delegations_router
from kit.http import Db, Paging, requires
from kit.pagination import Page

from inventory.commands.post_count import decide_count
from inventory.storage.tables_counts import approval_request
from inventory.storage.tables_stops import delegation

READ = "inventory.approvals.read"
router = APIRouter(tags=["approvals"])

Reader = Annotated[Principal, requires(READ)]


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
    waits_for = caller if waits_for_me else None
    return await list_requests(db, approval_request, paging, status, document_id, waits_for=waits_for)


async def decide(request: Request, deciding: Deciding, decision: Decision) -> ApprovalOut:
    """Approve, and stock is corrected; or reject, and it is counted again."""
    currency: str = request.app.state.currency
    async with deciding.transaction() as tx:
        decided = await decide_count(tx, decision, deciding.caller, currency=currency)
        return deciding.answer(ApprovalOut.of(decided))


router.include_router(
    decisions_router(
        decide,
        permission=READ,
        approving="Approve: stock is corrected at once",
        rejecting="Reject: it is to be counted again",
    )
)
router.include_router(delegations_router(delegation, permission=READ, all_permission="inventory.count-rules.write"))

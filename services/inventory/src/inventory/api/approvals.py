"""The approvals inbox of inventory."""

from typing import Annotated

from fastapi import APIRouter, Request
from kit.approvals_api import ApprovalOut
from kit.auth import Principal
from kit.decisions import Decision
from kit.decisions_api import Deciding, approvals_router
from kit.delegations_api import delegations_router
from kit.http import requires

from inventory.commands.post_count import decide_count
from inventory.storage.tables_counts import approval_request
from inventory.storage.tables_stops import delegation

READ = "inventory.approvals.read"
router = APIRouter(tags=["approvals"])

Reader = Annotated[Principal, requires(READ)]


async def decide(request: Request, deciding: Deciding, decision: Decision) -> ApprovalOut:
    """Approve, and stock is corrected; or reject, and it is counted again."""
    currency: str = request.app.state.currency
    async with deciding.transaction() as tx:
        decided = await decide_count(tx, decision, deciding.caller, currency=currency)
        return deciding.answer(ApprovalOut.of(decided))


router.include_router(
    approvals_router(
        decide,
        approval_request,
        permission=READ,
        approving="Approve: stock is corrected at once",
        rejecting="Reject: it is to be counted again",
    )
)
router.include_router(delegations_router(delegation, permission=READ, all_permission="inventory.count-rules.write"))

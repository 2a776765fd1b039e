"""The approvals inbox of pricing: price lists, and prices that are wanted beside them."""

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

from kit import approvals, clock
from pricing.api.exceptions import books_of
from pricing.commands import price_lists
from pricing.commands.decide_exception import decide_exception
from pricing.commands.price_lists import PRICE_LIST
from pricing.queries.assess_exception import assess
from pricing.storage import exceptions
from pricing.storage.tables_approvals import approval_request

READ = "pricing.approvals.read"  # who may decide is told by each request
router = APIRouter(tags=["approvals"])


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
    """Approve: the list is published, or by the last approval the exception is granted. Or reject."""
    await deciding.check_answered()
    books, now, assessment = books_of(request), clock.now(), None
    async with books.database.read() as read:
        asked = await approvals.find(read, decision.request_id)
    if asked.subject == PRICE_LIST:
        async with deciding.transaction() as tx:
            by, comment = deciding.caller, decision.comment
            await price_lists.decide(tx, asked.document_id, by, is_approved=decision.approve, comment=comment)
            return deciding.answer(ApprovalOut.of(await approvals.find(tx, asked.id)))
    if decision.approve:
        async with books.database.read() as read:
            exception = await exceptions.get(read, asked.document_id)
        assessment = await assess(books, exception, now.date())
    async with deciding.transaction() as tx:
        decided = await decide_exception(
            tx,
            decision.request_id,
            deciding.caller,
            decision.status,
            assessment=assessment,
            comment=decision.comment,
            now=now,
        )
        return deciding.answer(ApprovalOut.of(decided))


router.include_router(
    decisions_router(
        decide,
        permission=READ,
        approving="Approve: the list is published, or the last approval grants the exception",
        rejecting="Reject the list or the exception",
    )
)

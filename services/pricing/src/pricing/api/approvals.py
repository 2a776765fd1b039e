"""The approvals inbox of pricing: price lists, and prices that are wanted beside them."""

from fastapi import APIRouter, Request
from kit.approvals_api import ApprovalOut
from kit.decisions import Decision
from kit.decisions_api import Deciding, approvals_router

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
    approvals_router(
        decide,
        approval_request,
        permission=READ,
        approving="Approve: the list is published, or the last approval grants the exception",
        rejecting="Reject the list or the exception",
    )
)

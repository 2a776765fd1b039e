"""The approvals inbox of pricing: prices that are wanted beside the lists."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from kit.approvals import Status
from kit.approvals_api import ApprovalOut, DecisionIn, list_requests, waiting_for
from kit.auth import Principal
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page
from sqlalchemy import ColumnElement

from kit import approvals, clock, delegations
from pricing.api.exceptions import ExceptionBooks
from pricing.commands.decide_exception import decide_exception
from pricing.queries.assess_exception import assess
from pricing.storage import exceptions
from pricing.storage.tables_exceptions import approval_request

router = APIRouter(prefix="/approvals", tags=["approvals"])

# Who may decide is told by each request.
Reader = Annotated[Principal, requires("pricing.approvals.read")]


@router.get("", summary="What waits for a decision")
async def list_approvals(
    caller: Reader,
    db: Db,
    paging: Paging,
    status: Status = Status.PENDING,
    document_id: UUID | None = None,
    waits_for_me: bool = False,  # noqa: FBT001, FBT002  # a query parameter
) -> Page[ApprovalOut]:
    """`waits_for_me`: only what you may decide on now, by yourself or in the name of who delegated it to you."""
    conditions: list[ColumnElement[bool]] = []
    if waits_for_me:
        now = clock.now()
        async with db.read() as tx:
            given = await delegations.given_to(tx, caller.subject, now)
        conditions = waiting_for(approval_request, caller, given, now)
    return await list_requests(db, approval_request, paging, status, document_id, waits_for=conditions)


@router.post("/{request_id}/approve", summary="Approve: the last approval grants the exception")
async def post_approval(
    caller: Reader, command: Command, books: ExceptionBooks, request_id: UUID, body: DecisionIn
) -> ApprovalOut:
    now = clock.now()
    async with books.database.read() as tx:
        exception = await exceptions.get(tx, (await approvals.find(tx, request_id)).document_id)
    assessment = await assess(books, exception, now.date())
    async with command.transaction() as tx:
        request = await decide_exception(
            tx, request_id, caller, Status.APPROVED, assessment=assessment, comment=body.comment, now=now
        )
        return command.answer(ApprovalOut.of(request))


@router.post("/{request_id}/reject", summary="Reject the exception")
async def post_rejection(caller: Reader, command: Command, request_id: UUID, body: DecisionIn) -> ApprovalOut:
    async with command.transaction() as tx:
        request = await decide_exception(
            tx, request_id, caller, Status.REJECTED, assessment=None, comment=body.comment, now=clock.now()
        )
        return command.answer(ApprovalOut.of(request))

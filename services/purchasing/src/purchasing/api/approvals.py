"""The approvals inbox of purchasing, and the rules that fill it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from kit.approvals import Status
from kit.approvals_api import ApprovalOut, DecisionIn, list_requests
from kit.audit import AuditEntry
from kit.auth import Principal
from kit.errors import stale
from kit.http import Command, CommandContext, Db, Paging, requires
from kit.pagination import Page

from kit import audit
from purchasing.api.schemas import RulesIn, RulesOut
from purchasing.commands.place_order import APPROVE, decide_order
from purchasing.domain.rules import ApprovalRules
from purchasing.storage import rules
from purchasing.storage.tables import approval_request

router = APIRouter(tags=["approvals"])

Reader = Annotated[Principal, requires("purchasing.approvals.read")]
Decider = Annotated[Principal, requires(APPROVE)]


@router.get("/approvals", summary="What waits for a decision")
async def list_approvals(
    caller: Reader, db: Db, paging: Paging, status: Status = Status.PENDING, document_id: UUID | None = None
) -> Page[ApprovalOut]:
    return await list_requests(db, approval_request, paging, status, document_id)


@router.post("/approvals/{request_id}/approve", summary="Approve: the order is placed at once")
async def post_approval(caller: Decider, command: Command, request_id: UUID, body: DecisionIn) -> ApprovalOut:
    return await _decide(command, request_id, body, approve=True)


@router.post("/approvals/{request_id}/reject", summary="Reject: the order is a draft again")
async def post_rejection(caller: Decider, command: Command, request_id: UUID, body: DecisionIn) -> ApprovalOut:
    return await _decide(command, request_id, body, approve=False)


async def _decide(command: CommandContext, request_id: UUID, body: DecisionIn, *, approve: bool) -> ApprovalOut:
    async with command.transaction() as tx:
        request, _ = await decide_order(tx, request_id, command.caller, approve=approve, comment=body.comment)
        return command.answer(ApprovalOut.of(request))


@router.get("/approval-rules", summary="Which orders need approval")
async def get_rules(caller: Annotated[Principal, requires("purchasing.rules.read")], db: Db) -> RulesOut:
    async with db.read() as tx:
        current, version = await rules.get(tx)
    return RulesOut(threshold=current.threshold, version=version)


@router.put("/approval-rules", summary="Set which orders need approval, from now on")
async def put_rules(
    caller: Annotated[Principal, requires("purchasing.rules.write")], command: Command, body: RulesIn
) -> RulesOut:
    async with command.transaction() as tx:
        before, version = await rules.get(tx)
        if command.has_version() and command.version() != version:
            raise stale("approval rules", sent=command.version(), current=version)
        version = await rules.set_(tx, ApprovalRules(body.threshold))
        changes = {"threshold": [str(before.threshold), str(body.threshold)]}
        await audit.record(tx, AuditEntry("approval_rules", "all", "changed", changes, caller.subject, version))
        return command.answer(RulesOut(threshold=body.threshold, version=version))

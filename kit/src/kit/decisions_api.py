"""The endpoints that decide on approvals, the same in every service that has them: one by one, or many in a call."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Annotated, Literal, Protocol, TypeVar
from uuid import UUID

import orjson
from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from sqlalchemy import Table

from kit.approvals import Status
from kit.approvals_api import ApprovalOut, DecisionIn, list_requests
from kit.auth import Principal
from kit.bodies import Strict
from kit.db import Database, Transaction
from kit.decisions import Decision
from kit.errors import DomainError
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page
from kit.problems import Problem, problem_of

M = TypeVar("M", bound=BaseModel)


class Deciding(Protocol):
    """What a decision is made in: a command of its own, or one of many in a call."""

    caller: Principal

    async def check_answered(self) -> None:
        """Stop here with the first answer if it was decided before. For decisions that ask peers first."""

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """The one transaction of the decision."""

    def answer(self, model: M) -> M:
        """What it is answered with; call it inside the transaction."""


@dataclass(slots=True)
class OneOfMany:
    """A decision among others, in a transaction of its own: what becomes of the others does not touch it."""

    caller: Principal
    database: Database

    async def check_answered(self) -> None:
        """The call that it is part of was not answered before."""

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        return self.database.transaction()

    def answer(self, model: M) -> M:
        return model


Decide = Callable[[Request, Deciding, Decision], Awaitable[ApprovalOut]]


class OneDecisionIn(DecisionIn):
    id: UUID = Field(description="Of the request.")
    decision: Literal["approve", "reject"]


class ManyDecisionsIn(Strict):
    items: list[OneDecisionIn] = Field(min_length=1, max_length=100)


class OneDecisionOut(BaseModel):
    """What became of one: the request as it now stands, or why nothing was decided."""

    id: UUID
    request: ApprovalOut | None
    problem: Problem | None


class ManyDecisionsOut(BaseModel):
    items: list[OneDecisionOut] = Field(description="In the order asked.")


def approvals_router(decide: Decide, requests: Table, *, permission: str, approving: str, rejecting: str) -> APIRouter:
    """`permission` lets somebody in, but no customer; who may decide on a request, the request says.

    `requests` is the service's table of them; `approving` and `rejecting` say what each does.
    """
    router = APIRouter(prefix="/approvals", tags=["approvals"])
    caller_ = requires(permission)

    @router.get("", summary="What waits for a decision")
    async def list_approvals(
        caller: Annotated[Principal, caller_],
        db: Db,
        paging: Paging,
        status: Status = Status.PENDING,
        document_id: UUID | None = None,
        waits_for_me: bool = False,  # noqa: FBT001, FBT002  # a query parameter
    ) -> Page[ApprovalOut]:
        """`waits_for_me`: only what you may decide on now, by yourself or in the name of who delegated it to you."""
        caller.require_staff()
        waits_for = caller if waits_for_me else None
        return await list_requests(db, requests, paging, status, document_id, waits_for=waits_for)

    @router.post("/decide", summary="Decide on many: each in its own transaction, answered on its own")
    async def post_decisions(
        caller: Annotated[Principal, caller_], db: Db, command: Command, body: ManyDecisionsIn, request: Request
    ) -> ManyDecisionsOut:
        """One that cannot be decided on leaves the others alone. The same call again finds what was decided, decided."""
        caller.require_staff()
        await command.check_answered()
        one = OneOfMany(caller, db)
        items = [
            await _answered(decide, request, one, Decision(each.id, each.decision == "approve", each.comment))
            for each in body.items
        ]
        async with command.transaction():
            return command.answer(ManyDecisionsOut(items=items))

    @router.post("/{request_id}/approve", summary=approving)
    async def post_approval(
        caller: Annotated[Principal, caller_], command: Command, request_id: UUID, body: DecisionIn, request: Request
    ) -> ApprovalOut:
        caller.require_staff()
        return await decide(request, command, Decision(request_id, True, body.comment))  # as named

    @router.post("/{request_id}/reject", summary=rejecting)
    async def post_rejection(
        caller: Annotated[Principal, caller_], command: Command, request_id: UUID, body: DecisionIn, request: Request
    ) -> ApprovalOut:
        caller.require_staff()
        return await decide(request, command, Decision(request_id, False, body.comment))  # as named

    return router


async def _answered(decide: Decide, request: Request, one: OneOfMany, decision: Decision) -> OneDecisionOut:
    try:
        decided = await decide(request, one, decision)
    except DomainError as error:
        problem = Problem.model_validate(orjson.loads(bytes(problem_of(error).body)))
        return OneDecisionOut(id=decision.request_id, request=None, problem=problem)
    return OneDecisionOut(id=decision.request_id, request=decided, problem=None)

"""The part of every approvals inbox that is the same: what a request looks like, and the list of them."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement, Table, and_, or_, select

from kit import clock, delegations
from kit.approvals import ApprovalRequest, Status
from kit.auth import Principal
from kit.bodies import Strict
from kit.db import Database
from kit.delegations import Delegation
from kit.pagination import Page, PageRequest, fetch_page


class DecisionIn(Strict):
    comment: Annotated[str, Field(max_length=500, examples=["Within the year's plan."])] = ""


class ApprovalOut(BaseModel):
    """Somebody asks that a document may go on."""

    id: UUID
    subject: str = Field(examples=["purchase-order"])
    document_id: UUID
    document_number: str
    reason: str = Field(description="The rule that asked, in a sentence.")
    amount: Decimal | None = Field(description="In company currency, against the decider's limit.")
    status: Status
    requested_by: str
    requested_at: datetime
    expires_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    comment: str | None
    details: dict[str, Any] = Field(description="What the decider needs to see.")
    permission: str = Field(description="Of who decides on the step that is open.")
    next_permissions: list[str] = Field(description="Of the steps after it, each another person's.")
    approved_by: list[str] = Field(description="Who approved the steps before.")
    escalates_at: datetime | None = Field(description="From then on `escalates_to` may decide as well.")
    escalates_to: str | None
    on_behalf_of: str | None = Field(description="In whose name it was decided.")

    @classmethod
    def of(cls, request: ApprovalRequest) -> "ApprovalOut":
        return cls(**{name: getattr(request, name) for name in cls.model_fields})


async def list_requests(
    database: Database,
    table: Table,
    paging: PageRequest,
    status: Status,
    document_id: UUID | None = None,
    *,
    waits_for: Principal | None = None,
) -> Page[ApprovalOut]:
    """Requests in a state, oldest first; `waits_for`: only those that this person may decide on now."""
    statement = select(*(table.c[name] for name in ApprovalOut.model_fields)).where(table.c.status == status.value)
    if document_id is not None:
        statement = statement.where(table.c.document_id == document_id)
    async with database.read() as tx:
        if waits_for is not None:
            now = clock.now()
            given = await delegations.given_to(tx, waits_for.subject, now)
            statement = statement.where(*_waiting_for(table, waits_for, given, now))
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"requested_at": table.c.requested_at},
            key=table.c.id,
            convert=lambda row: ApprovalOut(**dict(row)),
        )


def _waiting_for(
    table: Table, principal: Principal, delegations: Sequence[Delegation], now: datetime
) -> list[ColumnElement[bool]]:
    """Conditions of the requests that this person may decide on now, by himself or in somebody's name."""
    permissions = {*principal.permissions, *(each.permission for each in delegations)}
    escalated = and_(table.c.escalates_to.in_(permissions), table.c.escalates_at <= now)
    return [
        or_(table.c.permission.in_(permissions), escalated),
        table.c.requested_by != principal.subject,
        ~table.c.approved_by.contains([principal.subject]),
        table.c.expires_at > now,
    ]

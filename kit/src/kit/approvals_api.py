"""The part of every approvals inbox that is the same: what a request looks like, and the list of them."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy import Table, select

from kit.approvals import ApprovalRequest, Status
from kit.bodies import Strict
from kit.db import Database
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

    @classmethod
    def of(cls, request: ApprovalRequest) -> "ApprovalOut":
        return cls(**{name: getattr(request, name) for name in cls.model_fields})


async def list_requests(
    database: Database, table: Table, paging: PageRequest, status: Status, document_id: UUID | None = None
) -> Page[ApprovalOut]:
    """Requests in a state, oldest first."""
    statement = select(*(table.c[name] for name in ApprovalOut.model_fields)).where(table.c.status == status.value)
    if document_id is not None:
        statement = statement.where(table.c.document_id == document_id)
    async with database.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"requested_at": table.c.requested_at},
            key=table.c.id,
            convert=lambda row: ApprovalOut(**dict(row)),
        )

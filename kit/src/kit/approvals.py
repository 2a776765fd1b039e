"""Approvals, one concept everywhere: a request names its subject and a hash of the content, a decision signs that hash.

Pure rules first, then the table that each service keeps for itself.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

import asyncpg
import orjson
from sqlalchemy import CheckConstraint, Column, DateTime, Index, LargeBinary, MetaData, Numeric, Table, Text
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from kit.auth import Principal
from kit.db import ReadTransaction, Transaction
from kit.delegations import Delegation
from kit.errors import Conflict, Forbidden, unknown
from kit.ids import new_id


class AlreadyDecided(Conflict):
    """Somebody has approved or rejected it already."""


class ApprovalExpired(Conflict):
    """The request waited too long and is void: submit the document again."""


class ContentChanged(Conflict):
    """The document is not the one that approval was asked for: submit it again."""


class OwnRequest(Forbidden):
    """Nobody decides on his own request."""


class LimitExceeded(Forbidden):
    """The amount is above what this person may approve."""


class SameApprover(Forbidden):
    """Each step of an approval is another person's."""


class Status(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    VOID = "void"  # the document changed or was withdrawn


@dataclass(frozen=True, slots=True)
class ApprovalRequest:
    """Somebody asks that a document may go on."""

    id: UUID
    subject: str  # what it is about: "purchase-order", "margin"
    document_id: UUID
    document_number: str
    content_hash: bytes  # of everything that a decision covers
    permission: str  # needed to decide
    reason: str  # which rule asked, in a sentence
    amount: Decimal | None  # company currency, against the decider's limit
    requested_by: str
    requested_at: datetime
    expires_at: datetime
    details: dict[str, Any]  # what the decider needs to see
    status: Status = Status.PENDING
    decided_by: str | None = None
    decided_at: datetime | None = None
    comment: str | None = None
    next_permissions: tuple[str, ...] = ()  # of the steps after this one
    approved_by: tuple[str, ...] = ()  # who approved the steps before
    escalates_at: datetime | None = None  # from then on `escalates_to` may decide as well
    escalates_to: str | None = None
    on_behalf_of: str | None = None  # in whose name it was decided

    def permissions(self, now: datetime) -> tuple[str, ...]:
        """Any of them is enough to decide on the step that is open."""
        if self.escalates_to is not None and self.escalates_at is not None and now >= self.escalates_at:
            return self.permission, self.escalates_to
        return (self.permission,)


def content_hash(content: object) -> bytes:
    """A hash that any change of the content changes. Decimals and ids are hashed as text, keys in order."""
    return hashlib.sha256(orjson.dumps(content, default=str, option=orjson.OPT_SORT_KEYS)).digest()


def new_request(
    *,
    subject: str,
    document_id: UUID,
    document_number: str,
    content: object,
    permission: str,
    reason: str,
    amount: Decimal | None,
    requested_by: str,
    now: datetime,
    lifetime: timedelta = timedelta(days=14),
    details: dict[str, Any] | None = None,
    then: Sequence[str] = (),
    escalation: tuple[int, str] | None = None,
) -> ApprovalRequest:
    """A pending request for the document as it now is.

    `then`: the permissions of further steps, each another person's. `escalation`: hours, and who may decide after them.
    """
    return ApprovalRequest(
        id=new_id(),
        subject=subject,
        document_id=document_id,
        document_number=document_number,
        content_hash=content_hash(content),
        permission=permission,
        reason=reason,
        amount=amount,
        requested_by=requested_by,
        requested_at=now,
        expires_at=now + lifetime,
        details=details or {},
        next_permissions=tuple(then),
        escalates_at=now + timedelta(hours=escalation[0]) if escalation else None,
        escalates_to=escalation[1] if escalation else None,
    )


def check_decision(
    request: ApprovalRequest,
    decider: Principal,
    *,
    content: object,
    now: datetime,
    delegations: Sequence[Delegation] = (),
) -> str | None:
    """In whose name this person decides on this request now: None is his own.

    `delegations` are those that he was given. What he may do himself counts first; nobody decides on what he asked for
    himself, in whatever name, nor in the name of who asked.

    Raises:
        AlreadyDecided, ApprovalExpired, ContentChanged: the request is no longer open.
        PermissionMissing, OwnRequest, SameApprover, LimitExceeded: this person may not.
    """
    if request.status is not Status.PENDING:
        raise AlreadyDecided(f"This request is {request.status} already.", status=str(request.status))
    if now >= request.expires_at:
        raise ApprovalExpired("This request waited too long: submit the document again.", expired_at=request.expires_at)
    if content_hash(content) != request.content_hash:
        raise ContentChanged("The document changed since approval was asked: submit it again.")
    permissions = request.permissions(now)
    mine = [permission for permission in permissions if permission in decider.permissions]
    given = [
        each
        for each in delegations
        if each.is_for(decider.subject, permissions, now) and each.delegator != request.requested_by
    ]
    if not mine and not given:
        decider.require(request.permission)
    if decider.subject == request.requested_by:
        raise OwnRequest("You asked for this approval: somebody else must decide.")
    if decider.subject in request.approved_by:
        raise SameApprover("You approved a step of it already: somebody else must take this one.")
    limits = {permission: decider.approval_limits.get(permission) for permission in mine}
    if any(_is_within(request.amount, limit) for limit in limits.values()):
        return None
    others = [each for each in given if each.delegator not in request.approved_by]
    found = next((each for each in others if _is_within(request.amount, each.limit)), None)
    if found is not None:
        return found.delegator
    highest = max(Decimal(limit) for limit in (*limits.values(), *(each.limit for each in given)) if limit is not None)
    raise LimitExceeded(
        f"{request.amount} is above your limit of {highest}: somebody with a higher limit must decide.",
        amount=str(request.amount),
        limit=str(highest),
    )


def _is_within(amount: Decimal | None, limit: Decimal | str | None) -> bool:
    return amount is None or limit is None or amount <= Decimal(limit)


def approval_table(metadata: MetaData) -> Table:
    """The table of a service that asks for approvals."""
    table = Table(
        "approval_request",
        metadata,
        Column("id", postgresql.UUID, primary_key=True),
        Column("subject", Text, nullable=False),
        Column("document_id", postgresql.UUID, nullable=False),
        Column("document_number", Text, nullable=False),
        Column("content_hash", LargeBinary, nullable=False),
        Column("permission", Text, nullable=False),
        Column("reason", Text, nullable=False),
        Column("amount", Numeric),
        Column("requested_by", Text, nullable=False),
        Column("requested_at", DateTime(timezone=True), nullable=False),
        Column("expires_at", DateTime(timezone=True), nullable=False),
        Column("details", JSONB, nullable=False),
        Column("status", Text, nullable=False),
        Column("decided_by", Text),
        Column("decided_at", DateTime(timezone=True)),
        Column("comment", Text),
        Column("next_permissions", ARRAY(Text), nullable=False, server_default="{}"),
        Column("approved_by", ARRAY(Text), nullable=False, server_default="{}"),
        Column("escalates_at", DateTime(timezone=True)),
        Column("escalates_to", Text),
        Column("on_behalf_of", Text),
        CheckConstraint("status IN ('pending', 'approved', 'rejected', 'void')", name="status"),
    )
    # One open request per document: asking twice is the same question.
    Index("uq_approval_request_open", table.c.document_id, unique=True, postgresql_where=table.c.status == "pending")
    Index(None, table.c.status, table.c.requested_at, table.c.id)
    return table


def add_step_columns() -> None:
    """What steps, escalation and delegation need in a table of before (call it in a revision)."""
    from alembic import op  # noqa: PLC0415  # a service at work does without Alembic

    for name in ("next_permissions", "approved_by"):
        op.add_column("approval_request", Column(name, ARRAY(Text), nullable=False, server_default="{}"))
    op.add_column("approval_request", Column("escalates_at", DateTime(timezone=True), nullable=True))
    op.add_column("approval_request", Column("escalates_to", Text, nullable=True))
    op.add_column("approval_request", Column("on_behalf_of", Text, nullable=True))


_COLUMNS = (
    "id, subject, document_id, document_number, content_hash, permission, reason, amount, requested_by, requested_at,"
    " expires_at, details, status, decided_by, decided_at, comment, next_permissions, approved_by, escalates_at, escalates_to,"
    " on_behalf_of"
)


async def add(tx: Transaction, request: ApprovalRequest) -> None:
    """Ask. An older open request for the same document becomes void."""
    await add_all(tx, [request])


async def add_all(tx: Transaction, requests: Sequence[ApprovalRequest]) -> None:
    """Ask for many documents, each once. Older open requests for the same documents become void."""
    if not requests:
        return
    await withdraw_all(tx, [request.document_id for request in requests], now=requests[0].requested_at)
    names = [name.strip() for name in _COLUMNS.split(",")]
    rows = [tuple(getattr(request, name) for name in names) for request in requests]
    await tx.copy("approval_request", names, rows)


async def withdraw(tx: Transaction, document_id: UUID, *, now: datetime) -> None:
    """The document changed or is gone: an open request for it is void."""
    await withdraw_all(tx, [document_id], now=now)


async def withdraw_all(tx: Transaction, document_ids: Sequence[UUID], *, now: datetime) -> None:
    """The documents changed or are gone: open requests for them are void."""
    await tx.execute(
        "UPDATE approval_request SET status = 'void', decided_at = $2"
        " WHERE document_id = ANY($1) AND status = 'pending'",
        document_ids,
        now,
    )


async def lock(tx: Transaction, request_id: UUID) -> ApprovalRequest:
    """The request, held against other deciders until the transaction ends.

    Raises:
        NotFound: there is none with this id.
    """
    row = await tx.fetchrow(f"SELECT {_COLUMNS} FROM approval_request WHERE id = $1 FOR UPDATE", request_id)
    if row is None:
        raise unknown("approval request", request_id)
    return _request(row)


async def find(tx: ReadTransaction, request_id: UUID) -> ApprovalRequest:
    """The request as it is, to learn which document to lock before it.

    Raises:
        NotFound: there is none with this id.
    """
    row = await tx.fetchrow(f"SELECT {_COLUMNS} FROM approval_request WHERE id = $1", request_id)
    if row is None:
        raise unknown("approval request", request_id)
    return _request(row)


async def pending(tx: ReadTransaction, document_id: UUID) -> ApprovalRequest | None:
    """The open request for a document, if there is one."""
    row = await tx.fetchrow(
        f"SELECT {_COLUMNS} FROM approval_request WHERE document_id = $1 AND status = 'pending'", document_id
    )
    return None if row is None else _request(row)


async def decide(
    tx: Transaction,
    request: ApprovalRequest,
    *,
    status: Status,
    decider: Principal,
    comment: str,
    now: datetime,
    on_behalf_of: str | None = None,
) -> bool:
    """Write the decision (check it first by `check_decision`); False while somebody else must approve as well."""
    if status is Status.APPROVED and request.next_permissions:
        await tx.execute(
            "UPDATE approval_request SET permission = next_permissions[1], next_permissions = next_permissions[2:],"
            " approved_by = approved_by || $2::text, comment = $3, escalates_at = NULL, escalates_to = NULL WHERE id = $1",
            request.id,
            decider.subject,
            comment,
        )
        return False
    await tx.execute(
        "UPDATE approval_request SET status = $2, decided_by = $3, decided_at = $4, comment = $5, on_behalf_of = $6"
        " WHERE id = $1",
        request.id,
        str(status),
        decider.subject,
        now,
        comment,
        on_behalf_of,
    )
    return True


def _request(row: asyncpg.Record) -> ApprovalRequest:
    values = dict(row)
    return ApprovalRequest(
        **{
            **values,
            "status": Status(values["status"]),
            "next_permissions": tuple(values["next_permissions"]),
            "approved_by": tuple(values["approved_by"]),
        }
    )

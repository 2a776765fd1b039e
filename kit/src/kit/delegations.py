"""Deciding in somebody's name while he is away.

Who delegates shows his own right by his own token: what he may approve, and up to which amount, is written down then. So
a service needs to know nobody's rights but those of who asks it, whoever the provider of identities is.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, DateTime, Index, MetaData, Numeric, PrimaryKeyConstraint, Table, Text
from sqlalchemy.dialects import postgresql

from kit.auth import Principal
from kit.db import ReadTransaction, Transaction
from kit.errors import Conflict, Forbidden, Invalid, unknown
from kit.ids import new_id

_DAYS_MAX = 92


class DelegationPeriod(Invalid):
    """It ends before it starts, or lasts too long."""


class DelegationEnded(Conflict):
    """It was revoked already."""


class NotYours(Forbidden):
    """Somebody else delegated it."""


@dataclass(frozen=True, slots=True)
class Delegation:
    """`delegate` may decide what needs `permission` in the name of `delegator`, up to an amount (None: any)."""

    id: UUID
    delegator: str
    delegate: str
    permission: str
    limit: Decimal | None
    starts_at: datetime
    ends_at: datetime
    reason: str
    revoked_at: datetime | None = None

    def is_for(self, subject: str, permissions: Collection[str], now: datetime) -> bool:
        """Whether this person may use it for any of these permissions now."""
        return (
            self.delegate == subject
            and self.permission in permissions
            and self.revoked_at is None
            and self.starts_at <= now < self.ends_at
        )


def new_delegations(
    delegator: Principal,
    delegate: str,
    permissions: Sequence[str],
    *,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
) -> list[Delegation]:
    """One for each permission that the delegator has; he gives no more than he has himself, nor what he was given.

    Raises:
        PermissionMissing: he does not have one of them.
        DelegationPeriod: it ends before it starts, or lasts longer than a quarter.
        Invalid: he names himself.
    """
    if delegate == delegator.subject:
        raise Invalid("You decide in your own name anyway.", field="delegate")
    if not starts_at < ends_at or (ends_at - starts_at).days > _DAYS_MAX:
        raise DelegationPeriod(f"A delegation ends after it starts, within {_DAYS_MAX} days.", field="ends_at")
    found = []
    for permission in permissions:
        delegator.require(permission)
        limit = delegator.approval_limits.get(permission)
        found.append(
            Delegation(
                new_id(),
                delegator.subject,
                delegate,
                permission,
                None if limit is None else Decimal(limit),
                starts_at,
                ends_at,
                reason,
            )
        )
    return found


def delegation_table(metadata: MetaData) -> Table:
    """The table of a service whose approvals can be delegated."""
    table = Table(
        "delegation",
        metadata,
        Column("id", postgresql.UUID, primary_key=True),
        Column("delegator", Text, nullable=False),
        Column("delegate", Text, nullable=False),
        Column("permission", Text, nullable=False),
        Column("limit", Numeric),
        Column("starts_at", DateTime(timezone=True), nullable=False),
        Column("ends_at", DateTime(timezone=True), nullable=False),
        Column("reason", Text, nullable=False),
        Column("revoked_at", DateTime(timezone=True)),
        CheckConstraint("ends_at > starts_at", name="period"),
        CheckConstraint("delegate <> delegator", name="somebody_else"),
    )
    Index(None, table.c.delegate, table.c.ends_at)
    Index(None, table.c.delegator, table.c.ends_at)
    return table


def create_delegation_table() -> None:
    """Make the table in a service that is older than its delegations (call it in a revision)."""
    from alembic import op  # noqa: PLC0415  # a service at work does without Alembic

    op.create_table(
        "delegation",
        Column("id", postgresql.UUID, nullable=False),
        Column("delegator", Text, nullable=False),
        Column("delegate", Text, nullable=False),
        Column("permission", Text, nullable=False),
        Column("limit", Numeric),
        Column("starts_at", DateTime(timezone=True), nullable=False),
        Column("ends_at", DateTime(timezone=True), nullable=False),
        Column("reason", Text, nullable=False),
        Column("revoked_at", DateTime(timezone=True)),
        CheckConstraint("ends_at > starts_at", name=op.f("ck_delegation_period")),
        CheckConstraint("delegate <> delegator", name=op.f("ck_delegation_somebody_else")),
        PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )
    op.create_index(op.f("ix_delegation_delegate_ends_at"), "delegation", ["delegate", "ends_at"])
    op.create_index(op.f("ix_delegation_delegator_ends_at"), "delegation", ["delegator", "ends_at"])


_COLUMNS = 'id, delegator, delegate, permission, "limit", starts_at, ends_at, reason, revoked_at'


async def add(tx: Transaction, delegations: Sequence[Delegation]) -> None:
    names = [name.strip().strip('"') for name in _COLUMNS.split(",")]
    await tx.copy("delegation", names, [tuple(getattr(each, name) for name in names) for each in delegations])


async def given_to(tx: ReadTransaction, subject: str, now: datetime) -> list[Delegation]:
    """What somebody may use now."""
    rows = await tx.fetch(
        f"SELECT {_COLUMNS} FROM delegation WHERE delegate = $1 AND revoked_at IS NULL AND starts_at <= $2 AND ends_at > $2"
        " ORDER BY starts_at, id",
        subject,
        now,
    )
    return [Delegation(**dict(row)) for row in rows]


async def revoke(tx: Transaction, delegation_id: UUID, by: Principal, now: datetime, *, may_all: bool) -> Delegation:
    """End it now: who gave it, or somebody who may end everybody's.

    Raises:
        NotFound, DelegationEnded: there is none that holds.
        NotYours: somebody else gave it.
    """
    row = await tx.fetchrow(f"SELECT {_COLUMNS} FROM delegation WHERE id = $1 FOR UPDATE", delegation_id)
    if row is None:
        raise unknown("delegation", delegation_id)
    found = Delegation(**dict(row))
    if found.delegator != by.subject and not may_all:
        raise NotYours("Somebody else gave this delegation: he, or who sets the rules, ends it.")
    if found.revoked_at is not None:
        raise DelegationEnded("It was revoked already.")
    await tx.execute("UPDATE delegation SET revoked_at = $2 WHERE id = $1", delegation_id, now)
    return found

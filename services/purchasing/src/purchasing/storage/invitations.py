"""Who is asked by which link, and the letters that brought it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kit.db import ReadTransaction, Transaction

from purchasing.domain.invitation import LetterKind


@dataclass(frozen=True, slots=True)
class Invitation:
    """A supplier who is asked; the hash is of the secret in his link, which comes from the id."""

    rfq_id: UUID
    supplier_id: UUID
    id: UUID
    token_hash: bytes
    invited_at: datetime


@dataclass(frozen=True, slots=True)
class Invited:
    """The newest invitation of a supplier; it has no id when its link is of before."""

    rfq_id: UUID
    supplier_id: UUID
    invitation_id: UUID | None
    token_hash: bytes
    letter_key: str | None


async def invite(tx: Transaction, invitations: Sequence[Invitation]) -> None:
    """Ask suppliers; one asked before gets a new link, and the old one is void."""
    await tx.execute(
        "INSERT INTO rfq_invitation (rfq_id, supplier_id, invitation_id, token_hash, invited_at)"
        " SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bytea[], $5::timestamptz[])"
        " ON CONFLICT (rfq_id, supplier_id) DO UPDATE SET token_hash = excluded.token_hash, has_declined = false,"
        " invitation_id = excluded.invitation_id, invited_at = excluded.invited_at, letter_key = NULL",
        [each.rfq_id for each in invitations],
        [each.supplier_id for each in invitations],
        [each.id for each in invitations],
        [each.token_hash for each in invitations],
        [each.invited_at for each in invitations],
    )


async def behind(tx: ReadTransaction, token_hash: bytes) -> tuple[UUID, UUID] | None:
    """(request, supplier) of a link, if there is such a link."""
    row = await tx.fetchrow("SELECT rfq_id, supplier_id FROM rfq_invitation WHERE token_hash = $1", token_hash)
    return (row["rfq_id"], row["supplier_id"]) if row else None


async def find(tx: ReadTransaction, rfq_id: UUID, supplier_id: UUID) -> Invited | None:
    """The newest invitation of one supplier."""
    row = await tx.fetchrow(
        "SELECT rfq_id, supplier_id, invitation_id, token_hash, letter_key FROM rfq_invitation"
        " WHERE rfq_id = $1 AND supplier_id = $2",
        rfq_id,
        supplier_id,
    )
    return None if row is None else Invited(**dict(row))


async def set_letter(tx: Transaction, invitation_id: UUID, effect_key: str) -> None:
    """The letter that brings an invitation now."""
    await tx.execute("UPDATE rfq_invitation SET letter_key = $2 WHERE invitation_id = $1", invitation_id, effect_key)


async def letter_status(tx: ReadTransaction, effect_key: str) -> str | None:
    """Where the effect stands."""
    status: str | None = await tx.fetchval("SELECT status FROM effect WHERE key = $1", effect_key)
    return status


async def silent(tx: ReadTransaction, *, until: date, today: date, invited_before: datetime) -> list[Invited]:
    """Who was written to, has said nothing, and has until that day; nobody who was reminded before."""
    rows = await tx.fetch(
        "SELECT i.rfq_id, i.supplier_id, i.invitation_id, i.token_hash, i.letter_key FROM rfq r"
        " JOIN rfq_invitation i ON i.rfq_id = r.id JOIN effect e ON e.key = i.letter_key AND e.status = 'done'"
        " WHERE r.status = 'open' AND r.respond_by BETWEEN $1 AND $2 AND i.invited_at < $3 AND NOT i.has_declined"
        " AND NOT EXISTS (SELECT FROM quote q WHERE q.rfq_id = i.rfq_id AND q.supplier_id = i.supplier_id)"
        " AND NOT EXISTS (SELECT FROM effect f WHERE f.key = $4 || ':' || i.invitation_id)",
        today,
        until,
        invited_before,
        str(LetterKind.REMINDER),
    )
    return [Invited(**dict(row)) for row in rows]

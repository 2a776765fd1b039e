"""Sign-ins with their codes and refresh tokens, of which only hashes are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kit.db import Transaction


@dataclass(frozen=True, slots=True)
class Family:
    """One sign-in of one user with one client: what came of it lives and dies together."""

    id: UUID
    user_id: UUID
    client_id: str
    scope: str
    signed_in_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """What a code was given for."""

    hash: bytes
    redirect_uri: str
    code_challenge: str
    nonce: str | None
    expires_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Refresh:
    hash: bytes
    expires_at: datetime
    used_at: datetime | None = None


_FAMILY = "f.id, f.user_id, f.client_id, f.scope, f.signed_in_at, f.expires_at AS family_expires_at, f.revoked_at"


async def add(tx: Transaction, family: Family) -> None:
    """Write a new sign-in."""
    await tx.execute(
        "INSERT INTO token_family (id, user_id, client_id, scope, signed_in_at, expires_at)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        family.id,
        family.user_id,
        family.client_id,
        family.scope,
        family.signed_in_at,
        family.expires_at,
    )


async def add_code(tx: Transaction, family: Family, code: Code) -> None:
    await tx.execute(
        "INSERT INTO authorization_code (hash, family_id, redirect_uri, code_challenge, nonce, expires_at)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        code.hash,
        family.id,
        code.redirect_uri,
        code.code_challenge,
        code.nonce,
        code.expires_at,
    )


async def lock_code(tx: Transaction, hash_: bytes) -> tuple[Family, Code] | None:
    """A code with its sign-in, held until the transaction ends: of two that bring it, one is first."""
    row = await tx.fetchrow(
        f"SELECT {_FAMILY}, c.hash, c.redirect_uri, c.code_challenge, c.nonce, c.expires_at, c.used_at"
        " FROM authorization_code c JOIN token_family f ON f.id = c.family_id WHERE c.hash = $1 FOR UPDATE",
        hash_,
    )
    if row is None:
        return None
    return _family(dict(row)), Code(**{name: row[name] for name in Code.__slots__})


async def use_code(tx: Transaction, hash_: bytes, now: datetime) -> None:
    await tx.execute("UPDATE authorization_code SET used_at = $2 WHERE hash = $1", hash_, now)


async def add_refresh(tx: Transaction, family: Family, refresh: Refresh) -> None:
    await tx.execute(
        "INSERT INTO refresh_token (hash, family_id, expires_at) VALUES ($1, $2, $3)",
        refresh.hash,
        family.id,
        refresh.expires_at,
    )


async def lock_refresh(tx: Transaction, hash_: bytes) -> tuple[Family, Refresh] | None:
    """A refresh token with its sign-in, held until the transaction ends."""
    row = await tx.fetchrow(
        f"SELECT {_FAMILY}, r.hash, r.expires_at, r.used_at"
        " FROM refresh_token r JOIN token_family f ON f.id = r.family_id WHERE r.hash = $1 FOR UPDATE",
        hash_,
    )
    if row is None:
        return None
    return _family(dict(row)), Refresh(**{name: row[name] for name in Refresh.__slots__})


async def use_refresh(tx: Transaction, hash_: bytes, now: datetime) -> None:
    await tx.execute("UPDATE refresh_token SET used_at = $2 WHERE hash = $1", hash_, now)


async def revoke(tx: Transaction, family_id: UUID, now: datetime, because: str) -> None:
    """End a sign-in."""
    await tx.execute(
        "UPDATE token_family SET revoked_at = $2, revoked_because = $3 WHERE id = $1 AND revoked_at IS NULL",
        family_id,
        now,
        because,
    )


async def revoke_all(tx: Transaction, user_id: UUID, now: datetime, because: str) -> int:
    """End every sign-in of a user; returns how many there were."""
    return await tx.execute(
        "UPDATE token_family SET revoked_at = $2, revoked_because = $3 WHERE user_id = $1 AND revoked_at IS NULL",
        user_id,
        now,
        because,
    )


async def forget(tx: Transaction, expired_before: datetime) -> None:
    """Drop sign-ins that are long over, with their codes and tokens."""
    await tx.execute("DELETE FROM token_family WHERE expires_at < $1", expired_before)


def _family(row: Mapping[str, Any]) -> Family:
    values = {name: row[name] for name in Family.__slots__}
    return Family(**{**values, "expires_at": row["family_expires_at"]})

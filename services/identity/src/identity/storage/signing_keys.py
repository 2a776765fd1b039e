"""The keys that sign tokens, as they are stored: the private part encrypted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kit.db import ReadTransaction, Transaction

_ROTATION = 2  # advisory lock: one process at a time makes keys


@dataclass(frozen=True, slots=True)
class StoredKey:
    id: str
    public_jwk: dict[str, Any]
    private_jwe: str


async def current(tx: ReadTransaction) -> tuple[str, str] | None:
    """Id and encrypted private part of the key that signs now."""
    row = await tx.fetchrow("SELECT id, private_jwe FROM signing_key WHERE status = 'current'")
    return (row["id"], row["private_jwe"]) if row else None


async def lock(tx: Transaction) -> None:
    """Nobody else makes or retires keys until the transaction ends."""
    await tx.execute("SELECT pg_advisory_xact_lock(hashtext('identity'), $1)", _ROTATION)


async def rotate(tx: Transaction, fresh: StoredKey, now: datetime) -> None:
    """The current key retires, the next one signs, the fresh one becomes the next. Call it under `lock`."""
    await tx.execute("UPDATE signing_key SET status = 'retired', retired_at = $1 WHERE status = 'current'", now)
    await tx.execute("UPDATE signing_key SET status = 'current' WHERE status = 'next'")
    await add(tx, fresh, "next")


async def add(tx: Transaction, key: StoredKey, status: str) -> None:
    """Write a new key."""
    await tx.execute(
        "INSERT INTO signing_key (id, status, public_jwk, private_jwe) VALUES ($1, $2, $3, $4)",
        key.id,
        status,
        key.public_jwk,
        key.private_jwe,
    )


async def published(tx: ReadTransaction) -> list[dict[str, Any]]:
    """The public keys by which tokens may be verified, the newest first."""
    rows = await tx.fetch("SELECT public_jwk FROM signing_key ORDER BY created_at DESC, id")
    return [row["public_jwk"] for row in rows]


async def forget(tx: Transaction, retired_before: datetime) -> None:
    """Drop keys whose last token has expired."""
    await tx.execute("DELETE FROM signing_key WHERE retired_at < $1", retired_before)

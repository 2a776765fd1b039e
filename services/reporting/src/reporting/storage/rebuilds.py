"""Rebuilds as they were asked for, one open at a time."""

from datetime import datetime
from typing import Any
from uuid import UUID

from kit.db import ReadTransaction, Transaction


async def add(tx: Transaction, rebuild_id: UUID, *, by: str, now: datetime) -> bool:
    """Ask for a rebuild; false where one is open already."""
    added = await tx.execute(
        "INSERT INTO rebuild (id, asked_by, asked_at, status) VALUES ($1, $2, $3, 'asked')"
        " ON CONFLICT (is_open) DO NOTHING",
        rebuild_id,
        by,
        now,
    )
    return bool(added)


async def last(tx: ReadTransaction) -> dict[str, Any] | None:
    """The newest rebuild."""
    row = await tx.fetchrow("SELECT * FROM rebuild ORDER BY asked_at DESC, id DESC LIMIT 1")
    return dict(row) if row else None


async def set_running(tx: Transaction, rebuild_id: UUID, revision: str) -> None:
    """`revision`: the shape of the database for which its tables were made."""
    await tx.execute("UPDATE rebuild SET status = 'running', revision = $2 WHERE id = $1", rebuild_id, revision)


async def end(tx: Transaction, rebuild_id: UUID, status: str, now: datetime) -> None:
    await tx.execute("UPDATE rebuild SET status = $2, ended_at = $3 WHERE id = $1", rebuild_id, status, now)


async def revision(tx: ReadTransaction) -> str:
    """The shape that the database has."""
    found: str = await tx.fetchval("SELECT version_num FROM alembic_version")
    return found

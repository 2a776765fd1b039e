"""Letters that invite people: the last one to each."""

from datetime import datetime
from uuid import UUID

from kit.db import Transaction


async def keep(tx: Transaction, user_id: UUID, effect_key: str, *, asked_at: datetime, expires_at: datetime) -> None:
    """Remember the letter, in place of the one before."""
    await tx.execute(
        "INSERT INTO invitation_letter (user_id, effect_key, asked_at, expires_at) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (user_id) DO UPDATE SET effect_key = $2, asked_at = $3, expires_at = $4",
        user_id,
        effect_key,
        asked_at,
        expires_at,
    )

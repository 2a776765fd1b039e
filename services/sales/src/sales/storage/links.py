"""Links by which customers answer offers, by the hash of their secret."""

from datetime import datetime
from uuid import UUID

from kit.db import ReadTransaction, Transaction


async def set_link(tx: Transaction, offer_id: UUID, token_hash: bytes, expires_at: datetime) -> None:
    """The offer's link from now on; the one before is void."""
    await tx.execute(
        "INSERT INTO offer_link (offer_id, token_hash, expires_at) VALUES ($1, $2, $3)"
        " ON CONFLICT (offer_id) DO UPDATE SET token_hash = excluded.token_hash, expires_at = excluded.expires_at,"
        " created_at = now()",
        offer_id,
        token_hash,
        expires_at,
    )


async def linked(tx: ReadTransaction, token_hash: bytes) -> UUID | None:
    """The offer that a link is for, while the link lasts."""
    found: UUID | None = await tx.fetchval(
        "SELECT offer_id FROM offer_link WHERE token_hash = $1 AND expires_at > clock_timestamp()", token_hash
    )
    return found

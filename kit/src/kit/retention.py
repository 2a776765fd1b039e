"""How long a service remembers what makes repeats harmless: long enough for any repeat, not for ever."""

from datetime import datetime, timedelta
from uuid import UUID

from kit.db import Transaction

KEPT = timedelta(days=30)


async def forget_repeats(tx: Transaction, now: datetime) -> int:
    """Drop event ids and idempotency keys older than `KEPT`; returns how many.

    A position in `consumer_position` already fences off old events; the inbox is for those that were published twice,
    which happens within moments. Event ids are UUIDv7, so the old ones are a range of the primary key.
    """
    limit = now - KEPT
    oldest_kept = UUID(int=int(limit.timestamp() * 1000) << 80)
    forgotten = await tx.execute("DELETE FROM inbox WHERE event_id < $1 AND created_at < $2", oldest_kept, limit)
    return forgotten + await tx.execute("DELETE FROM idempotency_key WHERE created_at < $1", limit)

"""What makes repeats harmless is kept for a while, then forgotten."""

from datetime import timedelta
from uuid import UUID

from kit.clock import now
from kit.ids import new_id
from kit.retention import KEPT, forget_repeats
from kit.testing.services import ServiceUnderTest


async def test_what_is_older_than_any_repeat_is_forgotten_and_the_rest_stays(toy: ServiceUnderTest) -> None:
    old, young = now() - KEPT - timedelta(hours=1), now() - KEPT + timedelta(hours=1)
    ids = {at: UUID(int=(int(at.timestamp() * 1000) << 80) | (new_id().int & ((1 << 80) - 1))) for at in (old, young)}
    async with toy.database.transaction() as tx:
        for at, id_ in ids.items():
            await tx.execute("INSERT INTO inbox (event_id, created_at) VALUES ($1, $2)", id_, at)
            await tx.execute(
                "INSERT INTO idempotency_key (subject, key, request_hash, created_at) VALUES ('s', $1, '', $2)",
                str(id_),
                at,
            )
        assert await forget_repeats(tx, now()) == 2
        left = await tx.fetch("SELECT event_id::text AS id FROM inbox UNION ALL SELECT key FROM idempotency_key")
    kept = [row["id"] for row in left]
    assert kept.count(str(ids[young])) == 2
    assert str(ids[old]) not in kept

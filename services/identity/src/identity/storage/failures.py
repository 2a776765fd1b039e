"""Wrong passwords by user and by address."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from kit.db import Transaction

from identity.domain.lockout import Counted, Failures

Key = tuple[Counted, str]


async def lock(tx: Transaction, keys: Sequence[Key]) -> dict[Key, Failures]:
    """What is counted for these keys, held until the transaction ends: tries at the same time take turns."""
    counted, names = zip(*keys, strict=True)
    rows = await tx.fetch(
        "INSERT INTO failure (counted, key, count) SELECT c, k, 0 FROM unnest($1::text[], $2::text[]) AS x (c, k)"
        " ORDER BY c, k ON CONFLICT (counted, key) DO UPDATE SET count = failure.count"
        " RETURNING counted, key, count, last_at, locked_until",
        [each.value for each in counted],
        list(names),
    )
    return {
        (Counted(row["counted"]), row["key"]): Failures(row["count"], row["last_at"], row["locked_until"])
        for row in rows
    }


async def write(tx: Transaction, failures: Mapping[Key, Failures]) -> None:
    """Keep what `lock` gave, changed."""
    for (counted, key), each in failures.items():  # two at most
        await tx.execute(
            "UPDATE failure SET count = $3, last_at = $4, locked_until = $5 WHERE counted = $1 AND key = $2",
            counted.value,
            key,
            each.count,
            each.last_at,
            each.locked_until,
        )


async def clear(tx: Transaction, key: Key) -> None:
    """Forget a user's or address's failures."""
    counted, name = key
    await tx.execute(
        "UPDATE failure SET count = 0, locked_until = NULL WHERE counted = $1 AND key = $2", counted.value, name
    )


async def give_back(tx: Transaction, key: Key) -> None:
    """A try that succeeded was no failure."""
    counted, name = key
    await tx.execute(
        "UPDATE failure SET count = count - 1, locked_until = NULL WHERE counted = $1 AND key = $2 AND count > 0",
        counted.value,
        name,
    )


async def forget(tx: Transaction, before: datetime) -> None:
    """Drop what no longer counts."""
    await tx.execute("DELETE FROM failure WHERE last_at < $1", before)

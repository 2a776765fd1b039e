"""Local copies of other services' records: the last version wins, in whatever order the facts come."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from kit.db import Transaction


async def keep(
    tx: Transaction, table: str, columns: Mapping[str, str], rows: Sequence[tuple[object, ...]]
) -> list[UUID]:
    """Write records that are newer than their copies; returns the ids of those.

    `columns` maps names, among them `id` and `version`, to PostgreSQL types; each row has them in that order, and an id
    occurs once.
    """
    if not rows:
        return []
    names = ", ".join(columns)
    arrays = ", ".join(f"${i}::{kind}[]" for i, kind in enumerate(columns.values(), 1))
    changes = ", ".join(f"{name} = excluded.{name}" for name in columns if name != "id")
    changed = await tx.fetch(
        f"INSERT INTO {table} AS copy ({names}) SELECT * FROM unnest({arrays})"
        f" ON CONFLICT (id) DO UPDATE SET {changes} WHERE copy.version < excluded.version RETURNING id",
        *(list(column) for column in zip(*rows, strict=True)),
    )
    return [row["id"] for row in changed]

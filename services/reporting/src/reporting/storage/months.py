"""Partitions by month: made when the first fact of a month comes, however old or far ahead it is."""

from collections.abc import Sequence
from datetime import date

from kit.db import Transaction

from reporting.storage.tables_cube import BY_MONTH

# Partitions have a schema of their own beside that of their table, with a name that says table and month.
_MISSING = (
    "SELECT p.path, t.name AS parent, m.month::text AS first, (m.month + interval '1 month')::date::text AS after"
    " FROM (SELECT DISTINCT date_trunc('month', day)::date AS month FROM unnest($1::date[]) AS d (day)) m"
    " CROSS JOIN unnest($2::text[]) AS t (name) CROSS JOIN LATERAL"
    " (SELECT format('%I.%I', current_schema() || '_months', t.name || to_char(m.month, '_YYYY_MM')) AS path) p"
    " WHERE to_regclass(p.path) IS NULL ORDER BY 1"
)


async def make(tx: Transaction, days: Sequence[date]) -> None:
    """See that there are partitions for these days. Call it while nobody else does: under the lock of the cube.

    A partition is made beside its table and then attached, which lets those who read the table go on.
    """
    for row in await tx.fetch(_MISSING, list(days), list(BY_MONTH)):
        await tx.execute(f"CREATE TABLE {row['path']} (LIKE {row['parent']} INCLUDING ALL)")
        await tx.execute(
            f"ALTER TABLE {row['parent']} ATTACH PARTITION {row['path']}"
            f" FOR VALUES FROM ('{row['first']}') TO ('{row['after']}')"
        )

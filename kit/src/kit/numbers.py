"""Human numbers of documents that may have gaps: no lock, so that nobody waits for another's transaction.

Documents of the ledger, which may have none, count otherwise (see accounting).
"""

from kit.db import ReadTransaction


def create_sequences(*prefixes: str) -> None:
    """The counters behind `next_number` (call it in a revision)."""
    from alembic import op  # noqa: PLC0415  # a service at work does without Alembic: 13 MB and a fifth of its start

    for prefix in prefixes:
        op.execute(f"CREATE SEQUENCE {_name(prefix)}")


async def next_number(tx: ReadTransaction, prefix: str, year: int) -> str:
    """A number never given before: `SO-2026-000123`. Taken for good, whatever becomes of the change; not within `Database.read`."""
    return written(prefix, year, await tx.fetchval(f"SELECT {next_of(prefix)}"))


async def next_numbers(tx: ReadTransaction, prefix: str, year: int, count: int) -> list[str]:
    """So many of them, rising."""
    rows = await tx.fetch(f"SELECT {next_of(prefix)} AS n FROM generate_series(1, $1)", count)
    return [written(prefix, year, row["n"]) for row in rows]


def next_of(prefix: str) -> str:
    """What takes the next number in a statement that asks for more than that."""
    return f"nextval('{_name(prefix)}'::regclass)"


def written(prefix: str, year: int, number: int) -> str:
    """A taken number as people read it."""
    return f"{prefix}-{year}-{number:06d}"


def _name(prefix: str) -> str:
    return f"document_number_{prefix.lower()}"

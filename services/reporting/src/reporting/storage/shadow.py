"""A second set of the read models, filled beside the one that serves, and the swap of the two. See docs/adr/0140."""

from collections.abc import Iterator
from typing import Any

from kit.db import ReadTransaction, Transaction
from sqlalchemy import Table, create_mock_engine
from sqlalchemy.dialects import postgresql

from reporting.domain.rebuild import Progress
from reporting.storage import tables, tables_cube, tables_flow, tables_kpi

SCHEMA = "rebuild"
_REBUILT = (*tables.REBUILT, *tables_cube.REBUILT, *tables_kpi.REBUILT, *tables_flow.REBUILT)
# What an alert told stays told: the ones that a rebuild raises again go with it, and so does its outbox.
_THROWN_AWAY = ("low_margin_alert", "outbox")
_SWAPPED = (*(name for name in _REBUILT if name not in _THROWN_AWAY), "inbox", "consumer_position", "parked_message")


async def prepare(tx: Transaction) -> None:
    """Empty tables for a rebuild, whatever was there."""
    await drop(tx)
    await tx.execute(f"CREATE SCHEMA {SCHEMA}")
    await tx.execute(f"CREATE SCHEMA {SCHEMA}_months")
    await tx.execute(f"SET LOCAL search_path = {SCHEMA}, public")
    for statement in _definitions():
        await tx.execute(statement)


def _definitions() -> Iterator[str]:
    """The tables as the code describes them, with the names of indexes and constraints that migrations know."""
    found: list[str] = []
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves dialect constructors untyped

    def keep(statement: Any, *_: object, **__: object) -> None:
        found.append(str(statement.compile(dialect=dialect)))

    wanted: list[Table] = [tables.metadata.tables[name] for name in (*_SWAPPED, *_THROWN_AWAY)]
    tables.metadata.create_all(create_mock_engine("postgresql://", keep), tables=wanted, checkfirst=False)
    return iter(found)


async def drop(tx: Transaction) -> None:
    await tx.execute(f"DROP SCHEMA IF EXISTS {SCHEMA}, {SCHEMA}_months CASCADE")


async def skip_discarded(tx: Transaction) -> None:
    """Messages that somebody gave up are given up in a rebuild too."""
    await tx.execute(
        f"INSERT INTO {SCHEMA}.inbox (event_id) SELECT DISTINCT (changes -> 'event_id' ->> 0)::uuid FROM audit_entry"
        " WHERE entity = 'parked-message' AND action = 'discarded' ON CONFLICT DO NOTHING"
    )


async def progress(tx: ReadTransaction) -> Progress | None:
    """How far the rebuild is behind what serves; nothing where there are no tables of one."""
    if await tx.fetchval("SELECT to_regclass($1)", f"{SCHEMA}.consumer_position") is None:
        return None
    [row] = await tx.fetch(
        "SELECT coalesce(sum(live), 0)::bigint AS of, coalesce(sum(least(live, again)), 0)::bigint AS applied,"
        " coalesce(bool_or(again > live), false) AS is_ahead FROM (SELECT coalesce(l.next_offset, 0) AS live,"
        " coalesce(s.next_offset, 0) AS again FROM public.consumer_position l"
        f" FULL JOIN {SCHEMA}.consumer_position s USING (topic, partition)) p"
    )
    return Progress(applied=row["applied"], of=row["of"], is_ahead=row["is_ahead"])


async def stop_consumer(tx: Transaction) -> None:
    """Let no batch be applied to what serves until this transaction ends."""
    await tx.execute("SET LOCAL lock_timeout = '2s'")
    await tx.execute("LOCK TABLE public.consumer_position IN SHARE ROW EXCLUSIVE MODE")


async def swap(tx: Transaction) -> None:
    """Put the rebuilt tables in the place of those that served, which go. Readers wait for a moment."""
    live = ", ".join(f"public.{name}" for name in _SWAPPED)
    await tx.execute(f"LOCK TABLE {live} IN ACCESS EXCLUSIVE MODE")
    await tx.execute(f"DROP TABLE {live}")
    await tx.execute("DROP SCHEMA public_months")
    for name in _SWAPPED:
        await tx.execute(f"ALTER TABLE {SCHEMA}.{name} SET SCHEMA public")
    await tx.execute(f"ALTER SCHEMA {SCHEMA}_months RENAME TO public_months")
    await tx.execute(f"DROP SCHEMA {SCHEMA} CASCADE")

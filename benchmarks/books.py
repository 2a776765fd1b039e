"""A year of a million lines as the file for the tax office, and what is closed in a month of a hundred thousand movements.

The entries are written by SQL: it is the reading that is measured. Their hashes are none, so the chain of that data does not hold.
"""

import time
from typing import Final

from kit.db import Database
from stack.platform import Platform
from wholesaler.client import Role
from wholesaler.desk import ACCOUNTING

from benchmarks.result import Goal, Result
from benchmarks.stage import Stage

_YEAR: Final = 2015
_ENTRIES: Final = 250_000
_LINES: Final = 4 * _ENTRIES
_WRITE_ENTRIES: Final = """
    INSERT INTO journal_entry (id, journal, fiscal_year, number, posted_on, document_on, label, source, source_id,
                               document_number, hash)
    SELECT ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'VE', $1, n, day, day,
           'invoice FA-' || $1 || '-' || n, 'benchmark', ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid,
           'FA-' || $1 || '-' || n, '\\x00'
    FROM (SELECT n, make_date($1, 1, 1) + n * 364 / $2 AS day FROM generate_series(1, $2) AS n) AS e"""
_WRITE_LINES: Final = """
    INSERT INTO journal_line (entry_id, position, account, partner_id, posted_on, debit, credit)
    SELECT e.id, l.position, l.account, CASE l.account WHEN '411' THEN $2::uuid END, e.posted_on, l.debit, l.credit
    FROM journal_entry e, (VALUES (1, '411', 120.00, 0.00), (2, '707', 0.00, 90.00), (3, '7085', 0.00, 10.00),
                                  (4, '44571', 0.00, 20.00)) AS l (position, account, debit, credit)
    WHERE e.fiscal_year = $1 AND e.source = 'benchmark'"""
_WRITE_HEAD: Final = """
    INSERT INTO journal_head (journal, fiscal_year, last_number, last_hash) VALUES ('VE', $1, $2, '\\x00')"""


async def file_for_the_tax_office(stage: Stage) -> Result:
    """From asking until the last of a million lines, through the gateway."""
    await write_year(database(stage.platform), stage.customers[0])
    (connection,) = await stage.connections(Role.FINANCE, 1)
    started = time.perf_counter()
    lines = await connection.count_lines(f"{ACCOUNTING}/fec/{_YEAR}")
    seconds = time.perf_counter() - started
    await connection.close()
    if lines != _LINES + 1:
        raise RuntimeError(f"{lines - 1} lines instead of {_LINES}.")
    return Result(
        name="file for the tax office",
        value=seconds,
        unit="s",
        goal=Goal(at_most=60),
        notes=f"{_LINES:,} lines of {_ENTRIES:,} entries, streamed",
    )


async def write_year(db: Database, partner_id: str) -> None:
    """A year's entries, unless they are there."""
    try:
        async with db.transaction() as tx:
            if await tx.fetchval("SELECT EXISTS (SELECT FROM journal_entry WHERE source = 'benchmark')"):
                return
            await tx.execute(_WRITE_ENTRIES, _YEAR, _ENTRIES)
            await tx.execute(_WRITE_LINES, _YEAR, partner_id)
            await tx.execute(_WRITE_HEAD, _YEAR, _ENTRIES)
        pool = await db.pool()
        await pool.execute("VACUUM ANALYZE journal_entry")
        await pool.execute("VACUUM ANALYZE journal_line")
    finally:
        await db.close()


def database(platform: Platform) -> Database:
    return Database(platform.dsn("accounting"), statement_timeout_s=600, application="benchmark")

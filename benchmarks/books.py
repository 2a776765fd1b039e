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


_MONTH: Final = "2014-06"
_MOVEMENTS: Final = 100_000
_ID: Final = "('00000000-0000-7000-{}-' || lpad(n::text, 12, '0'))::uuid"
# Half of the movements are receipts and half shipments, of 200 orders a day; every tenth has no bill, or no invoice.
_WRITE_MONTH: Final = (
    f"""
    INSERT INTO sales_order (id, version, number, customer_id, bill_to_id, salesperson, channel, segment, currency,
                             payment_days, customer_reference)
    SELECT {_ID.format("a000")}, 1, 'SO-' || n, $2::uuid, $2::uuid, '', '', '', 'EUR', 30, ''
    FROM generate_series(1, $1::int / 20) AS n""",
    f"""
    INSERT INTO sales_order_line (id, sales_order_id, product_id, description, unit_price, tax_class)
    SELECT {_ID.format("a001")}, ('00000000-0000-7000-a000-' || lpad((1 + n % ($1::int / 20))::text, 12, '0'))::uuid, $2::uuid,
           '', 12.34, 'standard' FROM generate_series(1, $1::int / 2) AS n""",
    f"""
    INSERT INTO movement_valuation (movement_id, product_id, quantity, amount, quantity_after, value_after, reason,
                                    order_line_id, document_number, occurred_at, posted_on)
    SELECT {_ID.format("a002")}, $2::uuid, -3, -30, 0, 0, 'shipment', {_ID.format("a001")}, 'SH-' || n, day, day::date
    FROM (SELECT n, '2014-06-01'::timestamptz + n % 30 * interval '1 day' AS day FROM generate_series(1, $1::int / 2) AS n) m
    UNION ALL
    SELECT {_ID.format("a003")}, $2::uuid, 3, 30, 0, 0, 'receipt', NULL, 'RC-' || n, day, day::date
    FROM (SELECT n, '2014-06-01'::timestamptz + n % 30 * interval '1 day' AS day FROM generate_series(1, $1::int / 2) AS n) m""",
    f"""
    INSERT INTO goods_received (movement_id, receipt_id, receipt_number, receipt_line_id, purchase_order_id,
        purchase_order_line_id, supplier_id, product_id, received_on, quantity, currency, rate_on, amount, value,
        billed_quantity, billed_amount, billed_value)
    SELECT {_ID.format("a003")}, {_ID.format("a003")}, 'RC-' || n, {_ID.format("a003")}, $2::uuid, $2::uuid, $2::uuid, $2::uuid,
           date '2014-06-01' + n % 30, 3, 'EUR', date '2014-06-01', 30, 30, b * 3, b * 30, b * 30
    FROM (SELECT n, (n % 10 > 0)::int AS b FROM generate_series(1, $1::int / 2) AS n) AS r""",
    f"""
    INSERT INTO invoice (id, number, sales_order_id, sales_order_number, shipment_id, customer_id, bill_to_id, currency,
                         issued_on, due_on, net_amount, tax_amount, gross_amount)
    SELECT {_ID.format("a004")}, 'BENCH-' || n, $2::uuid, '', {_ID.format("a004")}, $2::uuid, $2::uuid, 'EUR',
           date '2014-06-01' + n % 30,
           date '2014-07-30', 37.02, 7.40, 44.42 FROM generate_series(1, $1::int / 2) AS n WHERE n % 10 > 0""",
    f"""
    INSERT INTO invoice_line (id, invoice_id, sales_order_line_id, shipment_line_id, movement_id, product_id, description,
                              quantity, unit_price, net_amount, tax_class, tax_rate)
    SELECT {_ID.format("a004")}, {_ID.format("a004")}, {_ID.format("a001")}, {_ID.format("a004")}, {_ID.format("a002")}, $2::uuid,
           '', 3, 12.34, 37.02, 'standard', 0.2 FROM generate_series(1, $1::int / 2) AS n WHERE n % 10 > 0""",
)


async def month_end(stage: Stage) -> Result:
    """What closing a month would post, and what is in the way of it: the slowest of three times."""
    await write_month(database(stage.platform), stage.customers[0])
    (connection,) = await stage.connections(Role.FINANCE, 1)
    seconds = []
    for _ in range(3):
        started = time.perf_counter()
        shown = await connection.get(f"{ACCOUNTING}/periods/{_MONTH}/closing")
        seconds.append(time.perf_counter() - started)
        if len(shown["accruals"]) != 2:
            raise RuntimeError(f"{len(shown['accruals'])} entries instead of 2.")
    await connection.close()
    return Result(
        name="dry run of a month-end",
        value=max(seconds),
        unit="s",
        goal=Goal(at_most=60),
        notes=f"{_MOVEMENTS:,} movements, a tenth without bill or invoice",
    )


async def write_month(db: Database, partner_id: str) -> None:
    """A month's movements, unless they are there."""
    try:
        async with db.transaction() as tx:
            if await tx.fetchval("SELECT EXISTS (SELECT FROM invoice WHERE number LIKE 'BENCH-%')"):
                return
            for statement in _WRITE_MONTH:
                await tx.execute(statement, _MOVEMENTS, partner_id)
        pool = await db.pool()
        for table in ("movement_valuation", "goods_received", "invoice", "invoice_line", "sales_order_line"):
            await pool.execute(f"VACUUM ANALYZE {table}")
    finally:
        await db.close()


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

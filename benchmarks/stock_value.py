"""What stock was worth on any day of three years, in ten million valued movements, and what one more movement costs with them.

The history is written by SQL: receipts and issues of 50,000 products that leave a little behind each month, their used-up
layers, a part of their ledger lines, with the checkpoints that accounting takes at the ends of months.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Final

from accounting.commands.stock_value.take_checkpoint import take_missing_checkpoint
from kit.db import Database
from stack.platform import Platform
from wholesaler.client import Role
from wholesaler.desk import ACCOUNTING

from benchmarks import load, valued_movements
from benchmarks.result import Goal, Result
from benchmarks.stage import Stage

_MONTHS: Final = 36
_PRODUCTS: Final = 50_000
_FACTS: Final = 6  # of each product in a month: three receipts of ten, two issues of ten, one of nine
_DAYS: Final = 40
_COUNT: Final = "SELECT count(*) FROM movement_valuation"
_MONTH: Final = """
    INSERT INTO movement_valuation (movement_id, product_id, quantity, amount, quantity_after, value_after, reason,
      document_number, occurred_at, posted_on, created_at, sequence, warehouse)
    SELECT uuidv7(at - now()), md5('old-' || p)::uuid, q, q * 5, 0, 0, CASE WHEN q > 0 THEN 'receipt' ELSE 'shipment' END,
      'OLD', at, at::date, at, $2 * $4 + n, 'BENCH'
    FROM generate_series(1, $4) AS n, generate_series(1, $3) AS p,
      LATERAL (SELECT $1::timestamptz + n * interval '4 days' + p * interval '1 second' AS at,
        (CASE WHEN n % 2 = 1 THEN 10 WHEN n = $4 THEN -9 ELSE -10 END)::numeric AS q) f ORDER BY n, p"""
_LAYERS: Final = """
    WITH came AS (INSERT INTO cost_layer (movement_id, product_id, sequence, received, quantity, value)
      SELECT movement_id, product_id, sequence, quantity, 0, 0 FROM movement_valuation
      WHERE posted_on >= $1::date AND posted_on < $2::date AND quantity > 0 RETURNING movement_id)
    INSERT INTO layer_use (issue_id, layer_id, quantity) SELECT movement_id, movement_id, 10 FROM came"""
_LEDGER: Final = """
    WITH entry AS (INSERT INTO journal_entry (id, journal, fiscal_year, number, posted_on, document_on, label, source,
        source_id, hash)
      SELECT gen_random_uuid(), 'XX', extract(year FROM $1::date), $3 + row_number() OVER (), posted_on, posted_on,
        'history', 'movement', movement_id, '' FROM movement_valuation
      WHERE posted_on >= $1::date AND posted_on < $2::date AND quantity = -9 RETURNING id, posted_on)
    INSERT INTO journal_line (entry_id, position, account, posted_on, debit, credit)
    SELECT id, position, account, posted_on, debit, 45 - debit FROM entry,
      (VALUES (1, '6037', 45), (2, '37', 0)) AS l (position, account, debit)"""


async def past(stage: Stage) -> Result:
    """The value of all stock at the end of a day, any in three years."""
    await _grow(stage)
    many = await stage.watch.count("accounting", _COUNT)
    (connection,) = await stage.connections(Role.FINANCE, 1)

    async def ask(_client: int, number: int) -> None:
        day = _first_day() + timedelta(days=int(_MONTHS * 30.4 * (number + 0.5) / _DAYS))
        found = await connection.get(f"{ACCOUNTING}/valuation/report?as_of={day}")
        if found["products"] < _PRODUCTS:
            raise RuntimeError(f"Products are missing on {day}: {found['products']}.")

    seen = await load.for_each(_DAYS, 1, ask)
    await connection.close()
    return Result(
        name="stock value on a day of the past",
        value=max(seen.latencies_s),
        unit="s",
        goal=Goal(at_most=2),
        latency=seen.latency,
        notes=f"{_PRODUCTS:,} products on {_DAYS} days over three years of {many:,} valued movements, the slowest",
    )


async def over_history(stage: Stage) -> Result:
    """One more valued movement, with ten million before it against some ten thousand: CPU time of all parts."""
    few = await stage.watch.count("accounting", _COUNT)
    before = await valued_movements.measure(stage)
    await _grow(stage)
    many = await stage.watch.count("accounting", _COUNT)
    after = await valued_movements.measure(stage)
    if before.cost is None or after.cost is None:
        raise RuntimeError("This machine does not tell CPU times.")
    return Result(
        name="valued movements as history grows",
        value=sum(after.cost.cpu_ms.values()) / sum(before.cost.cpu_ms.values()),
        unit="times",
        goal=Goal(at_most=1.2),
        notes=f"CPU time of a movement at {many:,} movements against {few:,}; {after.value:,.0f}/s against {before.value:,.0f}/s",
        cost=after.cost,
    )


async def _grow(stage: Stage) -> None:
    """Write the history, unless it is there."""
    if await stage.watch.count("accounting", "SELECT count(*) FROM valuation_checkpoint") >= _MONTHS:
        return
    db = _database(stage.platform)
    try:
        await grow(db)
    finally:
        await db.close()


async def grow(db: Database) -> None:
    """Write the history."""
    for month in range(_MONTHS):
        first = _first_day() + timedelta(days=month * 28)
        starts = datetime.combine(first, datetime.min.time(), UTC)
        until = first + timedelta(days=28)
        async with db.transaction() as tx:
            await tx.execute(_MONTH, starts, month, _PRODUCTS, _FACTS)
            await tx.execute(_LAYERS, first, until)
            await tx.execute(_LEDGER, first, until, month * _PRODUCTS)
    pool = await db.pool()
    for table in ("movement_valuation", "cost_layer", "layer_use", "journal_entry", "journal_line"):
        await pool.execute(f"VACUUM ANALYZE {table}")
    while True:
        async with db.transaction() as tx:
            if not await take_missing_checkpoint(tx, datetime.now(UTC).date()):
                break
    await pool.execute("VACUUM ANALYZE checkpoint_line")


def _first_day() -> date:
    return datetime.now(UTC).date() - timedelta(days=_MONTHS * 28 + 35)


def _database(platform: Platform) -> Database:
    return Database(platform.dsn("accounting"), statement_timeout_s=600, application="benchmark")

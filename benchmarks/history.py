"""Ten million movements, and what they cost those who ask: nothing about today, little about any day before.

The history is written by SQL, for a year of calls would be needed otherwise: weeks of receipts and issues that leave
nothing behind, with the checkpoint that inventory takes at the end of each week.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

from inventory.commands.take_checkpoint import take_checkpoint
from kit.db import Database
from stack.platform import Platform
from wholesaler.client import Role
from wholesaler.desk import INVENTORY

from benchmarks import load
from benchmarks.result import Goal, Percentiles, Result
from benchmarks.stage import WAREHOUSE, Stage

_WEEKS: Final = 156
_PAIRS: Final = 32  # of a receipt and an issue, of each product each week
_ASKED: Final = 200
_INSTANTS: Final = 40
_COUNT: Final = "SELECT count(*) FROM movement"
_WEEK: Final = """
    INSERT INTO movement (id, product_id, quantity, source_id, destination_id, reason, document_id, document_number,
                          document_line_id, occurred_at, posted_by)
    SELECT uuidv7($1::timestamptz - now()), p.id, CASE WHEN pair = 1 AND n = $4 THEN 102 ELSE 2 END,
           CASE WHEN n = 0 THEN s.id ELSE b.id END, CASE WHEN n = 0 THEN b.id ELSE c.id END,
           CASE WHEN n = 0 THEN 'receipt' ELSE 'issue' END, md5($2::text || pair)::uuid, 'BENCH-' || $2 || '-' || pair,
           p.id, $1::timestamptz + pair * interval '2 hours' + n * interval '3 days', 'benchmark'
    FROM generate_series(1, $3) AS pair, generate_series(0, 1) AS n, unnest($5::uuid[]) AS p(id),
         (SELECT id FROM location WHERE kind = 'supplier') AS s, (SELECT id FROM location WHERE kind = 'customer') AS c,
         (SELECT id FROM location WHERE warehouse = $6 AND kind = 'storage' ORDER BY code LIMIT 1) AS b
    ORDER BY pair, n"""


async def availability(stage: Stage) -> Result:
    """What can be promised of 1,000 products: with millions of movements against with some ten thousand."""
    few = await stage.watch.count("inventory", _COUNT)
    before = await _ask_availability(stage)
    await _grow(stage)
    many = await stage.watch.count("inventory", _COUNT)
    after = await _ask_availability(stage)
    return Result(
        name="availability as history grows",
        value=after.p50 / before.p50,
        unit="times",
        goal=Goal(at_most=1.2, p95_ms=50),
        latency=after,
        notes=f"1,000 products in one call, at {many:,} movements against {few:,} (p50 {before.p50:g} ms)",
    )


async def past(stage: Stage) -> Result:
    """What lay where at an instant, any in three years, of 1,000 products."""
    await _grow(stage)
    many = await stage.watch.count("inventory", _COUNT)
    (connection,) = await stage.connections(Role.WAREHOUSE, 1)
    ends = _monday()

    async def ask(_client: int, number: int) -> None:
        at = ends - timedelta(weeks=_WEEKS * (number + 0.5) / _INSTANTS)
        found = await connection.get(
            f"{INVENTORY}/stock/at?at={at:%Y-%m-%dT%H:%M:%SZ}&warehouse={WAREHOUSE}&limit=1000"
        )
        if not found["items"]:
            raise RuntimeError(f"Nothing lay anywhere at {at}.")

    seen = await load.for_each(_INSTANTS, 1, ask)
    await connection.close()
    return Result(
        name="stock at an instant of the past",
        value=max(seen.latencies_s),
        unit="s",
        goal=Goal(at_most=1),
        latency=seen.latency,
        notes=f"1,000 products at {_INSTANTS} instants over three years of {many:,} movements, the slowest",
    )


async def _ask_availability(stage: Stage) -> Percentiles:
    (connection,) = await stage.connections(Role.SALES, 1)
    body = {"warehouse": WAREHOUSE, "product_ids": stage.products}

    async def ask(_client: int, _number: int) -> None:
        await connection.post(f"{INVENTORY}/stock/availability", body)

    seen = await load.for_each(_ASKED, 1, ask)
    await connection.close()
    return seen.latency


async def _grow(stage: Stage) -> None:
    """Write the history, unless it is there."""
    if await stage.watch.count(
        "inventory", "SELECT count(*) FROM stock_checkpoint WHERE as_of < now() - interval '1 year'"
    ):
        return
    db = _database(stage.platform)
    extra = {0: 0, _WEEKS - 1: 1}  # a hundred of each come in the first week and go in the last
    try:
        for week in range(_WEEKS):
            starts = _monday() - timedelta(weeks=_WEEKS - week)
            async with db.transaction() as tx:
                await tx.execute(_WEEK, starts, str(week), _PAIRS, extra.get(week), stage.products, WAREHOUSE)
            async with db.transaction() as tx:
                await take_checkpoint(tx, starts + timedelta(weeks=1, days=1, hours=1), enough=1)
        pool = await db.pool()
        await pool.execute("VACUUM ANALYZE movement")
        await pool.execute("VACUUM ANALYZE stock_checkpoint")
    finally:
        await db.close()


def _database(platform: Platform) -> Database:
    return Database(platform.dsn("inventory"), statement_timeout_s=600, application="benchmark")


def _monday() -> datetime:
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=today.weekday() + 7)

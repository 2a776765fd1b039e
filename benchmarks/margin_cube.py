"""The margin cube over three years of five million invoiced lines: by every axis and by pairs of them, and the dashboards.

Each customer buys twenty articles again and again, now from one site, now from another.

The facts are drawn by SQL, all in one transaction. A month at a time goes through small tables of the same names, where the
statements of the service itself add up what it keeps of them (totals, sums by day), and then beside what is there, whose
indexes are made anew once at the end.
"""

from datetime import date, timedelta
from typing import Final

from kit.db import Database, Transaction
from reporting.storage import day_totals, entries, months
from stack.platform import Platform
from wholesaler.client import Role
from wholesaler.desk import REPORTING

from benchmarks import load
from benchmarks.result import Goal, Result
from benchmarks.stage import Stage
from kit import clock

LINES: Final = 5_000_000
_MONTHS: Final = 36
_PRODUCTS: Final = 20_000
_CUSTOMERS: Final = 5_000
_AN_ORDER: Final = 10  # lines
AXES: Final = (
    "product", "family", "supplier", "customer", "segment", "salesperson", "team", "channel", "site", "month", "quarter", "year",
)  # fmt: skip
# A product's axis beside a sale's, and with a filter of the other kind.
PAIRS: Final = (
    "by=product&across=customer", "by=product&across=salesperson", "by=customer&across=supplier",
    "by=family&across=segment", "by=supplier&across=site", "by=customer&across=product&site=W1",
    "by=product&across=team&family=F7", "by=month&across=channel&family=F7",
)  # fmt: skip
# A year and a half of whole months, three years less some days at both ends, and the same as it was known on some day.
_PERIODS: Final = ((0, 18, 0, ""), (0, _MONTHS, 9, ""), (0, _MONTHS, 9, "known"))
# A year, and a year less some days.
_PERIODS_OF_PAIRS: Final = ((0, 12, 0, ""), (6, 18, 9, ""), (6, 18, 9, "known"))
_DASHBOARDS: Final = (
    "dashboard?span=month",
    "dashboard?span=year",
    "summary",
    "kpis",
)

# Facts of the history. A temporary table of such a name stands before it while a month is drawn.
_LOADED: Final = (
    "sales_order", "order_line", "shipment", "shipment_line", "margin_line", "movement_cost", "cost_entry",
)  # fmt: skip
_FOUND_BY: Final = (
    ("sales_order", "id"), ("order_line", "sales_order_id"), ("shipment", "sales_order_id"), ("shipment_line", "order_line_id"),
    ("margin_line", "invoice_line_id"), ("margin_line", "movement_id"),
)  # fmt: skip
_FOR_LOADING: Final = {
    "work_mem": "256MB", "maintenance_work_mem": "512MB", "synchronous_commit": "off", "jit": "off",
}  # fmt: skip

_NAMES: Final = (
    """
    INSERT INTO product (id, version, sku, name, family_code, family_name, supplier_id)
    SELECT md5('product-' || n)::uuid, 1, 'MC-' || n, 'Article ' || n, 'F' || n % 60, 'Family ' || n % 60,
      md5('supplier-' || n % 200)::uuid FROM generate_series(0, $1::int - 1) AS n ON CONFLICT DO NOTHING""",
    """
    INSERT INTO partner (id, version, code, name)
    SELECT md5(kind || n)::uuid, 1, upper(left(kind, 1)) || '-MC-' || n, kind || n
    FROM (SELECT 'customer-' AS kind, generate_series(0, $1::int - 1) AS n
          UNION ALL SELECT 'supplier-', generate_series(0, 199)) p ON CONFLICT DO NOTHING""",
)
# Lines $2 … $2 + $3 of the month that begins on $1: sold for 100 to 199 at 60 % to 80 % of that, delivered after some days, late
# now and then; every twentieth cost a little more in the month after.
_DRAWN: Final = f"""
    CREATE TEMP TABLE drawn AS
    SELECT n, md5('line-' || n)::uuid AS line_id, md5('issue-' || n)::uuid AS movement_id, md5('order-' || o)::uuid AS order_id,
      o, md5('product-' || n * 7919::bigint % {_PRODUCTS})::uuid AS product_id,
      md5('customer-' || o * 104729::bigint % {_CUSTOMERS})::uuid AS customer_id, o * 104729::bigint % {_CUSTOMERS} AS customer,
      $1::date + (o % 25)::int AS ordered_on, $1::date + (o % 25 + o % 4)::int AS sold_on,
      (1 + n % 9)::numeric AS quantity, (100 + n % 100)::numeric AS revenue,
      round((100 + n % 100) * (60 + n % 21) / 100.0, 2) AS cost
    FROM (SELECT n, n / {_AN_ORDER} AS o FROM generate_series($2::bigint, $2 + $3 - 1) AS n) l"""
_FACTS: Final = (
    """
    INSERT INTO sales_order (id, number, customer_id, ordered_on, line_count, amount, team, site, status)
    SELECT order_id, 'MC-' || o, customer_id, ordered_on, count(*), sum(revenue), 'T' || customer % 6, 'W' || o % 3, 'confirmed'
    FROM drawn GROUP BY order_id, o, customer_id, customer, ordered_on""",
    """
    INSERT INTO order_line (id, sales_order_id, product_id, ordered_on, promised_on, quantity, is_by_hand, unit_price, served_on)
    SELECT line_id, order_id, product_id, ordered_on, ordered_on + 2, quantity, n % 50 = 0, revenue / quantity, sold_on
    FROM drawn""",
    """
    INSERT INTO shipment (id, sales_order_id, shipped_on, line_count)
    SELECT order_id, order_id, sold_on, count(*) FROM drawn GROUP BY order_id, sold_on""",
    """
    INSERT INTO shipment_line (id, sales_order_id, order_line_id, product_id, shipped_on, quantity)
    SELECT line_id, order_id, line_id, product_id, sold_on, quantity FROM drawn""",
    """
    INSERT INTO margin_line (invoice_line_id, kind, invoice_id, invoice_number, issued_on, sales_order_id, movement_id, product_id,
      customer_id, segment, salesperson, channel, quantity, revenue, tax, cost, published_at, discount, order_line_id)
    SELECT line_id, 'sale', order_id, 'MC-' || o, sold_on, order_id, movement_id, product_id, customer_id, 'S' || customer % 8,
      'P' || customer % 40, 'C' || customer % 4, quantity, revenue, 0, cost, sold_on, n % 5, line_id FROM drawn""",
    "INSERT INTO movement_cost (movement_id, product_id, amount) SELECT movement_id, product_id, cost FROM drawn",
    """
    INSERT INTO cost_entry (id, kind, movement_id, amount, posted_on, document_id, entry_number, sold_on)
    SELECT movement_id, 'cost', movement_id, cost, sold_on, '', '', sold_on FROM drawn
    UNION ALL
    SELECT md5('late-' || n)::uuid, 'landed', movement_id, 1, sold_on + 30, '', '', sold_on FROM drawn WHERE n % 20 = 0""",
    """
    INSERT INTO day_total AS t (figure, day, numerator, denominator)
    SELECT 'issue-costs', day, sum(amount), count(*) FROM (SELECT sold_on AS day, cost AS amount FROM drawn
      UNION ALL SELECT sold_on + 30, 1 FROM drawn WHERE n % 20 = 0) c GROUP BY day
    ON CONFLICT (figure, day) DO UPDATE SET numerator = t.numerator + excluded.numerator,
      denominator = t.denominator + excluded.denominator""",
)
_ENTRIES: Final = f"""
    entered AS (INSERT INTO margin_entry {entries.COLUMNS}
    SELECT e.id, e.kind, d.line_id, d.movement_id, d.order_id, d.product_id, d.customer_id, 'S' || customer % 8,
      'P' || customer % 40, 'C' || customer % 4, 'T' || customer % 6, 'W' || o % 3, d.sold_on, e.known_on, e.quantity,
      e.discount, e.revenue, e.cost, '', ''
    FROM drawn d CROSS JOIN LATERAL (
      SELECT line_id AS id, 'sale' AS kind, sold_on AS known_on, d.quantity, n % 5 AS discount, d.revenue, 0 AS cost
      UNION ALL SELECT movement_id, 'cost', sold_on, 0, 0, 0, d.cost
      UNION ALL SELECT md5('late-' || n)::uuid, 'landed', sold_on + 30, 0, 0, 0, 1 WHERE n % 20 = 0) e RETURNING *)"""


async def by_every_axis(stage: Stage) -> Result:
    """The slowest page of the cube: each axis over each period."""
    await _grow(stage)
    questions = [f"margins/cube?by={axis}&limit=50&{period(*each)}" for axis in AXES for each in _PERIODS]
    return await _ask(stage, "margin cube by every axis", questions, Goal(at_most=1))


async def by_pairs(stage: Stage) -> Result:
    """The slowest first page of the cube by two axes, the highest margin first."""
    await _grow(stage)
    questions = [
        f"margins/cube?{pair}&limit=50&sort=-margin&{period(*each)}" for pair in PAIRS for each in _PERIODS_OF_PAIRS
    ]
    return await _ask(stage, "margin cube by pairs of axes", questions, Goal(at_most=1))


async def dashboards(stage: Stage) -> Result:
    """The slowest of what dashboards show."""
    await _grow(stage)
    return await _ask(stage, "dashboards over five million lines", list(_DASHBOARDS), Goal(at_most=0.1))


async def _ask(stage: Stage, name: str, questions: list[str], goal: Goal) -> Result:
    (connection,) = await stage.connections(Role.FINANCE, 1)

    async def ask(_client: int, number: int) -> None:
        await connection.get(f"{REPORTING}/{questions[number % len(questions)]}")

    await load.for_each(len(questions), 1, ask)  # read once: what is asked often is in memory
    seen = await load.for_each(len(questions), 1, ask)
    await connection.close()
    slowest = max(range(len(questions)), key=lambda number: seen.latencies_s[number])
    notes = (
        f"{len(questions)} questions, the slowest is {questions[slowest]}; {LINES:,} invoiced lines of {_MONTHS} months"
    )
    return Result(name, max(seen.latencies_s), "s", goal=goal, latency=seen.latency, notes=notes)


def period(first: int, after: int, odd_days: int, basis: str) -> str:
    """Months of the history, less some days at both ends, as a question says it."""
    text = f"from={_month(first) + timedelta(days=odd_days)}&until={_month(after) - timedelta(days=odd_days)}"
    return f"{text}&basis={basis}" if basis else text


async def _grow(stage: Stage) -> None:
    db = _database(stage.platform)
    try:
        await grow(db, LINES)
    finally:
        await db.close()


async def grow(db: Database, lines: int, months_drawn: int = _MONTHS) -> None:
    """Write the history, but where it is there."""
    async with db.transaction() as tx:
        await tx.without_timeout()
        if await tx.fetchval("SELECT EXISTS (SELECT FROM sales_order WHERE number LIKE 'MC-%')"):
            return
        for setting, value in _FOR_LOADING.items():
            await tx.execute(f"SET LOCAL {setting} = '{value}'")
        for statement, count in zip(_NAMES, (_PRODUCTS, _CUSTOMERS), strict=True):
            await tx.execute(statement, count)
        indexes = await _take_indexes_off(tx)
        each = lines // months_drawn // _AN_ORDER * _AN_ORDER
        for month in range(months_drawn):
            await _write(tx, _month(_MONTHS - months_drawn + month), month * each, each)
        for statement in indexes:
            await tx.execute(statement)
    pool = await db.pool()
    await pool.execute("VACUUM ANALYZE")


async def _take_indexes_off(tx: Transaction) -> list[str]:
    """Drop what would be kept up to date row by row; returns the statements that make it anew."""
    rows = await tx.fetch(
        "SELECT i.indrelid::regclass::text AS of, c.conname AS name, i.indexrelid::regclass::text AS index,"
        " coalesce(pg_get_constraintdef(c.oid), pg_get_indexdef(i.indexrelid)) AS definition FROM pg_index i"
        " LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid WHERE i.indrelid = ANY($1::text[]::regclass[])",
        [f"public.{table}" for table in (*_LOADED, "margin_entry")],
    )
    again = []
    for row in rows:
        if row["name"] is None:
            await tx.execute(f"DROP INDEX {row['index']}")
            again.append(row["definition"].replace(" ON ONLY ", " ON "))  # of each partition too
        else:
            await tx.execute(f"ALTER TABLE {row['of']} DROP CONSTRAINT {row['name']}")
            again.append(f"ALTER TABLE {row['of']} ADD CONSTRAINT {row['name']} {row['definition']}")
    return again


async def _write(tx: Transaction, first: date, number: int, count: int) -> None:
    for table in _LOADED:
        await tx.execute(f"CREATE TEMP TABLE {table} (LIKE public.{table} INCLUDING DEFAULTS)")
    await tx.execute(_DRAWN, first, number, count)
    for statement in _FACTS:
        await tx.execute(statement)
    for table, column in _FOUND_BY:
        await tx.execute(f"CREATE INDEX ON pg_temp.{table} ({column})")
    for table in ("drawn", *_LOADED):
        await tx.execute(f"ANALYZE pg_temp.{table}")
    await months.make(tx, [first])
    await entries.enter(tx, _ENTRIES)
    for of, ids in (
        (day_totals.ORDERS, "SELECT DISTINCT order_id FROM drawn"),
        (day_totals.LINES, "SELECT line_id FROM drawn"),
    ):
        await day_totals.add(tx, of, [row[0] for row in await tx.fetch(ids)])
    for table in _LOADED:
        await tx.execute(f"INSERT INTO public.{table} SELECT * FROM pg_temp.{table}")
    await tx.execute(f"DROP TABLE {', '.join(f'pg_temp.{table}' for table in ('drawn', *_LOADED))}")


def _month(number: int) -> date:
    """The first day of a month of the history, which ended last month."""
    today = clock.now().date()
    months_since = today.year * 12 + today.month - 1 - _MONTHS + number
    return date(months_since // 12, months_since % 12 + 1, 1)


def _database(platform: Platform) -> Database:
    return Database(platform.dsn("reporting"), statement_timeout_s=900, application="benchmark")

"""What all products were worth at the end of months, so that no report reads the whole history."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kit.db import ReadTransaction, Transaction
from sqlalchemy import UUID, Date, DateTime, Numeric, Subquery, bindparam, column, text

from accounting.domain.books.calendar import last_of_month

# A fact is known from the start of its transaction on (`created_at`): those that started before everybody who is still
# writing are all there.
_ALL_IS_WRITTEN_BEFORE = (
    "SELECT least(now(), min(xact_start)) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    day: date
    taken_at: datetime


async def last(tx: ReadTransaction, *, until: date, known_at: datetime | None = None) -> Checkpoint | None:
    """The last one that a report of this day can start from."""
    row = await tx.fetchrow(
        "SELECT day, taken_at FROM valuation_checkpoint WHERE day <= $1 AND ($2::timestamptz IS NULL OR taken_at <= $2)"
        " ORDER BY day DESC, taken_at DESC LIMIT 1",
        until,
        known_at,
    )
    return None if row is None else Checkpoint(*row)


async def next_missing(tx: ReadTransaction, today: date) -> date | None:
    """The first month's end before today, since the last checkpoint or the first fact, that has none."""
    latest = await last(tx, until=today)
    since = (
        latest.day + timedelta(days=1) if latest else await tx.fetchval("SELECT min(posted_on) FROM movement_valuation")
    )
    if since is None:
        return None
    day: date = last_of_month(since)
    return day if day < today else None


async def take(tx: Transaction, day: date) -> Checkpoint:
    """Take one. What is dated so and comes later is added by the report."""
    taken_at = await tx.fetchval(_ALL_IS_WRITTEN_BEFORE)
    base = await last(tx, until=day)
    await tx.execute("INSERT INTO valuation_checkpoint VALUES ($1, $2) ON CONFLICT DO NOTHING", day, taken_at)
    await tx.execute(
        "INSERT INTO checkpoint_line SELECT $1::date, $5::timestamptz, product_id, quantity, value"
        f" FROM ({worth(base)}) w ON CONFLICT DO NOTHING",
        day,
        taken_at - timedelta(microseconds=1),
        *((base.day, base.taken_at) if base else (None, None)),
        taken_at,
    )
    return Checkpoint(day, taken_at)


def worth(base: Checkpoint | None, product: str = "") -> str:
    """The statement of what products were worth: $1 at the end of which day, $2 known until when (null: now), $3 and $4 the
    checkpoint that it starts from; `product`: a condition on `product_id`.
    """
    parts = [
        f"SELECT product_id, {quantity} AS quantity, amount FROM {table} WHERE {when}{product}"
        " AND ($2::timestamptz IS NULL OR created_at <= $2)"
        for table, quantity in (("movement_valuation", "quantity"), ("revaluation", "0"))
        for when in _since(base)
    ]
    if base is not None:
        parts.append(
            f"SELECT product_id, quantity, value FROM checkpoint_line WHERE day = $3 AND taken_at = $4{product}"
        )
    return (
        f"SELECT product_id, sum(quantity) AS quantity, sum(amount) AS value FROM ({' UNION ALL '.join(parts)}) f"
        " GROUP BY product_id HAVING sum(quantity) <> 0 OR sum(amount) <> 0"
    )


def _since(base: Checkpoint | None) -> tuple[str, ...]:
    """Two ranges that do not meet: what is dated later, and what is dated before and was written later."""
    if base is None:
        return ("posted_on <= $1 AND coalesce($3::date, $4::date) IS NULL",)  # a statement names all its parameters
    return ("posted_on > $3 AND posted_on <= $1", "posted_on <= $3 AND created_at >= $4")


def worth_table(base: Checkpoint | None, as_of: date, known_at: datetime | None) -> Subquery:
    """The same as a table to select from, with `product_id`, `quantity` and `value`."""
    values = (as_of, known_at, *((base.day, base.taken_at) if base else ()))
    binds = [
        bindparam(f"worth_{n}", value, Date if n % 2 else DateTime(timezone=True)) for n, value in enumerate(values, 1)
    ]
    named = re.sub(r"\$(\d)", r":worth_\1 ", worth(base))
    columns = (column("product_id", UUID), column("quantity", Numeric), column("value", Numeric))
    return text(named).bindparams(*binds).columns(*columns).subquery("worth")

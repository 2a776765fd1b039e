"""Fiscal years that are closed, and what a year's accounts hold on its last day."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction

from accounting.domain.books.calendar import FiscalYear


@dataclass(frozen=True, slots=True)
class YearClosing:
    """A year that is over for good."""

    year: int
    starts_on: date
    ends_on: date
    result: Decimal
    closing_entry_id: UUID
    opening_entry_id: UUID
    reason: str
    closed_by: str
    closed_at: datetime


async def balances(tx: ReadTransaction, on: date) -> dict[tuple[str, UUID | None], Decimal]:
    """Of all accounts and partners, debits less credits, up to and including a day; none that are zero."""
    rows = await tx.fetch(
        "SELECT account, partner_id, sum(debit - credit) AS balance FROM journal_line WHERE posted_on <= $1"
        " GROUP BY 1, 2 HAVING sum(debit - credit) <> 0",
        on,
    )
    return {(row["account"], row["partner_id"]): row["balance"] for row in rows}


async def open_months(tx: ReadTransaction, year: FiscalYear) -> list[date]:
    """Months of the year that are neither closed nor sealed."""
    rows = await tx.fetch(
        "SELECT m::date AS month FROM generate_series($1::timestamp, $2::timestamp, interval '1 month') AS m"
        " WHERE NOT EXISTS (SELECT FROM period p WHERE p.month = m::date AND p.status IN ('closed', 'sealed')) ORDER BY 1",
        year.starts_on,
        year.ends_on,
    )
    return [row["month"] for row in rows]


async def is_first(tx: ReadTransaction, year: FiscalYear) -> bool:
    """Whether nothing was posted before the year."""
    earlier: bool = await tx.fetchval("SELECT EXISTS (SELECT FROM journal_entry WHERE posted_on < $1)", year.starts_on)
    return not earlier


async def is_closed(tx: ReadTransaction, day: date) -> bool:
    """Whether a day is in a closed year."""
    found: bool = await tx.fetchval(
        "SELECT EXISTS (SELECT FROM year_closing WHERE $1 BETWEEN starts_on AND ends_on)", day
    )
    return found


async def add(tx: Transaction, closing: YearClosing) -> None:
    await tx.execute(
        "INSERT INTO year_closing (year, starts_on, ends_on, result, closing_entry_id, opening_entry_id, reason, closed_by,"
        " closed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        closing.year,
        closing.starts_on,
        closing.ends_on,
        closing.result,
        closing.closing_entry_id,
        closing.opening_entry_id,
        closing.reason,
        closing.closed_by,
        closing.closed_at,
    )


async def carrying_entries(tx: ReadTransaction, on: date | None = None) -> list[UUID]:
    """The entries that carry years forward, all or those of a day: in reports they are openings, no movements."""
    rows = await tx.fetch(
        "SELECT unnest(ARRAY[closing_entry_id, opening_entry_id]) AS id FROM year_closing"
        " WHERE $1::date IS NULL OR ends_on + 1 = $1",
        on,
    )
    return [row["id"] for row in rows]

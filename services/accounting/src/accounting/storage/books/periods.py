"""Months and fiscal years, and the seal of a month."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.errors import unknown

from accounting.domain.books.calendar import FiscalYear, PeriodStatus, month_after


async def set_status(
    tx: Transaction, month: date, status: PeriodStatus, now: datetime, *, seal: bytes | None = None
) -> None:
    is_closed = status in (PeriodStatus.CLOSED, PeriodStatus.SEALED)
    await tx.execute(
        "INSERT INTO period AS p (month, status, closed_at, seal, sealed_at) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT (month) DO UPDATE SET status = excluded.status, seal = excluded.seal, sealed_at = excluded.sealed_at,"
        " closed_at = CASE WHEN excluded.closed_at IS NULL THEN NULL ELSE coalesce(p.closed_at, excluded.closed_at) END",
        month,
        status,
        now if is_closed else None,
        seal,
        now if seal else None,
    )


async def seal_of(tx: ReadTransaction, month: date) -> bytes:
    """SHA-256 over the hashes of the month's entries, in the order of the chains. Each hash covers its entry whole."""
    digest = hashlib.sha256()
    await tx.without_timeout()
    async for row in tx.stream(
        "SELECT hash FROM journal_entry WHERE posted_on >= $1 AND posted_on < $2 ORDER BY journal, fiscal_year, number",
        month,
        month_after(month),
    ):
        digest.update(row["hash"])
    return digest.digest()


async def seals(tx: ReadTransaction) -> list[tuple[date, bytes]]:
    """The sealed months with their seals."""
    rows = await tx.fetch("SELECT month, seal FROM period WHERE status = 'sealed' ORDER BY month")
    return [(row["month"], row["seal"]) for row in rows]


@dataclass(frozen=True, slots=True)
class Reopening:
    """Somebody asks that a closed month be opened again."""

    id: UUID
    month: date
    reason: str
    asked_by: str

    @property
    def content(self) -> dict[str, str]:
        """What an approval of it covers."""
        return {"month": self.month.isoformat(), "reason": self.reason}


async def add_reopening(tx: Transaction, reopening: Reopening) -> None:
    await tx.execute(
        "INSERT INTO period_reopening (id, month, reason, asked_by) VALUES ($1, $2, $3, $4)",
        reopening.id,
        reopening.month,
        reopening.reason,
        reopening.asked_by,
    )


async def reopening(tx: ReadTransaction, reopening_id: UUID) -> Reopening:
    """What was asked.

    Raises:
        NotFound: there is none with this id.
    """
    row = await tx.fetchrow("SELECT id, month, reason, asked_by FROM period_reopening WHERE id = $1", reopening_id)
    if row is None:
        raise unknown("reopening", reopening_id)
    return Reopening(**dict(row))


async def add_year(tx: Transaction, year: FiscalYear) -> None:
    await tx.execute(
        "INSERT INTO fiscal_year (year, starts_on, ends_on) VALUES ($1, $2, $3)",
        year.year,
        year.starts_on,
        year.ends_on,
    )


async def numbered_otherwise(tx: ReadTransaction, year: FiscalYear) -> bool:
    """Whether entries of these days carry another year in their numbers, or this year's number entries of other days."""
    found: bool = await tx.fetchval(
        "SELECT EXISTS (SELECT FROM journal_entry WHERE posted_on BETWEEN $1 AND $2 AND fiscal_year <> $3)"
        " OR EXISTS (SELECT FROM journal_entry WHERE fiscal_year = $3 AND posted_on NOT BETWEEN $1 AND $2)",
        year.starts_on,
        year.ends_on,
        year.year,
    )
    return found

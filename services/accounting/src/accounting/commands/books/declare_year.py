"""Say when a fiscal year begins and ends, where it is not the calendar year."""

from datetime import date

from kit.auth import Principal
from kit.db import Transaction

from accounting.domain.books.calendar import FiscalYear, next_year
from accounting.domain.errors import YearInUse
from accounting.storage import ledger
from accounting.storage.books import periods
from kit import audit


async def declare_year(tx: Transaction, starts_on: date, ends_on: date, by: Principal) -> FiscalYear:
    """The year, from which on entries are numbered so.

    Raises:
        YearsApart: it does not follow the last one.
        YearInUse: entries are numbered otherwise already.
    """
    await ledger.lock_periods(tx)
    year = next_year((await ledger.calendar(tx)).years, starts_on, ends_on)
    if await periods.numbered_otherwise(tx, year):
        raise YearInUse(f"Entries from {starts_on} to {ends_on} carry the number of another year.", field="starts_on")
    await periods.add_year(tx, year)
    said = {"starts_on": [None, str(starts_on)], "ends_on": [None, str(ends_on)]}
    await audit.record(tx, audit.AuditEntry("fiscal-year", str(year.year), "declared", said, by.subject))
    return year

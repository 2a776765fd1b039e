"""A fiscal year's end reckoned, without doing anything."""

from dataclasses import dataclass
from datetime import date, timedelta

from kit.db import ReadTransaction

from accounting.domain.close.year_end import YearEnd
from accounting.storage import ledger
from accounting.storage.close import years


@dataclass(frozen=True, slots=True)
class YearEndState:
    """What closing a year posts, and what it waits for."""

    year_end: YearEnd
    open_months: list[date]
    waits_for_year_before: bool
    is_closed: bool


async def year_end(tx: ReadTransaction, year: int) -> YearEndState:
    """As of now."""
    fiscal_year = (await ledger.calendar(tx)).year_named(year)
    before = fiscal_year.starts_on - timedelta(days=1)
    return YearEndState(
        year_end=YearEnd(fiscal_year, await years.balances(tx, fiscal_year.ends_on)),
        open_months=await years.open_months(tx, fiscal_year),
        waits_for_year_before=not (await years.is_first(tx, fiscal_year) or await years.is_closed(tx, before)),
        is_closed=await years.is_closed(tx, fiscal_year.ends_on),
    )

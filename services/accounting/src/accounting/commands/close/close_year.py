"""Close a fiscal year for good: the result is known, the next one opens with its balances."""

from datetime import datetime

from kit.auth import Principal
from kit.db import Transaction
from kit.ids import new_id

from accounting.domain.errors import YearClosed, YearNotOver
from accounting.queries.close.year_end import year_end
from accounting.storage import ledger
from accounting.storage.close import years
from accounting.storage.close.years import YearClosing


async def close_year(
    tx: Transaction, year: int, content_hash: str, *, reason: str, by: Principal, now: datetime
) -> YearClosing:
    """What was shown is posted, or nothing. No month of the year is opened again.

    Raises:
        YearClosed: it is closed already.
        YearNotOver: a month of it, or the year before, is not closed.
        ClosingMoved: something else would be posted now.
        PeriodClosed: the first month of the next year is closed.
    """
    await ledger.lock_periods(tx)
    state = await year_end(tx, year)
    if state.is_closed:
        raise YearClosed(f"The fiscal year {year} is closed.", year=year)
    if state.waits_for_year_before:
        raise YearNotOver("The fiscal year before is not closed.", year=year)
    if state.open_months:
        months = [f"{month:%Y-%m}" for month in state.open_months]
        raise YearNotOver(f"Months of {year} are not closed: {', '.join(months)}.", year=year, months=months)
    ending = state.year_end
    ending.check(content_hash)
    closing = YearClosing(
        year=year,
        starts_on=ending.year.starts_on,
        ends_on=ending.year.ends_on,
        result=ending.result,
        closing_entry_id=new_id(),
        opening_entry_id=new_id(),
        reason=reason,
        closed_by=by.subject,
        closed_at=now,
    )
    await ledger.post(tx, ending.entries(closing.closing_entry_id, closing.opening_entry_id), by_hand=True)
    await years.add(tx, closing)
    return closing

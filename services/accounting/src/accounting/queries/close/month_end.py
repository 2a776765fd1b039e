"""A month-end reckoned, without doing anything."""

from datetime import date

from kit.db import ReadTransaction

from accounting.domain.books.calendar import last_of_month, month_after
from accounting.domain.close.accruals import (
    Kind,
    bills_to_come,
    deferred,
    invoices_to_issue,
    lines_of,
    revalued,
)
from accounting.domain.close.closing import Accrual, Closing
from accounting.queries.close.blockers import blockers
from accounting.storage import ledger
from accounting.storage.close import deferrals, facts


async def closing_of(tx: ReadTransaction, month: date, currency: str) -> Closing:
    """What is in the way of closing a month, and what would be posted: what was posted before is taken off."""
    on = last_of_month(month)
    items, without_rate = await facts.foreign_items(tx, on, currency)
    wanted = {
        Kind.BILLS_TO_COME: bills_to_come(await facts.unbilled(tx, on)),
        Kind.INVOICES_TO_ISSUE: invoices_to_issue(await facts.uninvoiced(tx, on)),
        Kind.DEFERRALS: deferred(await deferrals.running(tx, on), on),
        Kind.REVALUATION: revalued(items),
    }
    posted = await facts.posted(tx, month, on)
    accruals = [Accrual(kind, lines_of(amounts, posted.get(kind, {}))) for kind, amounts in wanted.items()]
    return Closing(
        month=month,
        posts_on=on,
        takes_back_on=(await ledger.calendar(tx)).open_day(month_after(month)),
        blockers=await blockers(tx, on, sorted(without_rate)),
        accruals=[accrual for accrual in accruals if accrual.lines],
    )

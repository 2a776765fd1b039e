"""Close a month with the entries that were shown."""

import time
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta

from kit.auth import Principal
from kit.db import Transaction
from kit.ids import new_id

from accounting.commands.books.set_period import set_period
from accounting.domain.books.calendar import PeriodStatus, month_after
from accounting.domain.close.closing import Closing, entries_of
from accounting.domain.errors import MonthNotOver
from accounting.queries.close.month_end import closing_of
from accounting.storage import ledger

_HOUR = timedelta(hours=1)


async def close_month(
    tx: Transaction,
    month: date,
    content_hash: str,
    *,
    accepts_blockers: bool,
    reason: str,
    currency: str,
    by: Principal,
    now: datetime,
) -> Closing:
    """Post exactly what was shown, and close. Nobody posts meanwhile.

    Raises:
        MonthNotOver: the month's last day has not passed.
        ClosingMoved: something else would be posted now.
        ClosingBlocked: something is in the way.
        PeriodStatusWrong: the month is closed already.
    """
    end = datetime.combine(month_after(month), datetime.min.time(), UTC)
    if now < end:
        raise MonthNotOver(f"{month:%Y-%m} is not over: look at it by GET until then.", period=f"{month:%Y-%m}")
    await ledger.lock_periods(tx)
    started = time.perf_counter()
    closing = await closing_of(tx, month, currency)
    took_ms = round((time.perf_counter() - started) * 1000)
    closing.check(content_hash, accepts_blockers=accepts_blockers)
    entries = entries_of(closing, [new_id() for _ in range(2 * len(closing.accruals))])
    await ledger.post(tx, entries, by_hand=True)
    await set_period(tx, month, PeriodStatus.CLOSED, reason=reason, by=by, now=now)
    await tx.execute(
        "INSERT INTO closing (id, month, content_hash, entries, blockers, accepted_blockers, reason, reckoned_ms,"
        " hours_after_end, closed_by, closed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        new_id(),
        month,
        content_hash,
        len(entries),
        [asdict(blocker) for blocker in closing.blockers],
        accepts_blockers,
        reason,
        took_ms,
        (now - end) // _HOUR,
        by.subject,
        now,
    )
    return closing

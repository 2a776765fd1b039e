"""Close a month to postings, or open it again."""

from datetime import date, datetime

from kit.auth import Principal
from kit.db import Transaction

from accounting.storage import ledger
from kit import audit


async def set_period(tx: Transaction, month: date, *, closed: bool, reason: str, by: Principal, now: datetime) -> None:
    """From now on; waits for postings under way. Doing it twice changes nothing."""
    await ledger.lock_periods(tx)
    before = month in await ledger.closed_months(tx)
    await tx.execute(
        "INSERT INTO period (month, is_closed, closed_at) VALUES ($1, $2, $3) ON CONFLICT (month)"
        " DO UPDATE SET is_closed = excluded.is_closed, closed_at = excluded.closed_at",
        month,
        closed,
        now if closed else None,
    )
    changes = audit.differences({"is_closed": before}, {"is_closed": closed})
    if changes:
        entry = audit.AuditEntry(
            "period",
            f"{month:%Y-%m}",
            "closed" if closed else "reopened",
            {**changes, "reason": [None, reason]},
            by.subject,
        )
        await audit.record(tx, entry)

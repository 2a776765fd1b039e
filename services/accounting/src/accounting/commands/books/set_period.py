"""Take a month through its steps: open, locked, closed, sealed; and back, where that is allowed."""

from datetime import date, datetime

from kit.approvals import ApprovalRequest, new_request
from kit.auth import Principal
from kit.db import Transaction
from kit.decisions import Decision
from kit.ids import new_id

from accounting import wire
from accounting.domain.books.calendar import PeriodStatus, check_step
from accounting.domain.errors import PeriodStatusWrong, YearClosed
from accounting.storage import ledger
from accounting.storage.books import periods
from accounting.storage.books.periods import Reopening
from accounting.storage.close import years
from kit import approvals, audit, decisions

REOPENING = "period-reopening"
REOPEN = "accounting.periods.reopen"


async def set_period(
    tx: Transaction, month: date, status: PeriodStatus, *, reason: str, by: Principal, now: datetime
) -> None:
    """From now on; waits for postings under way. Doing it twice changes nothing.

    Raises:
        PeriodStatusWrong: this step is not allowed from where the month is.
    """
    await ledger.lock_periods(tx)
    before = (await ledger.calendar(tx)).status(month)
    if before is status:
        return
    if before is PeriodStatus.CLOSED and status is PeriodStatus.OPEN:
        raise PeriodStatusWrong(f"The period {month:%Y-%m} is closed: ask for its reopening.", status=str(before))
    await _step(tx, month, before, status, reason=reason, by=by.subject, now=now)


async def _step(
    tx: Transaction, month: date, before: PeriodStatus, after: PeriodStatus, *, reason: str, by: str, now: datetime
) -> None:
    check_step(month, before, after)
    seal = await periods.seal_of(tx, month) if after is PeriodStatus.SEALED else None
    await periods.set_status(tx, month, after, now, seal=seal)
    if seal is not None:
        tx.publish(wire.period_sealed(month, seal, now))
    changes = audit.differences({"status": before, "reason": None}, {"status": after, "reason": reason})
    await audit.record(tx, audit.AuditEntry("period", f"{month:%Y-%m}", str(after), changes, by))


async def ask_reopening(tx: Transaction, month: date, *, reason: str, by: Principal, now: datetime) -> ApprovalRequest:
    """A closed month is opened again when a second person agrees.

    Raises:
        PeriodStatusWrong: the month is not closed, or it is sealed.
        YearClosed: its fiscal year is closed.
    """
    await ledger.lock_periods(tx)
    before = (await ledger.calendar(tx)).status(month)
    if before is not PeriodStatus.CLOSED:
        raise PeriodStatusWrong(f"The period {month:%Y-%m} is {before}, not closed.", status=str(before))
    await _refuse_closed_year(tx, month)
    asked = Reopening(new_id(), month, reason, by.subject)
    await periods.add_reopening(tx, asked)
    request = new_request(
        subject=REOPENING,
        document_id=asked.id,
        document_number=f"{month:%Y-%m}",
        content=asked.content,
        permission=REOPEN,
        reason="A closed period is reopened by two people.",
        amount=None,
        requested_by=by.subject,
        now=now,
        details=asked.content,
    )
    await approvals.add(tx, request)
    return request


async def decide_reopening(tx: Transaction, decision: Decision, decider: Principal, now: datetime) -> ApprovalRequest:
    """Open the month again, or leave it closed.

    Raises:
        As `check_decision`.
        PeriodStatusWrong, YearClosed: the month was sealed, or its year closed, meanwhile.
    """
    await ledger.lock_periods(tx)
    request = await approvals.lock(tx, decision.request_id)
    asked = await periods.reopening(tx, request.document_id)
    is_last = await decisions.decide(
        tx, request, decider, decision.status, content=asked.content, comment=decision.comment, now=now
    )
    if decision.approve and is_last:
        await _refuse_closed_year(tx, asked.month)
        before = (await ledger.calendar(tx)).status(asked.month)
        await _step(tx, asked.month, before, PeriodStatus.OPEN, reason=asked.reason, by=decider.subject, now=now)
    return await approvals.find(tx, request.id)


async def _refuse_closed_year(tx: Transaction, month: date) -> None:
    if await years.is_closed(tx, month):
        raise YearClosed(f"The fiscal year of {month:%Y-%m} is closed for good.", period=f"{month:%Y-%m}")

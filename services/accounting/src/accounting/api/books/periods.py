"""Months through their steps, and fiscal years."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path
from kit.auth import Principal
from kit.http import Command, CommandContext, Db, requires

from accounting.api.books.schemas import (
    FiscalYearIn,
    FiscalYearOut,
    FiscalYearsOut,
    PeriodOut,
    PeriodReason,
    PeriodsOut,
    ReopeningOut,
)
from accounting.commands.books.declare_year import declare_year
from accounting.commands.books.set_period import ask_reopening, set_period
from accounting.domain.books.calendar import PeriodStatus
from accounting.storage import ledger
from kit import clock

router = APIRouter(tags=["periods"])

Reader = Annotated[Principal, requires("accounting.ledger.read")]
Writer = Annotated[Principal, requires("accounting.periods.write")]
Month = Annotated[str, Path(pattern=r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$", examples=["2026-01"])]


@router.get("/periods", summary="Months that were locked or closed")
async def list_periods(caller: Reader, db: Db) -> PeriodsOut:
    async with db.read() as tx:
        rows = await tx.fetch("SELECT month, status, closed_at, sealed_at, seal FROM period ORDER BY month")
    return PeriodsOut(
        items=[
            PeriodOut(
                period=f"{row['month']:%Y-%m}",
                status=row["status"],
                is_closed=row["status"] != PeriodStatus.OPEN,
                closed_at=row["closed_at"],
                sealed_at=row["sealed_at"],
                seal=row["seal"].hex() if row["seal"] else None,
            )
            for row in rows
        ]
    )


@router.post("/periods/{month}/lock", summary="Keep what comes from documents out of a month")
async def lock_period(caller: Writer, command: Command, month: Month, body: PeriodReason) -> PeriodOut:
    """Entries by hand and closing entries still go in."""
    return await _set(command, caller, month, PeriodStatus.LOCKED, body.reason)


@router.post("/periods/{month}/unlock", summary="Open a locked month again")
async def unlock_period(caller: Writer, command: Command, month: Month, body: PeriodReason) -> PeriodOut:
    return await _set(command, caller, month, PeriodStatus.OPEN, body.reason)


@router.post("/periods/{month}/close", summary="Close a month to postings")
async def close_period(caller: Writer, command: Command, month: Month, body: PeriodReason) -> PeriodOut:
    return await _set(command, caller, month, PeriodStatus.CLOSED, body.reason)


@router.post("/periods/{month}/seal", summary="Close a month for good, under a hash of its entries")
async def seal_period(caller: Writer, command: Command, month: Month, body: PeriodReason) -> PeriodOut:
    return await _set(command, caller, month, PeriodStatus.SEALED, body.reason)


@router.post("/periods/{month}/reopen", status_code=202, summary="Ask that a closed month be opened again")
async def reopen_period(caller: Writer, command: Command, month: Month, body: PeriodReason) -> ReopeningOut:
    """A second person agrees in `/approvals`."""
    async with command.transaction() as tx:
        request = await ask_reopening(tx, _first(month), reason=body.reason, by=caller, now=clock.now())
        return command.answer(ReopeningOut(period=month, approval_id=request.id))


async def _set(command: CommandContext, caller: Principal, month: str, status: PeriodStatus, reason: str) -> PeriodOut:
    async with command.transaction() as tx:
        await set_period(tx, _first(month), status, reason=reason, by=caller, now=clock.now())
        return command.answer(PeriodOut.of(month, status))


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


@router.get("/fiscal-years", summary="Fiscal years that were declared")
async def list_fiscal_years(caller: Reader, db: Db) -> FiscalYearsOut:
    async with db.read() as tx:
        years = (await ledger.calendar(tx)).years
    return FiscalYearsOut(items=[FiscalYearOut(year=y.year, starts_on=y.starts_on, ends_on=y.ends_on) for y in years])


@router.post("/fiscal-years", status_code=201, summary="Declare when a fiscal year begins and ends")
async def create_fiscal_year(caller: Writer, command: Command, body: FiscalYearIn) -> FiscalYearOut:
    async with command.transaction() as tx:
        y = await declare_year(tx, body.starts_on, body.ends_on, caller)
        return command.answer(FiscalYearOut(year=y.year, starts_on=y.starts_on, ends_on=y.ends_on))

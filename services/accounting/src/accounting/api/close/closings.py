"""The month-end: shown any day, done when the month is over."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Request
from kit.auth import Principal
from kit.http import Command, Db, Paging, requires
from kit.ids import new_id
from kit.pagination import Page, fetch_page
from sqlalchemy import select

from accounting.api.close.schemas import ClosedOut, ClosingIn, ClosingOut, DeferralIn, DeferralOut
from accounting.commands.close.close_month import close_month
from accounting.commands.close.defer import defer
from accounting.config import Settings
from accounting.domain.close.accruals import Deferral
from accounting.queries.close.month_end import closing_of
from accounting.storage.tables_close import closing, deferral
from kit import clock

router = APIRouter(tags=["periods"])

Reader = Annotated[Principal, requires("accounting.ledger.read")]
Writer = Annotated[Principal, requires("accounting.periods.write")]
Month = Annotated[str, Path(pattern=r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$", examples=["2026-01"])]


@router.get("/periods/{month}/closing", summary="Close now, without doing it: what is in the way, what is posted")
async def get_closing(caller: Reader, db: Db, month: Month, request: Request) -> ClosingOut:
    settings: Settings = request.app.state.settings
    async with db.read() as tx:
        await tx.without_timeout()
        return ClosingOut.of(await closing_of(tx, _first(month), settings.company_currency))


@router.post("/periods/{month}/closing", status_code=201, summary="Close a month with the entries that were shown")
async def post_closing(caller: Writer, command: Command, month: Month, body: ClosingIn, request: Request) -> ClosingOut:
    settings: Settings = request.app.state.settings
    async with command.transaction() as tx:
        await tx.without_timeout()
        closed = await close_month(
            tx,
            _first(month),
            body.content_hash,
            accepts_blockers=body.accepts_blockers,
            reason=body.reason,
            currency=settings.company_currency,
            by=caller,
            now=clock.now(),
        )
        return command.answer(ClosingOut.of(closed))


@router.get("/closings", summary="When months were closed, by whom, over what, and how long it took")
async def list_closings(caller: Reader, db: Db, paging: Paging) -> Page[ClosedOut]:
    async with db.read() as tx:
        return await fetch_page(
            tx,
            select(closing),
            paging,
            sortable={"month": closing.c.month},
            key=closing.c.id,
            convert=lambda row: ClosedOut(**dict(row)),
        )


@router.get("/deferrals", summary="Costs and income of later months")
async def list_deferrals(caller: Reader, db: Db, paging: Paging) -> Page[DeferralOut]:
    async with db.read() as tx:
        return await fetch_page(
            tx,
            select(*(deferral.c[name] for name in DeferralOut.model_fields)),
            paging,
            sortable={"ends_on": deferral.c.ends_on},
            key=deferral.c.id,
            convert=lambda row: DeferralOut(**dict(row)),
        )


@router.post("/deferrals", status_code=201, summary="Put a cost or an income off to later months")
async def create_deferral(
    caller: Annotated[Principal, requires("accounting.entries.write")], command: Command, body: DeferralIn
) -> DeferralOut:
    entered = Deferral(id=new_id(), **body.model_dump())
    async with command.transaction() as tx:
        await defer(tx, entered, caller)
        return command.answer(DeferralOut(id=entered.id, **body.model_dump()))


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")

"""The end of a fiscal year: shown any day, done when all its months are closed."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Path
from kit.auth import Principal
from kit.bodies import Strict
from kit.http import Command, Db, requires
from kit.money import ZERO
from pydantic import BaseModel, Field

from accounting.api.books.schemas import Text
from accounting.commands.close.close_year import close_year
from accounting.queries.close.year_end import year_end
from kit import clock

router = APIRouter(tags=["periods"])

Reader = Annotated[Principal, requires("accounting.ledger.read")]
Writer = Annotated[Principal, requires("accounting.periods.write")]
Year = Annotated[int, Path(ge=1990, le=2099)]


class CarriedOut(BaseModel):
    """What an account brings into the next year, over all partners."""

    account: str
    balance: Decimal = Field(description="Debits less credits.")


class YearEndOut(BaseModel):
    """What closing a fiscal year posts, and what it waits for."""

    year: int
    starts_on: date
    ends_on: date
    is_closed: bool
    open_months: list[str]
    waits_for_year_before: bool
    result: Decimal = Field(description="Above zero a profit: account 120; below a loss: 129.")
    carried: list[CarriedOut]
    lines: int = Field(description="Of the opening entry, partner by partner.")
    content_hash: str


class YearClosingIn(Strict):
    content_hash: str = Field(min_length=64, max_length=64, description="Of the year's end as it was shown.")
    reason: Text


class YearClosedOut(BaseModel):
    year: int
    result: Decimal
    closed_by: str
    closed_at: datetime


@router.get("/fiscal-years/{year}/closing", summary="The end of a fiscal year, without doing it")
async def get_year_end(caller: Reader, db: Db, year: Year) -> YearEndOut:
    async with db.read() as tx:
        state = await year_end(tx, year)
    ending = state.year_end
    sums: dict[str, Decimal] = {}
    for line in ending.opening_lines:
        sums[line.account] = sums.get(line.account, ZERO) + line.debit - line.credit
    return YearEndOut(
        year=year,
        starts_on=ending.year.starts_on,
        ends_on=ending.year.ends_on,
        is_closed=state.is_closed,
        open_months=[f"{month:%Y-%m}" for month in state.open_months],
        waits_for_year_before=state.waits_for_year_before,
        result=ending.result,
        carried=[CarriedOut(account=account, balance=balance) for account, balance in sums.items()],
        lines=len(ending.opening_lines),
        content_hash=ending.content_hash,
    )


@router.post("/fiscal-years/{year}/closing", status_code=201, summary="Close a fiscal year for good")
async def post_year_closing(caller: Writer, command: Command, year: Year, body: YearClosingIn) -> YearClosedOut:
    async with command.transaction() as tx:
        closed = await close_year(tx, year, body.content_hash, reason=body.reason, by=caller, now=clock.now())
        return command.answer(
            YearClosedOut(
                year=closed.year, result=closed.result, closed_by=closed.closed_by, closed_at=closed.closed_at
            )
        )

"""Balances of accounts."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter
from kit.auth import Principal
from kit.http import Db, requires
from kit.money import ZERO

from accounting.api.books.report_schemas import BalanceOut, TrialBalanceOut
from accounting.queries.books.balances import trial_balance

router = APIRouter(tags=["reports"])

Reader = Annotated[Principal, requires("accounting.ledger.read")]


@router.get("/trial-balance", summary="Balances of all accounts on a day")
async def get_trial_balance(caller: Reader, db: Db, on: date | None = None) -> TrialBalanceOut:
    async with db.read() as tx:
        rows = await trial_balance(tx, on)
    return TrialBalanceOut(
        on=on,
        accounts=[BalanceOut.of(row) for row in rows],
        debit=sum((row.debit for row in rows), ZERO),
        credit=sum((row.credit for row in rows), ZERO),
    )

"""Debts that may not be paid, and those that are lost."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from kit.auth import Principal
from kit.bodies import Day, Strict
from kit.db import ReadTransaction
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from pydantic import BaseModel, Field
from sqlalchemy import Select, select

from accounting.commands.receivables.doubtful import ask_to_give_up, doubt, trust_again
from accounting.storage.tables import open_item
from accounting.storage.tables_doubtful import doubtful_debt
from kit import clock

router = APIRouter(tags=["receivables"])

Reader = Annotated[Principal, requires("accounting.doubtful-debts.read")]
Writer = Annotated[Principal, requires("accounting.doubtful-debts.write")]
_Reason = Annotated[str, Field(min_length=1, max_length=200, examples=["Receivership opened"])]


class DoubtIn(Strict):
    rate: Annotated[Decimal, Field(ge=0, le=1, max_digits=7, decimal_places=6, examples=["0.5"])] = Field(
        description="Of the amount without VAT, feared lost."
    )
    reason: _Reason
    on: Day | None = Field(default=None, description="Of the entry; today when absent.")


class TrustIn(Strict):
    reason: _Reason
    on: Day | None = Field(default=None, description="Of the entry; today when absent.")


class DoubtfulOut(BaseModel):
    """Company currency."""

    document_id: UUID
    number: str
    partner_id: UUID
    due_on: date
    open_value: Decimal
    rate: Decimal
    carried: Decimal = Field(description="On 416. A payment of just now is taken off within minutes.")
    allowance: Decimal = Field(description="On 491.")
    is_current: bool
    reason: str
    decided_by: str
    decided_on: date


class LossIn(Strict):
    document_id: UUID
    reason: _Reason


class LossAskedOut(BaseModel):
    document_id: UUID
    approval_id: UUID


def _debts() -> Select[Any]:
    d, o = doubtful_debt.c, open_item.c
    return select(doubtful_debt, o.number, o.partner_id, o.due_on, o.open_value).select_from(
        doubtful_debt.join(open_item, o.document_id == d.document_id)
    )


@router.get("/doubtful-debts", summary="Debts that somebody doubts")
async def list_doubtful_debts(
    caller: Reader,
    db: Db,
    paging: Paging,
    partner_id: UUID | None = None,
    is_current: bool = True,  # noqa: FBT001, FBT002  # a query parameter
) -> Page[DoubtfulOut]:
    d = doubtful_debt.c
    statement = _debts().where(d.is_current == is_current)
    if partner_id is not None:
        statement = statement.where(open_item.c.partner_id == partner_id)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"decided_on": d.decided_on},
            key=d.document_id,
            convert=lambda row: DoubtfulOut(**dict(row)),
        )


async def _out(tx: ReadTransaction, document_id: UUID) -> DoubtfulOut:
    (row,) = await tx.select(_debts().where(doubtful_debt.c.document_id == document_id))
    return DoubtfulOut(**dict(row))


@router.put("/doubtful-debts/{document_id}", summary="Carry an invoice as doubtful, and write a part of it down")
async def put_doubtful_debt(caller: Writer, command: Command, document_id: UUID, body: DoubtIn) -> DoubtfulOut:
    on = body.on or clock.now().date()
    async with command.transaction() as tx:
        await doubt(tx, document_id, body.rate, body.reason, on=on, by=caller.subject)
        return command.answer(await _out(tx, document_id))


@router.post("/doubtful-debts/{document_id}/end", summary="It is a debt like any other again")
async def post_doubtful_debt_end(caller: Writer, command: Command, document_id: UUID, body: TrustIn) -> DoubtfulOut:
    on = body.on or clock.now().date()
    async with command.transaction() as tx:
        await trust_again(tx, document_id, body.reason, on=on, by=caller.subject)
        return command.answer(await _out(tx, document_id))


@router.post("/bad-debts", status_code=202, summary="Ask somebody else to let a debt be lost")
async def post_bad_debt(
    caller: Annotated[Principal, requires("accounting.bad-debts.write")], command: Command, body: LossIn
) -> LossAskedOut:
    async with command.transaction() as tx:
        request_id = await ask_to_give_up(tx, body.document_id, body.reason, by=caller.subject, now=clock.now())
        return command.answer(LossAskedOut(document_id=body.document_id, approval_id=request_id))

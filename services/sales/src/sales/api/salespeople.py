"""Salespeople and their teams."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from kit.auth import Principal
from kit.bodies import Strict
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from pydantic import BaseModel, Field
from sqlalchemy import select

from sales.commands.set_salesperson import set_salesperson
from sales.storage.tables_commissions import salesperson

router = APIRouter(prefix="/salespeople", tags=["salespeople"])

Reader = Annotated[Principal, requires("sales.salespeople.read")]
Writer = Annotated[Principal, requires("sales.salespeople.write")]
SalesCode = Annotated[str, Path(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]


class SalespersonIn(Strict):
    name: str = Field(min_length=1, max_length=120)
    team: str = Field(default="", max_length=60, examples=["South"], description="Empty: none.")


class SalespersonOut(BaseModel):
    code: str = Field(examples=["S1"], description="As customers, orders and invoices carry it.")
    name: str
    team: str
    version: int


@router.get("", summary="Salespeople")
async def list_salespeople(
    caller: Reader, db: Db, paging: Paging, team: Annotated[str | None, Query(max_length=60)] = None
) -> Page[SalespersonOut]:
    statement = select(salesperson)
    if team is not None:
        statement = statement.where(salesperson.c.team == team)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"code": salesperson.c.code},
            key=salesperson.c.code,
            convert=lambda row: SalespersonOut(**dict(row)),
        )


@router.put("/{code}", summary="Say who a salesperson is; documents written from now on carry the team")
async def put_salesperson(caller: Writer, command: Command, code: SalesCode, body: SalespersonIn) -> SalespersonOut:
    async with command.transaction() as tx:
        who = await set_salesperson(tx, code, name=body.name, team=body.team, subject=caller.subject)
        return command.answer(SalespersonOut(code=who.code, name=who.name, team=who.team, version=who.version))

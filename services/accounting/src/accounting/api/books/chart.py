"""The chart of accounts and the journals."""

from typing import Annotated

from fastapi import APIRouter
from kit.auth import Principal
from kit.http import Command, Db, requires

from accounting.api.books.schemas import AccountIn, AccountOut, AccountsOut, JournalIn, JournalOut, JournalsOut
from accounting.commands.books.extend_chart import add_account, add_journal
from accounting.domain.chart import NamedJournal
from accounting.storage.books import chart

router = APIRouter(tags=["ledger"])

Reader = Annotated[Principal, requires("accounting.ledger.read")]
Writer = Annotated[Principal, requires("accounting.chart.write")]


@router.get("/accounts", summary="The chart of accounts")
async def list_accounts(caller: Reader, db: Db) -> AccountsOut:
    async with db.read() as tx:
        accounts = (await chart.chart(tx)).values()
    return AccountsOut(
        items=[AccountOut(code=a.code, name_fr=a.name_fr, name_en=a.name_en, kept_by=a.kept_by) for a in accounts]
    )


@router.post("/accounts", status_code=201, summary="Add an account below one of the chart")
async def create_account(caller: Writer, command: Command, body: AccountIn) -> AccountOut:
    async with command.transaction() as tx:
        a = await add_account(tx, body.code, body.name_fr, body.name_en, caller)
        return command.answer(AccountOut(code=a.code, name_fr=a.name_fr, name_en=a.name_en, kept_by=a.kept_by))


@router.get("/journals", summary="The journals")
async def list_journals(caller: Reader, db: Db) -> JournalsOut:
    async with db.read() as tx:
        journals = (await chart.journals(tx)).values()
    return JournalsOut(items=[JournalOut(code=j.code, name=j.name_fr, name_en=j.name_en) for j in journals])


@router.post("/journals", status_code=201, summary="Add a journal that is written by hand")
async def create_journal(caller: Writer, command: Command, body: JournalIn) -> JournalOut:
    async with command.transaction() as tx:
        j = await add_journal(tx, NamedJournal(body.code, body.name_fr, body.name_en), caller)
        return command.answer(JournalOut(code=j.code, name=j.name_fr, name_en=j.name_en))

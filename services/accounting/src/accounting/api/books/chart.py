"""The chart of accounts and the journals."""

from typing import Annotated

from fastapi import APIRouter
from kit.auth import Principal
from kit.http import Command, Db, requires

from accounting.api.books.schemas import (
    AccountIn,
    AccountNamesIn,
    AccountOut,
    AccountsOut,
    JournalIn,
    JournalOut,
    JournalsOut,
)
from accounting.commands.books.extend_chart import (
    add_account,
    add_journal,
    close_account,
    rename_account,
    reopen_account,
)
from accounting.domain.chart import Account, NamedJournal
from accounting.storage.books import chart

router = APIRouter(tags=["ledger"])

Reader = Annotated[Principal, requires("accounting.ledger.read")]
Writer = Annotated[Principal, requires("accounting.chart.write")]


@router.get("/accounts", summary="The chart of accounts")
async def list_accounts(caller: Reader, db: Db) -> AccountsOut:
    async with db.read() as tx:
        accounts = (await chart.chart(tx)).values()
    return AccountsOut(items=[_out(each) for each in accounts])


@router.post("/accounts", status_code=201, summary="Add an account below one of the chart")
async def create_account(caller: Writer, command: Command, body: AccountIn) -> AccountOut:
    async with command.transaction() as tx:
        return command.answer(_out(await add_account(tx, body.code, body.name_fr, body.name_en, caller)))


@router.put("/accounts/{code}", summary="Give an account of one's own other names")
async def put_account(caller: Writer, command: Command, code: str, body: AccountNamesIn) -> AccountOut:
    async with command.transaction() as tx:
        return command.answer(_out(await rename_account(tx, code, body.name_fr, body.name_en, caller)))


@router.post("/accounts/{code}/close", summary="Close an account that holds nothing: nobody posts on it by hand")
async def post_account_closing(caller: Writer, command: Command, code: str) -> AccountOut:
    async with command.transaction() as tx:
        return command.answer(_out(await close_account(tx, code, caller)))


@router.post("/accounts/{code}/reopen", summary="Open a closed account again")
async def post_account_reopening(caller: Writer, command: Command, code: str) -> AccountOut:
    async with command.transaction() as tx:
        return command.answer(_out(await reopen_account(tx, code, caller)))


def _out(account: Account) -> AccountOut:
    return AccountOut.model_validate(account, from_attributes=True)


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

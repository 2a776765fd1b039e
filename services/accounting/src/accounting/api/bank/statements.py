"""Bank accounts, their statements, and the entries to be settled."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Body, Request
from kit.auth import Principal
from kit.errors import unknown
from kit.http import Command, Db, Paging, requires
from kit.ids import new_id
from kit.pagination import Page, fetch_page
from sqlalchemy import func, select

from accounting.api.bank.schemas import (
    BankAccountIn,
    BankAccountOut,
    BankEntryOut,
    ReconciliationOut,
    StatementDetails,
    StatementHead,
    StatementOut,
    StatementsOut,
)
from accounting.commands.bank.add_account import add_account
from accounting.commands.bank.take_statements import take_statements
from accounting.domain.bank.account import bic_of, checked_iban
from accounting.queries.bank.reconciliation import reconciliation
from accounting.storage.bank import statements
from accounting.storage.bank.statements import BankAccount
from accounting.storage.tables_bank import bank_account, bank_entry, bank_statement
from kit import clock

router = APIRouter(tags=["bank"])

Reader = Annotated[Principal, requires("accounting.bank.read")]
Writer = Annotated[Principal, requires("accounting.bank.write")]


@router.get("/bank-accounts", summary="The company's bank accounts")
async def list_bank_accounts(caller: Reader, db: Db, paging: Paging) -> Page[BankAccountOut]:
    a = bank_account.c
    async with db.read() as tx:
        return await fetch_page(
            tx,
            select(*(a[name] for name in BankAccountOut.model_fields)),
            paging,
            sortable={"ledger_account": a.ledger_account, "name": a.name},
            key=a.id,
            convert=lambda row: BankAccountOut(**dict(row)),
        )


@router.post("/bank-accounts", status_code=201, summary="Tell the books of a bank account")
async def post_bank_account(
    caller: Annotated[Principal, requires("accounting.bank-accounts.write")],
    command: Command,
    body: BankAccountIn,
    request: Request,
) -> BankAccountOut:
    number = checked_iban(body.account, field="account")
    account = BankAccount(
        id=body.id or new_id(),
        name=body.name,
        account=number,
        bic=body.bic or bic_of(number),
        currency=body.currency or request.app.state.settings.company_currency,
        ledger_account=body.ledger_account,
    )
    async with command.transaction() as tx:
        await add_account(tx, account)
        return command.answer(BankAccountOut.model_validate(account, from_attributes=True))


@router.get("/bank-accounts/{account_id}/reconciliation", summary="The books against the newest statement")
async def get_reconciliation(caller: Reader, db: Db, account_id: UUID, request: Request) -> ReconciliationOut:
    async with db.read() as tx:
        account = await statements.account(tx, account_id)
        found = await reconciliation(tx, account, company_currency=request.app.state.settings.company_currency)
    return ReconciliationOut.model_validate(found, from_attributes=True)


@router.post("/bank-statements", status_code=201, summary="Take a file of statements (camt.053, versions 1 to 13)")
async def post_statements(
    caller: Writer,
    command: Command,
    body: Annotated[bytes, Body(media_type="application/xml", description="The file as the bank gives it.")],
) -> StatementsOut:
    """Every statement of the file, or none. Opening balance and booked entries must give the closing balance."""
    async with command.transaction() as tx:
        taken = await take_statements(tx, body, by=caller.subject, now=clock.now())
        items = [StatementOut.model_validate(each, from_attributes=True) for each in taken]
        return command.answer(StatementsOut(items=items))


@router.get("/bank-statements", summary="Statements that were taken")
async def list_statements(
    caller: Reader, db: Db, paging: Paging, bank_account_id: UUID | None = None
) -> Page[StatementHead]:
    s = bank_statement.c
    statement = select(*(s[name] for name in StatementHead.model_fields))
    if bank_account_id is not None:
        statement = statement.where(s.bank_account_id == bank_account_id)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"closed_on": s.closed_on},
            key=s.id,
            convert=lambda row: StatementHead(**dict(row)),
        )


@router.get("/bank-statements/{statement_id}", summary="One statement, and how many of its entries are open")
async def get_statement(caller: Reader, db: Db, statement_id: UUID) -> StatementDetails:
    s, a, e = bank_statement.c, bank_account.c, bank_entry.c
    own = select(func.count()).where(e.statement_id == s.id)
    statement = (
        select(
            *(s[name] for name in StatementHead.model_fields),
            a.name.label("account_name"),
            own.scalar_subquery().label("entries"),
            own.where(e.status == "open").scalar_subquery().label("open_entries"),
        )
        .select_from(bank_statement.join(bank_account, a.id == s.bank_account_id))
        .where(s.id == statement_id)
    )
    async with db.read() as tx:
        rows = await tx.select(statement)
    if not rows:
        raise unknown("bank statement", statement_id)
    return StatementDetails(**dict(rows[0]))


@router.get("/bank-entries", summary="Entries of statements, by what became of them")
async def list_bank_entries(
    caller: Reader,
    db: Db,
    paging: Paging,
    bank_account_id: UUID | None = None,
    statement_id: UUID | None = None,
    status: Literal["open", "waiting", "suspended", "cleared"] | None = None,
) -> Page[BankEntryOut]:
    e = bank_entry.c
    statement = select(*(e[name] for name in BankEntryOut.model_fields))
    if bank_account_id is not None:
        statement = statement.where(e.bank_account_id == bank_account_id)
    if statement_id is not None:
        statement = statement.where(e.statement_id == statement_id)
    if status is not None:
        statement = statement.where(e.status == status)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"booked_on": e.booked_on},
            key=e.id,
            convert=lambda row: BankEntryOut(**dict(row)),
        )

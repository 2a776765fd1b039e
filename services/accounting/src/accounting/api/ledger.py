"""Accounts, entries, periods, taxes."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query
from kit.auth import Principal
from kit.http import Command, CommandContext, Db, Paging, requires
from kit.ids import new_id
from kit.money import ZERO
from kit.pagination import Page, fetch_page
from sqlalchemy import exists, select

from accounting.api.schemas import (
    AccountOut,
    AccountsOut,
    BalanceOut,
    ChainOut,
    EntryHead,
    EntryIn,
    EntryOut,
    ForeignOut,
    JournalOut,
    JournalsOut,
    PeriodOut,
    PeriodReason,
    PeriodsOut,
    PostedLine,
    ReversalIn,
    TaxRateIn,
    TaxRatesOut,
    TrialBalanceOut,
)
from accounting.commands.post_entry import post_entry, reverse_entry
from accounting.commands.set_period import set_period
from accounting.domain.chart import CHART, JOURNAL_NAMES, Journal
from accounting.domain.entry import Foreign, JournalEntry, JournalLine
from accounting.domain.invoice import TaxRate
from accounting.queries.ledger import trial_balance
from accounting.storage import invoices, ledger
from accounting.storage.tables import journal_entry, journal_line
from kit import clock

router = APIRouter(tags=["ledger"])

Reader = Annotated[Principal, requires("accounting.ledger.read")]
Month = Annotated[str, Path(pattern=r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$", examples=["2026-01"])]


@router.get("/accounts", summary="The chart of accounts")
async def list_accounts(caller: Reader) -> AccountsOut:
    return AccountsOut(items=[AccountOut(code=a.code, name_fr=a.name_fr, name_en=a.name_en) for a in CHART.values()])


@router.get("/journals", summary="The journals")
async def list_journals(caller: Reader) -> JournalsOut:
    return JournalsOut(items=[JournalOut(code=code, name=name) for code, name in JOURNAL_NAMES.items()])


@router.get("/trial-balance", summary="Balances of all accounts on a day")
async def get_trial_balance(caller: Reader, db: Db, on: date | None = None) -> TrialBalanceOut:
    async with db.read() as tx:
        rows = await trial_balance(tx, on)
    return TrialBalanceOut(
        on=on,
        accounts=[
            BalanceOut(
                account=r.account,
                name_fr=r.name_fr,
                name_en=r.name_en,
                debit=r.debit,
                credit=r.credit,
                balance=r.balance,
            )
            for r in rows
        ],
        debit=sum((r.debit for r in rows), ZERO),
        credit=sum((r.credit for r in rows), ZERO),
    )


@router.get("/entries", summary="Journal entries")
async def list_entries(
    caller: Reader,
    db: Db,
    paging: Paging,
    journal: Journal | None = None,
    account: Annotated[str | None, Query(max_length=12)] = None,
    source_id: UUID | None = None,
    from_: Annotated[date | None, Query(alias="from")] = None,
    until: Annotated[date | None, Query(description="First day that no longer counts.")] = None,
) -> Page[EntryHead]:
    entry = journal_entry.c
    statement = select(
        entry.id,
        entry.journal,
        entry.fiscal_year,
        entry.number,
        entry.posted_on,
        entry.label,
        entry.source,
        entry.source_id,
    )
    if journal is not None:
        statement = statement.where(entry.journal == str(journal))
    if account is not None:
        statement = statement.where(
            exists().where(journal_line.c.entry_id == entry.id, journal_line.c.account == account)
        )
    if source_id is not None:
        statement = statement.where(entry.source_id == source_id)
    if from_ is not None:
        statement = statement.where(entry.posted_on >= from_)
    if until is not None:
        statement = statement.where(entry.posted_on < until)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"posted_on": entry.posted_on},
            key=entry.id,
            convert=lambda r: EntryHead(**dict(r)),
        )


@router.get("/entries/{entry_id}", summary="One entry")
async def get_entry(caller: Reader, db: Db, entry_id: UUID) -> EntryOut:
    async with db.read() as tx:
        entry = await ledger.entry_of(tx, entry_id)
        head = await tx.fetchrow("SELECT fiscal_year, number FROM journal_entry WHERE id = $1", entry_id)
    assert head is not None  # noqa: S101  # read with the entry
    return _out(entry, f"{entry.journal}-{head['fiscal_year']}-{head['number']:06d}")


@router.post("/entries", status_code=201, summary="Post an entry by hand")
async def create_entry(
    caller: Annotated[Principal, requires("accounting.entries.write")], command: Command, body: EntryIn
) -> EntryOut:
    entry_id = body.id or new_id()
    entry = JournalEntry(
        id=entry_id,
        journal=Journal.GENERAL,
        posted_on=body.posted_on,
        document_on=body.posted_on,
        label=body.label,
        source="manual",
        source_id=entry_id,
        lines=tuple(JournalLine(line.account, line.debit, line.credit, line.partner_id) for line in body.lines),
    )
    async with command.transaction() as tx:
        return command.answer(_out(entry, await post_entry(tx, entry)))


@router.post("/entries/{entry_id}/reverse", status_code=201, summary="Take an entry back by its mirror")
async def create_reversal(
    caller: Annotated[Principal, requires("accounting.entries.write")],
    command: Command,
    entry_id: UUID,
    body: ReversalIn,
) -> EntryOut:
    async with command.transaction() as tx:
        mirror, number = await reverse_entry(tx, entry_id, posted_on=body.posted_on, label=body.reason)
        return command.answer(_out(mirror, number))


@router.get("/chain", summary="Read the whole hash chain again")
async def get_chain(caller: Reader, db: Db) -> ChainOut:
    async with db.read() as tx:
        broken = await ledger.broken_links(tx)
        entries = await tx.fetchval("SELECT count(*) FROM journal_entry")
    return ChainOut(ok=not broken, entries=entries, broken=broken[:20])


@router.get("/periods", summary="Months that were closed")
async def list_periods(caller: Reader, db: Db) -> PeriodsOut:
    async with db.read() as tx:
        rows = await tx.fetch("SELECT month, is_closed FROM period ORDER BY month")
    return PeriodsOut(items=[PeriodOut(period=f"{row['month']:%Y-%m}", is_closed=row["is_closed"]) for row in rows])


@router.post("/periods/{month}/close", summary="Close a month to postings")
async def close_period(
    caller: Annotated[Principal, requires("accounting.periods.write")],
    command: Command,
    month: Month,
    body: PeriodReason,
) -> PeriodOut:
    return await _set_period(command, caller, month, closed=True, reason=body.reason)


@router.post("/periods/{month}/reopen", summary="Open a closed month again")
async def reopen_period(
    caller: Annotated[Principal, requires("accounting.periods.write")],
    command: Command,
    month: Month,
    body: PeriodReason,
) -> PeriodOut:
    return await _set_period(command, caller, month, closed=False, reason=body.reason)


async def _set_period(
    command: CommandContext, caller: Principal, month: str, *, closed: bool, reason: str
) -> PeriodOut:
    async with command.transaction() as tx:
        first = date.fromisoformat(f"{month}-01")
        await set_period(tx, first, closed=closed, reason=reason, by=caller, now=clock.now())
        return command.answer(PeriodOut(period=month, is_closed=closed))


@router.get("/tax-rates", summary="Tax rates by class and day")
async def list_tax_rates(caller: Reader, db: Db) -> TaxRatesOut:
    async with db.read() as tx:
        rates = await invoices.tax_rates(tx)
    flat = [rate for group in rates.values() for rate in group]
    return TaxRatesOut(
        items=[
            TaxRateIn(tax_class=r.tax_class, rate=r.rate, effective_from=r.effective_from, rounding=r.rounding)
            for r in flat
        ]
    )


@router.put("/tax-rates", summary="Set the rate of a tax class from a day on")
async def put_tax_rate(
    caller: Annotated[Principal, requires("accounting.taxes.write")], command: Command, body: TaxRateIn
) -> TaxRateIn:
    async with command.transaction() as tx:
        await invoices.set_tax_rate(tx, TaxRate(body.tax_class, body.rate, body.effective_from, body.rounding))
        return command.answer(body)


def _out(entry: JournalEntry, number: str) -> EntryOut:
    return EntryOut(
        id=entry.id,
        number=number,
        journal=entry.journal,
        posted_on=entry.posted_on,
        document_on=entry.document_on,
        label=entry.label,
        source=entry.source,
        source_id=entry.source_id,
        reverses=entry.reverses,
        lines=[
            PostedLine(
                account=line.account,
                debit=line.debit,
                credit=line.credit,
                partner_id=line.partner_id,
                foreign=_foreign(line.foreign),
            )
            for line in entry.lines
        ],
    )


def _foreign(foreign: Foreign | None) -> ForeignOut | None:
    if foreign is None:
        return None
    rate = foreign.rate
    return ForeignOut(currency=rate.currency, amount=foreign.amount, rate=rate.rate, rate_on=rate.on)

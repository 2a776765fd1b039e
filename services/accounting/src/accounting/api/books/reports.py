"""Balances, ledger, journals, VAT figures and stock, for any days; as tables for spreadsheets too."""

from collections.abc import AsyncIterator
from dataclasses import asdict
from datetime import date, timedelta
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response
from kit.auth import Principal
from kit.db import Database
from kit.exports import csv_response, csv_stream, xlsx_response
from kit.http import Db, Paging, requires
from kit.money import ZERO
from kit.pagination import Page, fetch_page

from accounting.api.books.report_schemas import (
    AxisBalanceOut,
    AxisBalancesOut,
    BalanceOut,
    FamilyValueOut,
    LedgerLineOut,
    StockReportOut,
    TaxedSalesOut,
    TrialBalanceOut,
    VatReturnOut,
)
from accounting.domain.books.calendar import month_after
from accounting.domain.schemes import STOCK
from accounting.queries.books.balances import AccountBalance, balance_before, balances_by, trial_balance
from accounting.queries.books.lines import (
    JOURNAL_HEADER,
    LEDGER_HEADER,
    Scope,
    account_lines,
    journal_lines,
    ledger_lines,
)
from accounting.queries.books.stock import stock_by_family
from accounting.queries.books.vat import vat_return
from accounting.storage.close import years

router = APIRouter(tags=["reports"])

Reader = Annotated[Principal, requires("accounting.ledger.read")]
Account = Annotated[str, Path(pattern=r"^[1-8][0-9]{1,11}$", examples=["411"])]
From = Annotated[date, Query(alias="from")]
Until = Annotated[date, Query(description="First day that no longer counts.")]
Format = Literal["csv", "xlsx"]
_BALANCES = ("account", "name_fr", "name_en", "opening", "debit", "credit", "balance")


@router.get("/trial-balance", summary="Balances of all accounts on a day")
async def get_trial_balance(
    caller: Reader, db: Db, on: date | None = None, since: date | None = None
) -> TrialBalanceOut:
    """`since`: what was posted before that day is in the opening balances."""
    async with db.read() as tx:
        rows = await trial_balance(tx, on, since)
    return TrialBalanceOut(
        on=on,
        since=since,
        accounts=[BalanceOut.of(row) for row in rows],
        debit=sum((row.debit for row in rows), ZERO),
        credit=sum((row.credit for row in rows), ZERO),
    )


@router.get("/trial-balance/{form}", summary="The same as a table for a spreadsheet", response_class=Response)
async def get_trial_balance_table(
    caller: Reader, db: Db, form: Format, on: date | None = None, since: date | None = None
) -> Response:
    async with db.read() as tx:
        rows = await trial_balance(tx, on, since)
    give = csv_response if form == "csv" else xlsx_response
    return give("trial-balance", _BALANCES, [_balance_cells(row) for row in rows])


def _balance_cells(row: AccountBalance) -> list[object]:
    return [getattr(row, name) for name in _BALANCES]


@router.get("/analytic-balances", summary="Accounts split by site, family, customer or channel")
async def list_analytic_balances(
    caller: Reader,
    db: Db,
    axis: Literal["site", "family", "customer", "channel"],
    from_: From,
    until: Until,
    account: Annotated[str, Query(pattern=r"^[1-8][0-9]{0,11}$", description="Begins so.")] = "7",
) -> AxisBalancesOut:
    async with db.read() as tx:
        rows = await balances_by(tx, axis, from_, until, account)
    return AxisBalancesOut(items=[AxisBalanceOut(**asdict(row)) for row in rows])


@router.get("/general-ledger/{account}", summary="One account's lines with its balance after each")
async def list_general_ledger(
    caller: Reader,
    db: Db,
    paging: Paging,
    account: Account,
    from_: From,
    until: Until,
    partner_id: UUID | None = None,
) -> Page[LedgerLineOut]:
    """With `partner_id`, balances are of that partner's lines since the first day."""
    async with db.read() as tx:
        opening = ZERO if partner_id else await balance_before(tx, account, from_)
        carrying = await years.carrying_entries(tx, from_)
        lines = account_lines(Scope(from_, until, carrying, account, partner_id), opening).subquery()
        return await fetch_page(
            tx,
            lines.select(),
            paging,
            sortable={"posted_on": lines.c.posted_on},
            key=lines.c.line_id,
            convert=lambda r: LedgerLineOut(
                **{name: r[name] for name in LedgerLineOut.model_fields if name != "number"},
                number=f"{r['journal']}-{r['fiscal_year']}-{r['number']:06d}",
            ),
        )


@router.get("/general-ledger.csv", summary="The whole ledger, or one account, as a table", response_class=Response)
async def get_general_ledger_table(
    caller: Reader, db: Db, from_: From, until: Until, account: Annotated[str | None, Query(max_length=12)] = None
) -> Response:
    return csv_stream("general-ledger", LEDGER_HEADER, _ledger(db, from_, until, account))


@router.get("/journals.csv", summary="One journal, or all, as a table", response_class=Response)
async def get_journals_table(
    caller: Reader, db: Db, from_: From, until: Until, journal: Annotated[str | None, Query(max_length=6)] = None
) -> Response:
    return csv_stream("journals", JOURNAL_HEADER, _journals(db, Scope(from_, until), journal))


async def _ledger(db: Database, since: date, until: date, account: str | None) -> AsyncIterator[tuple[object, ...]]:
    async with db.read() as tx:
        scope = Scope(since, until, await years.carrying_entries(tx, since), account)
        async for row in ledger_lines(tx, scope):
            yield row


async def _journals(db: Database, scope: Scope, journal: str | None) -> AsyncIterator[tuple[object, ...]]:
    async with db.read() as tx:
        async for row in journal_lines(tx, scope, journal):
            yield row


@router.get("/vat-return/{month}", summary="Figures of the VAT return of a month")
async def get_vat_return(
    caller: Reader, db: Db, month: Annotated[str, Path(pattern=r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$")]
) -> VatReturnOut:
    since = date.fromisoformat(f"{month}-01")
    until = month_after(since)
    async with db.read() as tx:
        figures = await vat_return(tx, since, until)
    names = ("output_tax", "other_output_tax", "intra_eu_due", "input_tax", "input_tax_on_assets", "due")
    return VatReturnOut(
        since=since,
        until=until,
        sales=[TaxedSalesOut(**asdict(each)) for each in figures.sales],
        **{name: getattr(figures, name) for name in names},
    )


@router.get("/stock-report", summary="Stock by family on a day, against the ledger")
async def get_stock_report(
    caller: Annotated[Principal, requires("accounting.valuation.read")], db: Db, on: date
) -> StockReportOut:
    async with db.read() as tx:
        families = await stock_by_family(tx, on)
        ledger = await balance_before(tx, STOCK, on + timedelta(days=1))
    value = sum((each.value for each in families), ZERO)
    return StockReportOut(
        on=on,
        families=[FamilyValueOut(**asdict(each)) for each in families],
        value=value,
        ledger=ledger,
        gap=ledger - value,
    )

"""Entries, the chain, tax rates."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from kit.auth import Principal
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from sqlalchemy import Text, cast, exists, func, or_, select

from accounting.api.books.schemas import ChainOut, EntryHead, EntryOut
from accounting.api.schemas import TaxRateIn, TaxRatesOut
from accounting.domain.invoice import TaxRate
from accounting.storage import invoices, ledger
from accounting.storage.books import periods
from accounting.storage.tables import journal_entry, journal_line

router = APIRouter(tags=["ledger"])

Reader = Annotated[Principal, requires("accounting.ledger.read")]


@router.get("/entries", summary="Journal entries")
async def list_entries(
    caller: Reader,
    db: Db,
    paging: Paging,
    *,
    journal: Annotated[str | None, Query(max_length=6, examples=["VE"])] = None,
    account: Annotated[str | None, Query(max_length=12)] = None,
    source_id: UUID | None = None,
    document: Annotated[
        str | None,
        Query(max_length=40, description="Number of the entry or of its document.", examples=["VE-2026-000001"]),
    ] = None,
    amount: Annotated[
        Decimal | None, Query(gt=0, max_digits=18, decimal_places=2, description="That a line has, on either side.")
    ] = None,
    from_: Annotated[date | None, Query(alias="from")] = None,
    until: Annotated[date | None, Query(description="First day that no longer counts.")] = None,
) -> Page[EntryHead]:
    entry, line = journal_entry.c, journal_line.c
    whole = select(func.sum(line.debit)).where(line.entry_id == entry.id).scalar_subquery()
    statement = select(
        entry.id,
        entry.journal,
        entry.fiscal_year,
        entry.number,
        entry.posted_on,
        entry.label,
        entry.document_number,
        entry.source,
        entry.source_id,
        whole.label("amount"),
    )
    if journal is not None:
        statement = statement.where(entry.journal == journal)
    if account is not None:
        statement = statement.where(exists().where(line.entry_id == entry.id, line.account == account))
    if source_id is not None:
        statement = statement.where(entry.source_id == source_id)
    if document is not None:
        number = func.concat(entry.journal, "-", entry.fiscal_year, "-", func.lpad(cast(entry.number, Text), 6, "0"))
        statement = statement.where(or_(entry.document_number == document, number == document))
    if amount is not None:
        of_amount = select(line.entry_id).where(or_(line.debit == amount, line.credit == amount))
        statement = statement.where(entry.id.in_(of_amount))
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
        head = await tx.fetchrow("SELECT fiscal_year, number, hash FROM journal_entry WHERE id = $1", entry_id)
        reversed_by = await ledger.reversal_of(tx, entry_id)
    assert head is not None  # noqa: S101  # read with the entry
    number = f"{entry.journal}-{head['fiscal_year']}-{head['number']:06d}"
    return EntryOut.of(entry, number, reversed_by=reversed_by, link=head["hash"])


@router.get("/chain", summary="Read the whole hash chain again, and the seals")
async def get_chain(caller: Reader, db: Db) -> ChainOut:
    async with db.read() as tx:
        entries, broken = await ledger.broken_links(tx)
        seals = [month for month, seal in await periods.seals(tx) if await periods.seal_of(tx, month) != seal]
    return ChainOut(
        ok=not broken and not seals,
        entries=entries,
        broken=broken,
        broken_seals=[f"{month:%Y-%m}" for month in seals],
    )


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

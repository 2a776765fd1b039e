"""What the tax office is told of trade that goes by no electronic invoice (e-reporting, flux 10)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from kit.auth import Principal
from kit.bodies import Strict
from kit.errors import Invalid
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from pydantic import BaseModel, Field
from sqlalchemy import select

from accounting.api.einvoice.files import CompanyCurrency, Shop, attached
from accounting.commands.einvoice.report_trade import ORIGINAL, Carrier, draft, keep, write
from accounting.config import Settings
from accounting.domain.einvoice.model import Document, Kind
from accounting.domain.einvoice.reporting import Category, Role
from accounting.storage.einvoice import archive
from accounting.storage.tables_einvoice import e_report
from kit import clock

router = APIRouter(tags=["reports to the tax office"])

Reader = Annotated[Principal, requires("accounting.einvoices.read")]
Writer = Annotated[Principal, requires("accounting.einvoices.write")]


class ReportIn(Strict):
    role: Role
    day: date = Field(description="Any day of the period.")


class ReportOut(BaseModel):
    """A report that was made: it goes out by the platform, as a flow of its id."""

    id: UUID
    number: str
    role: Role = Field(description="SE: our sales; BY: our purchases.")
    starts_on: date
    ends_on: date
    due_on: date
    ordinal: int = Field(description="1 is the first of its period; the others correct it.")
    invoice_count: int
    total_count: int
    net_amount: Decimal
    tax_amount: Decimal
    made_by: str
    made_at: datetime


class ToldInvoice(BaseModel):
    """10.1: with a company abroad, one by one."""

    number: str
    kind: Kind
    issued_on: date
    partner_name: str
    partner_country: str
    partner_vat_id: str
    currency: str
    net_amount: Decimal
    tax_amount: Decimal


class ToldTotal(BaseModel):
    """10.3: with consumers, by day, category and rate."""

    day: date
    currency: str
    category: Category
    rate: Decimal
    net_amount: Decimal
    tax_amount: Decimal


class DraftOut(BaseModel):
    """What is to be told of a period as things stand."""

    role: Role
    starts_on: date
    ends_on: date
    due_on: date
    last_number: str | None = Field(description="The last report made of the period.")
    invoices: list[ToldInvoice]
    totals: list[ToldTotal]


@router.get("/e-reports", summary="Reports that were made")
async def list_e_reports(caller: Reader, db: Db, paging: Paging, role: Role | None = None) -> Page[ReportOut]:
    r = e_report.c
    statement = select(*(r[name] for name in ReportOut.model_fields))
    if role is not None:
        statement = statement.where(r.role == str(role))
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"made_at": r.made_at},
            key=r.id,
            convert=lambda row: ReportOut(**dict(row)),
        )


@router.get("/e-reports/draft", summary="What is to be told of the period that a day is in, as things stand")
async def get_e_report_draft(caller: Reader, db: Db, currency: CompanyCurrency, role: Role, day: date) -> DraftOut:
    async with db.read() as tx:
        found = await draft(tx, role, day, currency)
    report, period = found.report, found.report.period
    return DraftOut(
        role=role,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        due_on=period.due_on,
        last_number=found.last.number if found.last else None,
        invoices=[_told(each, role) for each in report.invoices],
        totals=[
            ToldTotal(
                day=total.day,
                currency=total.currency,
                category=total.category,
                rate=rate,
                net_amount=base,
                tax_amount=tax,
            )
            for total in report.totals
            for rate, base, tax in total.subtotals
        ],
    )


def _told(document: Document, role: Role) -> ToldInvoice:
    partner = document.buyer if role is Role.SELLER else document.seller
    return ToldInvoice(
        number=document.number,
        kind=document.kind,
        issued_on=document.issued_on,
        partner_name=partner.name,
        partner_country=partner.address.country,
        partner_vat_id=partner.vat_id,
        currency=document.currency,
        net_amount=document.totals.net,
        tax_amount=document.totals.tax,
    )


@router.post("/e-reports", status_code=201, summary="Report a period that is over, or correct its report")
async def post_e_report(
    caller: Writer, command: Command, db: Db, workshop: Shop, body: ReportIn, request: Request
) -> ReportOut:
    await command.check_answered()
    settings: Settings = request.app.state.settings
    if not settings.platform_registration:
        raise Invalid("PLATFORM_REGISTRATION says by whom reports go: it is not set.", field="role")
    carrier = Carrier(settings.platform_registration, settings.platform_name)
    now = clock.now()
    async with db.read() as tx:
        found = await draft(tx, body.role, body.day, settings.company_currency)
    written = await write(found, carrier, workshop, now=now)
    async with command.transaction() as tx:
        made = await keep(tx, found, written, by=caller.subject, now=now)
        period = made.period
        same = {name: getattr(made, name) for name in ReportOut.model_fields if hasattr(made, name)}
        return command.answer(
            ReportOut(**same, starts_on=period.starts_on, ends_on=period.ends_on, due_on=period.due_on)
        )


@router.get("/e-reports/{report_id}/file", summary="The report as it went, byte by byte", response_class=Response)
async def get_e_report_file(caller: Reader, db: Db, report_id: UUID) -> Response:
    async with db.read() as tx:
        return attached(*await archive.content(tx, report_id, ORIGINAL))

"""What is owed on any day: by age, and customer by customer."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from kit.auth import Principal
from kit.bodies import Day
from kit.http import Db, Paging, requires
from kit.pagination import Page, fetch_page
from kit.papers_api import pdf_response
from pydantic import BaseModel, Field
from sqlalchemy import select

from accounting.config import Settings
from accounting.domain.receivables.statement import Statement
from accounting.queries.receivables.papers import statement_paper
from accounting.queries.receivables.statement import statement
from accounting.storage.receivables.letterhead import addressees, letterhead
from accounting.storage.receivables.open_at import Side, by_age, ledger_balance, open_at
from accounting.storage.tables import partner
from kit import clock

router = APIRouter(tags=["receivables"])

Reader = Annotated[Principal, requires("accounting.payments.read")]
On = Annotated[Day | None, Query(description="As the books have this day; today when absent.")]


class AgesOut(BaseModel):
    """Company currency, by days past due; credits are below zero."""

    not_due: Decimal
    to_30: Decimal
    to_60: Decimal
    to_90: Decimal
    over_90: Decimal
    on_account: Decimal = Field(description="Payments and credit notes that settle nothing yet.")
    total: Decimal


class AgedOut(AgesOut):
    """What a partner owes, or is owed."""

    partner_id: UUID
    name: str | None


class AgedTotalOut(AgesOut):
    """Of all partners."""

    on: date
    side: Side
    ledger: Decimal = Field(description="What their accounts have (411 and 416, or 401): the same to the cent.")


class DocumentOut(BaseModel):
    document_id: UUID
    number: str
    issued_on: date
    due_on: date
    days_late: int
    currency: str
    amount: Decimal
    open_amount: Decimal


class CreditLeftOut(BaseModel):
    number: str
    on: date | None
    currency: str
    amount: Decimal


class DueOut(BaseModel):
    currency: str
    open_amount: Decimal
    late: Decimal
    credit: Decimal
    balance: Decimal


class StatementOut(BaseModel):
    """What a customer owes on a day."""

    partner_id: UUID
    on: date
    documents: list[DocumentOut]
    credits: list[CreditLeftOut]
    sums: list[DueOut] = Field(description="By currency.")
    value: Decimal = Field(description="Company currency, as the customer's account has it.")

    @classmethod
    def of(cls, found: Statement) -> "StatementOut":
        return cls(
            partner_id=found.partner_id,
            on=found.on,
            documents=[
                DocumentOut(
                    document_id=each.document_id,
                    number=each.number,
                    issued_on=each.issued_on,
                    due_on=each.due_on,
                    days_late=each.days_late(found.on),
                    currency=each.currency,
                    amount=each.amount,
                    open_amount=each.open_amount,
                )
                for each in found.documents
            ],
            credits=[
                CreditLeftOut(number=each.number, on=each.on, currency=each.currency, amount=-each.open_amount)
                for each in found.credits
            ],
            sums=[DueOut.model_validate(each, from_attributes=True) for each in found.sums],
            value=found.value,
        )


def _currency(request: Request) -> str:
    settings: Settings = request.app.state.settings
    return settings.company_currency


@router.get("/aged-balance", summary="What is owed on any day by age past due, partner by partner")
async def list_aged_balances(
    caller: Reader,
    db: Db,
    request: Request,
    paging: Paging,
    side: Side = "customers",
    on: On = None,
    partner_id: UUID | None = None,
) -> Page[AgedOut]:
    day = on or clock.now().date()
    only = None if partner_id is None else [partner_id]
    items = open_at(day, side=side, currency=_currency(request), partner_ids=only)
    aged = (
        select(items.c.partner_id, partner.c.name, *by_age(day, items))
        .select_from(items.outerjoin(partner, partner.c.id == items.c.partner_id))
        .group_by(items.c.partner_id, partner.c.name)
        .subquery("aged")
    )
    async with db.read() as tx:
        return await fetch_page(
            tx,
            select(aged),
            paging,
            sortable={"partner_id": aged.c.partner_id, "total": aged.c.total, "over_90": aged.c.over_90},
            key=aged.c.partner_id,
            convert=lambda row: AgedOut(**dict(row)),
        )


@router.get("/aged-balance/total", summary="What all partners owe on any day by age, and what the ledger says")
async def get_aged_total(
    caller: Reader, db: Db, request: Request, side: Side = "customers", on: On = None
) -> AgedTotalOut:
    day = on or clock.now().date()
    items = open_at(day, side=side, currency=_currency(request))
    async with db.read() as tx:
        (row,) = await tx.select(select(*by_age(day, items)))
        ledger = await ledger_balance(tx, day, side)
    return AgedTotalOut(**dict(row), on=day, side=side, ledger=ledger)


@router.get("/customer-statements/{partner_id}", summary="What a customer owes on any day, document by document")
async def get_customer_statement(
    caller: Reader, db: Db, request: Request, partner_id: UUID, on: On = None
) -> StatementOut:
    caller.require_customer(partner_id)
    async with db.read() as tx:
        return StatementOut.of(await statement(tx, partner_id, on or clock.now().date(), _currency(request)))


@router.get(
    "/customer-statements/{partner_id}/paper", summary="The statement as a PDF to send", response_class=Response
)
async def get_customer_statement_paper(
    caller: Reader,
    db: Db,
    request: Request,
    partner_id: UUID,
    on: On = None,
    language: Literal["fr", "en"] | None = None,
) -> Response:
    caller.require_customer(partner_id)
    day = on or clock.now().date()
    async with db.read() as tx:
        found = await statement(tx, partner_id, day, _currency(request))
        head = await letterhead(tx, request.app.state.settings)
        to = (await addressees(tx, [partner_id]))[partner_id]
    return await pdf_response(statement_paper(found, head, to, language or to.language), f"{to.code}-{day}")

"""Terms of payment."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter
from kit.auth import Principal
from kit.bodies import Code, Day, Strict
from kit.errors import unknown
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from pydantic import BaseModel, Field
from sqlalchemy import select

from catalog.commands.create_terms import create_terms
from catalog.domain import payment_law
from catalog.domain import payment_terms as terms
from catalog.domain.payment_terms import MonthEnd, PaymentTerms, Sector
from catalog.domain.snapshot import restored
from catalog.storage import payment_terms
from catalog.storage.tables_rules import payment_terms as table

router = APIRouter(tags=["partners"])

Reader = Annotated[Principal, requires("catalog.partners.read")]
Writer = Annotated[Principal, requires("catalog.terms.write")]
Label = Annotated[str, Field(min_length=1, max_length=200)]


class TermsIn(Strict):
    """Terms that partners share. They do not change later: new terms get a new code."""

    code: Code = Field(examples=["FDM45"])
    name_fr: Label = Field(examples=["Fin de mois + 45 jours"])
    name_en: Label = Field(examples=["End of month, then 45 days"])
    net_days: int = Field(ge=0, le=365)
    month_end: MonthEnd = MonthEnd.NONE
    discount_rate: Annotated[Decimal, Field(gt=0, lt=1, max_digits=7, decimal_places=6)] | None = None
    discount_days: int | None = Field(default=None, ge=0, le=365)
    sector: Sector = Field(
        default=Sector.GENERAL, description="What is bought on them: the law gives some trades less."
    )
    is_french_law: bool = Field(default=True, description="False: for partners elsewhere, who may have longer.")


class TermsOut(BaseModel):
    code: str
    name_fr: str
    name_en: str
    net_days: int
    month_end: MonthEnd = Field(description="Whether the days count from the end of the month, or end with a month.")
    discount_rate: Decimal | None = Field(description="Of the total, for who pays within `discount_days`.")
    discount_days: int | None
    sector: Sector
    is_french_law: bool
    warning: str | None = Field(description="What to see to although they are lawful.")

    @classmethod
    def of(cls, found: PaymentTerms) -> "TermsOut":
        return cls.model_validate({**asdict(found), "warning": payment_law.warning(found)})


class DueOut(BaseModel):
    due_on: date


@router.get("/payment-terms", summary="Terms of payment")
async def list_terms(caller: Reader, db: Db, paging: Paging) -> Page[TermsOut]:
    statement = select(*(table.c[name] for name in payment_terms.COLUMNS))
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"code": table.c.code},
            key=table.c.code,
            convert=lambda row: TermsOut.of(restored(PaymentTerms, dict(row))),
        )


@router.post("/payment-terms", status_code=201, summary="Add terms of payment")
async def post_terms(caller: Writer, command: Command, body: TermsIn) -> TermsOut:
    async with command.transaction() as tx:
        added = await create_terms(tx, PaymentTerms(**body.model_dump()), subject=caller.subject)
        return command.answer(TermsOut.of(added))


@router.get("/payment-terms/{code}/due-date", summary="When an invoice of a day is due")
async def get_due_date(caller: Reader, db: Db, code: str, invoiced_on: Day) -> DueOut:
    async with db.read() as tx:
        found = (await payment_terms.find_many(tx, [code])).get(code)
    if found is None:
        raise unknown("payment terms", code)
    return DueOut(due_on=terms.due_on(found, invoiced_on))

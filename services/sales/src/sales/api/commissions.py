"""The base of commissions: margin that was collected, by salesperson and month."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from kit.auth import Principal
from kit.http import Db, Paging, requires
from kit.pagination import Page, fetch_page
from pydantic import BaseModel, Field
from sqlalchemy import and_, select

from sales.domain.commission import Cause
from sales.storage.tables_commissions import commission_entry, commission_invoice, commission_month

router = APIRouter(prefix="/commissions", tags=["commissions"])

Reader = Annotated[Principal, requires("sales.commissions.read")]
Month = Annotated[str, Query(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$", examples=["2026-11"])]
Code = Annotated[str, Query(max_length=40)]


class CommissionOut(BaseModel):
    """What a salesperson's commission of a month is reckoned on."""

    month: date = Field(description="Its first day.")
    salesperson: str
    team: str
    currency: str
    amount: Decimal = Field(description="Margin collected, before tax; below zero where costs rose afterwards.")
    entries: int


class CommissionEntryOut(BaseModel):
    """Why the base changed: a payment, or a cost."""

    id: UUID
    invoice_id: UUID
    invoice_number: str
    sales_order_id: UUID
    customer_id: UUID
    salesperson: str
    team: str
    channel: str
    amount: Decimal
    margin: Decimal = Field(description="Of the whole invoice, at the costs of then.")
    net: Decimal
    gross: Decimal = Field(description="Of the whole invoice, where it is about several orders.")
    collected: Decimal = Field(description="Of the gross amount, so far.")
    cause: Cause
    earned_on: date
    created_at: datetime


@router.get("", summary="The base of commissions by salesperson and month")
async def list_commissions(
    *,
    caller: Reader,
    db: Db,
    paging: Paging,
    from_month: Month | None = None,
    to_month: Month | None = None,
    salesperson: Code | None = None,
    team: Code | None = None,
) -> Page[CommissionOut]:
    caller.require_staff()
    statement = select(commission_month)
    for column, value in ((commission_month.c.salesperson, salesperson), (commission_month.c.team, team)):
        if value is not None:
            statement = statement.where(column == value)
    if from_month is not None:
        statement = statement.where(commission_month.c.month >= _first(from_month))
    if to_month is not None:
        statement = statement.where(commission_month.c.month <= _first(to_month))
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"month": commission_month.c.month},
            key=commission_month.c.id,
            convert=lambda row: CommissionOut(**dict(row)),
        )


@router.get("/entries", summary="What the base of a month is made of")
async def list_commission_entries(
    caller: Reader, db: Db, paging: Paging, month: Month, salesperson: Code | None = None
) -> Page[CommissionEntryOut]:
    caller.require_staff()
    entry, invoice = commission_entry.c, commission_invoice.c
    computed = {"invoice_number": invoice.number}
    own = [
        entry[name] if name in entry else invoice[name]
        for name in CommissionEntryOut.model_fields
        if name not in computed
    ]
    statement = (
        select(*own, *(column.label(name) for name, column in computed.items()))
        .join_from(
            commission_entry,
            commission_invoice,
            and_(invoice.invoice_id == entry.invoice_id, invoice.sales_order_id == entry.sales_order_id),
        )
        .where(entry.month == _first(month))
    )
    if salesperson is not None:
        statement = statement.where(entry.salesperson == salesperson)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"id": entry.id},
            key=entry.id,
            convert=lambda row: CommissionEntryOut(**dict(row)),
        )


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")

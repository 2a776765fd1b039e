"""The dashboard's figures beside those of the period before, and the late lines behind one of them."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from kit.auth import Principal
from kit.http import Db, Paging, requires
from kit.pagination import Page, fetch_page
from pydantic import BaseModel, Field

from kit import clock
from reporting.domain.dashboard import Figure, FigureUnit, Span, Window
from reporting.domain.kpi import Direction
from reporting.queries import dashboard
from reporting.queries.summary import last_day

router = APIRouter(prefix="/dashboard", tags=["dashboard"])

_DAY_MIN, _DAY_MAX = date(1970, 1, 1), date(2999, 12, 31)

Reader = Annotated[Principal, requires("reporting.margins.read")]


class FigureOut(BaseModel):
    """A figure now, a period ago, and on its way."""

    id: str = Field(
        examples=["sales"],
        description="sales, gross-margin, margin-rate, on-time: of the period; stock, backorders, cash-due: as it stands.",
    )
    unit: FigureUnit
    better: Direction
    value: Decimal | None
    previous: Decimal | None = Field(description="Of the period before, or as it stood when that ended.")
    change: Decimal | None = Field(description="A share of what it was (0.10 is 10 % more); of rates the difference.")
    is_better: bool | None = Field(description="Whether it went the right way.")
    trend: list[Decimal | None] = Field(description="By step of the period, oldest first.")

    @classmethod
    def of(cls, figure: Figure) -> "FigureOut":
        return cls(
            id=figure.id, unit=figure.unit, better=figure.better, value=figure.value, previous=figure.previous,
            change=figure.change, is_better=figure.is_better, trend=list(figure.trend),
        )  # fmt: skip


class DashboardOut(BaseModel):
    """The figures of a period, and of the one before it."""

    span: Span
    begins_on: date
    ends_on: date
    previous_begins_on: date
    last_on: date | None = Field(description="The last day on which a sale or a cost became known; null: none did.")
    step_days: int = Field(description="Between two points of a trend.")
    step_ends: list[date] = Field(description="The last day of each point of a trend.")
    figures: list[FigureOut]


class LateLineOut(BaseModel):
    """A line of a firm order that should have left and did not whole."""

    id: UUID
    sales_order_id: UUID
    number: str
    customer_id: UUID
    customer_name: str | None
    product_id: UUID
    sku: str | None
    product_name: str | None
    promised_on: date | None = Field(description="As it was promised first; null: nobody knew.")
    due_on: date = Field(description="The day promised first, or of the order where none was.")
    missing: Decimal = Field(description="Stock units.")
    amount: Decimal = Field(description="At the price of the order, company currency, before tax.")


@router.get("", summary="The house at a glance, beside the period before")
async def get_dashboard(
    caller: Reader,
    db: Db,
    span: Annotated[Span, Query(description="How long a period is.")] = Span.MONTH,
    on: Annotated[date | None, Query(ge=_DAY_MIN, le=_DAY_MAX, description="The last day; today if left out.")] = None,
) -> DashboardOut:
    window = Window.of(span, on or clock.now().date())
    async with db.read() as tx:
        found = await dashboard.figures(tx, window)
        last_on = await last_day(tx)
    ends = window.ends
    return DashboardOut(
        span=span, begins_on=window.begins_on + timedelta(days=window.days), ends_on=window.today,
        previous_begins_on=window.begins_on, last_on=last_on, step_days=window.step_days, step_ends=list(ends[window.steps :]),
        figures=[FigureOut.of(figure) for figure in found],
    )  # fmt: skip


@router.get("/late-lines", summary="Lines of firm orders that should have left")
async def list_late_lines(caller: Reader, db: Db, paging: Paging) -> Page[LateLineOut]:
    statement = dashboard.late_lines(clock.now().date()).subquery("late")
    columns = statement.c
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement.select(),
            paging,
            sortable={name: columns[name] for name in ("due_on", "amount", "number")},
            key=columns.id,
            convert=lambda row: LateLineOut(**dict(row)),
        )

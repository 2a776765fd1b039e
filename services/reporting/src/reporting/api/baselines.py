"""How KPIs were before the go-live, brought as a table."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Body, Query
from kit.auth import Principal
from kit.http import Command, Db, Paging, requires
from kit.imports import parsed, read_csv
from kit.pagination import Page, fetch_page
from pydantic import BaseModel, Field
from sqlalchemy import select

from reporting.commands.bring_baseline import bring_baseline
from reporting.domain.baseline import BaselineMonth
from reporting.storage.tables_flow import go_live as go_live_table
from reporting.storage.tables_flow import kpi_baseline

router = APIRouter(prefix="/kpi-baselines", tags=["kpis"])

_ROWS_MAX = 1200  # ten KPIs in ten years
_DAY_MIN, _DAY_MAX = date(1970, 1, 1), date(2999, 12, 31)


class BaselineRow(BaseModel):
    """A row of the table that is brought."""

    kpi: str = Field(max_length=60)
    month: str = Field(pattern=r"^(19|2\d)\d{2}-(0[1-9]|1[0-2])$")
    value: Decimal = Field(max_digits=18, decimal_places=6)

    def to_month(self) -> BaselineMonth:
        return BaselineMonth(self.kpi, date.fromisoformat(f"{self.month}-01"), self.value)


class BaselineMonthOut(BaseModel):
    """A KPI in a month before the go-live."""

    kpi_id: str = Field(examples=["on-time-rate"])
    month: date = Field(description="Its first day.")
    value: Decimal
    go_live: date = Field(description="From which day on figures are ours.")


class BaselineOut(BaseModel):
    """What was brought."""

    go_live: date
    months: int


@router.get("", summary="KPIs by month before the go-live")
async def list_baselines(
    caller: Annotated[Principal, requires("reporting.margins.read")], db: Db, paging: Paging, kpi_id: str | None = None
) -> Page[BaselineMonthOut]:
    months = kpi_baseline.c
    key = (months.kpi_id + "/" + months.month.cast(kpi_baseline.c.kpi_id.type)).label("key")
    statement = select(kpi_baseline, go_live_table.c.day.label("go_live"), key).select_from(
        kpi_baseline.join(go_live_table, go_live_table.c.id == 1)
    )
    if kpi_id is not None:
        statement = statement.where(months.kpi_id == kpi_id.replace("\x00", ""))
    asked = statement.subquery("baseline")
    async with db.read() as tx:
        return await fetch_page(
            tx,
            asked.select(),
            paging,
            sortable={"month": asked.c.month},
            key=asked.c.key,
            convert=lambda row: BaselineMonthOut(
                **{name: row[name] for name in ("kpi_id", "month", "value", "go_live")}
            ),
        )


@router.put("", summary="Bring how KPIs were before the go-live, instead of what was brought before")
async def put_baselines(
    caller: Annotated[Principal, requires("reporting.kpis.write")],
    command: Command,
    go_live: Annotated[date, Query(ge=_DAY_MIN, le=_DAY_MAX, description="From which day on figures are ours.")],
    body: Annotated[
        bytes,
        Body(
            media_type="text/csv",
            description="Columns `kpi`, `month` (2025-03) and `value` in the KPI's unit (0.95 is 95 %).",
            examples=["kpi;month;value\non-time-rate;2025-03;0,81\n"],
        ),
    ],
) -> BaselineOut:
    rows = read_csv(body, required=["kpi", "month", "value"], rows_max=_ROWS_MAX)
    read, unreadable = parsed(rows, BaselineRow, numbers=["value"])
    months = [(place, row.to_month()) for place, row in read]
    async with command.transaction() as tx:
        kept = await bring_baseline(tx, go_live=go_live, months=months, unreadable=unreadable, by=caller)
        return command.answer(BaselineOut(go_live=go_live, months=len(kept)))

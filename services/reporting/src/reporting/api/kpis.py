"""KPIs: their definitions with the last value, and how they went."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter
from kit.auth import Principal
from kit.db import ReadTransaction
from kit.errors import NotFound
from kit.http import Db, Paging, requires
from kit.pagination import Page, PageRequest, fetch_page
from pydantic import BaseModel, Field
from sqlalchemy import Select

from kit import clock
from reporting.api.periods import From, Until, check_period
from reporting.domain.baseline import Comparison, compare
from reporting.domain.kpi import KPIS, Direction, Kpi, Unit
from reporting.queries import kpis
from reporting.storage import baselines

router = APIRouter(prefix="/kpis", tags=["kpis"])

_MONTHS = 13  # a year, and the same month of the year before

Reader = Annotated[Principal, requires("reporting.margins.read")]


class KpiValueOut(BaseModel):
    """A KPI in a month."""

    month: date = Field(description="Its first day.")
    value: Decimal | None = Field(description="numerator / denominator; null where nothing was measured")
    numerator: Decimal
    denominator: Decimal
    is_on_target: bool | None

    @classmethod
    def of(cls, kpi: Kpi, row: Mapping[str, Any]) -> "KpiValueOut":
        numerator, denominator = Decimal(row["numerator"]), Decimal(row["denominator"])
        value = kpi.value(numerator, denominator)
        return cls(
            month=row["month"],
            value=value,
            numerator=numerator,
            denominator=denominator,
            is_on_target=kpi.is_on_target(value),
        )


class KpiOut(BaseModel):
    """What a KPI says, who answers for it, and its last month."""

    id: str = Field(examples=["on-time-rate"])
    name_en: str
    name_fr: str
    formula: str
    unit: Unit
    owner: str
    target: Decimal
    direction: Direction = Field(description="Which way is better.")
    last: KpiValueOut | None
    trend: list[KpiValueOut] = Field(description="The last thirteen months, oldest first.")
    go_live: date | None = Field(description="From which day on figures are ours; null: nobody said.")
    before: Decimal | None = Field(description="Mean of the months before the go-live that were brought.")
    after: Decimal | None = Field(description="Of all months since that of the go-live.")
    change: Decimal | None = Field(description="after - before")
    is_better: bool | None = Field(description="Whether it went the right way since the go-live.")


@router.get("", summary="KPIs with their last months, and beside what they were before the go-live")
async def list_kpis(caller: Reader, db: Db) -> Page[KpiOut]:
    newest = PageRequest(limit=_MONTHS, sort="-month")
    async with db.read() as tx:
        live = await baselines.go_live(tx)
        brought = await baselines.months(tx)
        shown = []
        for kpi in KPIS.values():
            trend = (await _values(tx, kpi, newest, None, None)).items[::-1]
            since = await tx.select(_since(kpi, live)) if live else []
            before = [month.value for month in brought if month.kpi_id == kpi.id]
            comparison = compare(kpi, before, [(row["numerator"], row["denominator"]) for row in since])
            shown.append(_shown(kpi, trend, live, comparison))
    return Page(items=shown)


@router.get("/{kpi_id}/values", summary="A KPI month by month")
async def list_kpi_values(
    caller: Reader, db: Db, kpi_id: str, paging: Paging, from_: From = None, until: Until = None
) -> Page[KpiValueOut]:
    check_period(from_, until)
    if kpi_id not in KPIS:
        raise NotFound(f"There is no KPI {kpi_id!r}: there are {', '.join(KPIS)}.")
    async with db.read() as tx:
        return await _values(tx, KPIS[kpi_id], paging, from_, until)


async def _values(
    tx: ReadTransaction, kpi: Kpi, paging: PageRequest, from_: date | None, until: date | None
) -> Page[KpiValueOut]:
    asked = kpis.months(kpi.id, today=clock.now().date(), effective_from=from_, effective_until=until)
    month = asked.selected_columns.month
    return await fetch_page(
        tx, asked, paging, sortable={"month": month}, key=month, convert=lambda row: KpiValueOut.of(kpi, dict(row))
    )


def _since(kpi: Kpi, day: date) -> Select[Any]:
    return kpis.months(kpi.id, today=clock.now().date(), effective_from=day.replace(day=1), effective_until=None)


def _shown(kpi: Kpi, trend: list[KpiValueOut], live: date | None, comparison: Comparison) -> KpiOut:
    return KpiOut(
        id=kpi.id, name_en=kpi.name_en, name_fr=kpi.name_fr, formula=kpi.formula, unit=kpi.unit, owner=kpi.owner,
        target=kpi.target, direction=kpi.direction, last=trend[-1] if trend else None, trend=trend, go_live=live,
        before=comparison.before, after=comparison.after, change=comparison.change,
        is_better=comparison.is_better(kpi.direction),
    )  # fmt: skip

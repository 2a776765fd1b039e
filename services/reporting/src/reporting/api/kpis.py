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

from kit import clock
from reporting.api.periods import From, Until, check_period
from reporting.domain.kpi import KPIS, Direction, Kpi, Unit
from reporting.queries import kpis

router = APIRouter(prefix="/kpis", tags=["kpis"])

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


@router.get("", summary="KPIs with their last month")
async def list_kpis(caller: Reader, db: Db) -> Page[KpiOut]:
    newest = PageRequest(limit=1, sort="-month")
    async with db.read() as tx:
        found = {id_: await _values(tx, kpi, newest, None, None) for id_, kpi in KPIS.items()}
    return Page(items=[_shown(kpi, found[kpi.id].items) for kpi in KPIS.values()])


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


def _shown(kpi: Kpi, values: list[KpiValueOut]) -> KpiOut:
    return KpiOut(
        id=kpi.id, name_en=kpi.name_en, name_fr=kpi.name_fr, formula=kpi.formula, unit=kpi.unit, owner=kpi.owner,
        target=kpi.target, direction=kpi.direction, last=values[0] if values else None,
    )  # fmt: skip

"""How the prices of suppliers moved: by supplier and family, then line by line."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any, TypeVar
from uuid import UUID

from asyncpg import Record
from fastapi import APIRouter, Query
from kit.auth import Principal
from kit.bodies import Day
from kit.db import ReadTransaction
from kit.errors import Invalid
from kit.http import Db, Paging, requires
from kit.pagination import Page, PageRequest, fetch_page
from pydantic import BaseModel, Field
from sqlalchemy import Select

from kit import clock
from purchasing.queries.cost_drift import Basis, By, drift_by, drift_lines

router = APIRouter(prefix="/cost-drift", tags=["supplier prices"])

Reader = Annotated[Principal, requires("purchasing.prices.read")]
Since = Annotated[Day | None, Query(description="The base day; a year ago by default.")]
Family = Annotated[str | None, Query(max_length=40, description="Only what lies in this family, however deep.")]

_A_YEAR = timedelta(days=365)

T = TypeVar("T")


class DriftOut(BaseModel):
    """One supplier, one family, or one supplier in one family."""

    supplier_id: UUID | None
    supplier_code: str | None
    family: str | None
    index: Decimal | None = Field(description="100 is the base day; null when all was free then.", examples=["104.20"])
    yearly_effect: Decimal = Field(description="What the same purchases would cost more.")
    amount_now: Decimal = Field(description="The same purchases at the prices of now.")
    products: int


class DriftLineOut(BaseModel):
    """One product of a supplier: in its packaging by list prices, in stock units by prices paid."""

    supplier_id: UUID
    supplier_code: str
    product_id: UUID
    sku: str
    name: str
    family: str
    packaging_code: str
    quantity: Decimal
    price_then: Decimal
    price_now: Decimal
    index: Decimal | None
    yearly_effect: Decimal


@router.get("", summary="How prices moved, and what that makes of a year's purchases: the dearest first")
async def get_drift(
    *,
    caller: Reader,
    db: Db,
    paging: Paging,
    by: By = By.SUPPLIER,
    basis: Basis = Basis.LIST,
    since: Since = None,
    supplier_id: UUID | None = None,
    family: Family = None,
    level: Annotated[int | None, Query(ge=1, le=20, description="Families at this depth; 1 is the root.")] = None,
) -> Page[DriftOut]:
    base, today = _period(since)
    statement = drift_by(by, basis, base, today, supplier_id=supplier_id, family=family, level=level)
    async with db.read() as tx:
        return await _page(tx, statement, paging, lambda row: _out(DriftOut, row))


@router.get("/lines", summary="The same, product by product")
async def list_drift_lines(
    caller: Reader,
    db: Db,
    paging: Paging,
    basis: Basis = Basis.LIST,
    since: Since = None,
    supplier_id: UUID | None = None,
    family: Family = None,
) -> Page[DriftLineOut]:
    base, today = _period(since)
    statement = drift_lines(basis, base, today, supplier_id=supplier_id, family=family)
    async with db.read() as tx:
        return await _page(tx, statement, paging, lambda row: _out(DriftLineOut, row))


def _period(since: date | None) -> tuple[date, date]:
    today = clock.now().date()
    base = since or today - _A_YEAR
    if base >= today:
        raise Invalid(
            f"{base.isoformat()} is not past: prices are compared with those of an earlier day.", field="since"
        )
    return base, today


async def _page(
    tx: ReadTransaction, statement: Select[Any], paging: PageRequest, convert: Callable[[Record], T]
) -> Page[T]:
    columns = statement.selected_columns
    return await fetch_page(
        tx,
        statement,
        paging if paging.sort else replace(paging, sort="-yearly_effect"),
        sortable={"yearly_effect": columns.yearly_effect},
        key=columns.key,
        convert=convert,
    )


M = TypeVar("M", bound=BaseModel)


def _out(model: type[M], row: Record) -> M:
    return model(**{name: row[name] for name in model.model_fields})

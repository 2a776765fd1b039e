"""What stock was worth at a day as it was known at an instant, product by product and site by site."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from kit.http import Db, Paging
from kit.pagination import Page, fetch_page
from pydantic import BaseModel, Field
from sqlalchemy import Select, func, select

from accounting.api.stock_value.reports import AsOf, KnownAt, Reader
from accounting.queries.stock_value.by_site import stock_by_site
from accounting.storage.stock_value import checkpoints
from accounting.storage.tables import product, stock
from kit import clock

router = APIRouter(tags=["valuation"])


class ProductWorthOut(BaseModel):
    """A product that was worth something, or of which something was there."""

    product_id: UUID
    sku: str
    family: str = Field(description="Empty: it has none.")
    method: str | None = Field(description="By which it is costed now.")
    quantity: Decimal
    value: Decimal


class SiteValueOut(BaseModel):
    site: str = Field(description="Empty: of products that have no site with stock.")
    products: int
    value: Decimal


class SiteValuesOut(BaseModel):
    """Their sum is the value of the report."""

    as_of: date
    known_at: datetime | None
    items: list[SiteValueOut]


@router.get("/valuation/products", summary="What each product was worth, as it was known at an instant")
async def list_product_values(
    caller: Reader,
    db: Db,
    paging: Paging,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    family: Annotated[str | None, Query(max_length=40)] = None,
) -> Page[ProductWorthOut]:
    day, instant = as_of or clock.now().date(), _aware(known_at)
    async with db.read() as tx:
        base = await checkpoints.last(tx, until=day, known_at=instant)
        worth = checkpoints.worth_table(base, day, instant)
        statement: Select[tuple[object, ...]] = select(
            worth.c.product_id,
            func.coalesce(product.c.sku, "").label("sku"),
            func.coalesce(product.c.family, "").label("family"),
            stock.c.method,
            worth.c.quantity,
            worth.c.value,
        ).select_from(
            worth.outerjoin(product, product.c.id == worth.c.product_id).outerjoin(
                stock, stock.c.product_id == worth.c.product_id
            )
        )
        if family is not None:
            statement = statement.where(func.coalesce(product.c.family, "") == family)
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"value": worth.c.value, "quantity": worth.c.quantity},
            key=worth.c.product_id,
            convert=lambda row: ProductWorthOut(**dict(row)),
        )


@router.get("/valuation/sites", summary="What lay at each site, with its part of the value")
async def list_site_values(caller: Reader, db: Db, as_of: AsOf = None, known_at: KnownAt = None) -> SiteValuesOut:
    """Value is pooled: a site's part of a product is by quantity."""
    day, instant = as_of or clock.now().date(), _aware(known_at)
    async with db.read() as tx:
        sites = await stock_by_site(tx, day, instant)
    items = [SiteValueOut.model_validate(each, from_attributes=True) for each in sites]
    return SiteValuesOut(as_of=day, known_at=instant, items=items)


def _aware(instant: datetime | None) -> datetime | None:
    return None if instant is None else clock.aware(instant)

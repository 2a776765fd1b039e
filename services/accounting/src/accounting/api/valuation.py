"""What stock is worth and why."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from kit.auth import Principal
from kit.http import Db, Paging, requires
from kit.pagination import Page, fetch_page
from sqlalchemy import case, func, select

from accounting.api.schemas import LayerOut, LayersOut, MovementOut, ValuationOut, ValuationTotal
from accounting.queries import valuation
from accounting.storage.tables import movement_valuation, product, stock

router = APIRouter(tags=["valuation"])

Reader = Annotated[Principal, requires("accounting.valuation.read")]


@router.get("/valuation", summary="Stock value by product")
async def list_valuation(caller: Reader, db: Db, paging: Paging, product_id: UUID | None = None) -> Page[ValuationOut]:
    s = stock.c
    unit_cost = case((s.quantity > 0, func.round(s.posted / func.nullif(s.quantity, 0), 6)), else_=s.last_unit_cost)
    statement = select(
        s.product_id, product.c.sku, s.method, s.quantity, s.posted.label("value"), unit_cost.label("unit_cost")
    ).select_from(stock.outerjoin(product, product.c.id == s.product_id))
    if product_id is not None:
        statement = statement.where(s.product_id == product_id)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"product_id": s.product_id},
            key=s.product_id,
            convert=lambda r: ValuationOut(**dict(r)),
        )


@router.get("/valuation/total", summary="Value of all stock")
async def get_valuation_total(caller: Reader, db: Db) -> ValuationTotal:
    async with db.read() as tx:
        value, products = await valuation.total(tx)
    return ValuationTotal(value=value, products=products)


@router.get("/valuation/{product_id}/layers", summary="What is left of each receipt")
async def list_layers(caller: Reader, db: Db, product_id: UUID) -> LayersOut:
    async with db.read() as tx:
        return LayersOut(items=[LayerOut(**layer) for layer in await valuation.layers(tx, product_id)])


@router.get("/valuation/{product_id}/movements", summary="Movements of a product with their cost")
async def list_valued_movements(caller: Reader, db: Db, paging: Paging, product_id: UUID) -> Page[MovementOut]:
    m = movement_valuation.c
    columns = [m[name] for name in MovementOut.model_fields]
    async with db.read() as tx:
        return await fetch_page(
            tx,
            select(*columns).where(m.product_id == product_id),
            paging,
            sortable={"movement_id": m.movement_id},
            key=m.movement_id,
            convert=lambda row: MovementOut(**dict(row)),
        )

"""Prices and costs."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from kit.auth import Principal
from kit.bodies import HistoryOut
from kit.errors import unknown
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from sqlalchemy import or_, select

from kit import audit
from pricing.api.schemas import CostOut, PriceOut, PricesIn, PricesOut
from pricing.commands.set_prices import set_prices
from pricing.domain.price import Scope
from pricing.storage.tables import cost, price

router = APIRouter(tags=["prices"])

PriceReader = Annotated[Principal, requires("pricing.prices.read")]
CostReader = Annotated[Principal, requires("pricing.costs.read")]


@router.get("/prices", summary="Prices")
async def list_prices(
    caller: PriceReader,
    db: Db,
    paging: Paging,
    product_id: UUID | None = None,
    scope: Scope | None = None,
    scope_key: Annotated[str | None, Query(max_length=40)] = None,
    on: Annotated[date | None, Query(description="Only those that apply on that day.")] = None,
) -> Page[PriceOut]:
    statement = select(*(price.c[name] for name in PriceOut.model_fields))
    for column, value in ((price.c.product_id, product_id), (price.c.scope, scope), (price.c.scope_key, scope_key)):
        if value is not None:
            statement = statement.where(column == value)
    if on is not None:
        lasts = or_(price.c.effective_until.is_(None), price.c.effective_until > on)
        statement = statement.where(price.c.effective_from <= on, lasts)
    async with db.read() as tx:
        return await fetch_page(
            tx, statement, paging, sortable={"id": price.c.id}, key=price.c.id, convert=lambda r: PriceOut(**dict(r))
        )


@router.post("/prices/bulk", status_code=201, summary="Set up to 1,000 prices, all or none")
async def post_prices(
    caller: Annotated[Principal, requires("pricing.prices.write")], command: Command, body: PricesIn
) -> PricesOut:
    async with command.transaction() as tx:
        written = await set_prices(tx, [each.to_command() for each in body.prices], subject=caller.subject)
        return command.answer(PricesOut(items=[PriceOut.of(each) for each in written]))


@router.get("/prices/{price_id}/history", summary="Every change of a price")
async def get_price_history(caller: PriceReader, db: Db, price_id: UUID) -> HistoryOut:
    async with db.read() as tx:
        entries = await audit.history(tx, "price", str(price_id))
    if not entries:
        raise unknown("price", price_id)
    return HistoryOut.of(entries)


@router.get("/costs", summary="Current costs")
async def list_costs(caller: CostReader, db: Db, paging: Paging) -> Page[CostOut]:
    async with db.read() as tx:
        return await fetch_page(
            tx,
            select(cost),
            paging,
            sortable={"product_id": cost.c.product_id},
            key=cost.c.product_id,
            convert=lambda row: CostOut(**dict(row)),
        )


@router.get("/costs/{product_id}", summary="The current cost of one product")
async def get_cost(caller: CostReader, db: Db, product_id: UUID) -> CostOut:
    rows = await db.fetch("SELECT product_id, unit_cost, updated_at FROM cost WHERE product_id = $1", product_id)
    if not rows:
        raise unknown("cost", product_id)
    return CostOut(**dict(rows[0]))

"""Supplier prices, and how suppliers perform."""

from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from kit.auth import Principal
from kit.exchange import needed
from kit.exchange_rates import rates_on
from kit.http import Db, Paging, requires
from kit.pagination import Page, fetch_page
from sqlalchemy import select

from kit import clock
from purchasing.api.sourcing_schemas import (
    OfferOut,
    OffersIn,
    OffersLineOut,
    OffersOut,
    ScoreOut,
    ScoresOut,
    SupplierPriceOut,
)
from purchasing.domain.prices import best, offer
from purchasing.queries.supplier_scores import supplier_scores
from purchasing.storage import masters, prices
from purchasing.storage.tables_sourcing import supplier_price

router = APIRouter(tags=["supplier prices"])

Reader = Annotated[Principal, requires("purchasing.prices.read")]

_A_YEAR = timedelta(days=365)


@router.get("/supplier-prices", summary="Prices of suppliers")
async def list_prices(
    caller: Reader,
    db: Db,
    paging: Paging,
    supplier_id: UUID | None = None,
    product_id: UUID | None = None,
    on: date | None = None,
) -> Page[SupplierPriceOut]:
    columns = supplier_price.c
    statement = select(*(columns[name] for name in SupplierPriceOut.model_fields), columns.id)
    if supplier_id is not None:
        statement = statement.where(columns.supplier_id == supplier_id)
    if product_id is not None:
        statement = statement.where(columns.product_id == product_id)
    if on is not None:
        statement = statement.where(
            columns.effective_from <= on, columns.effective_until.is_(None) | (columns.effective_until > on)
        )
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"effective_from": columns.effective_from},
            key=columns.id,
            convert=lambda row: SupplierPriceOut(**{name: row[name] for name in SupplierPriceOut.model_fields}),
        )


@router.post("/supplier-prices/offers", summary="What suppliers ask for wanted quantities, the cheapest first")
async def ask_offers(caller: Reader, db: Db, body: OffersIn, request: Request) -> OffersOut:
    on = body.on or clock.now().date()
    ids = [line.product_id for line in body.lines]
    async with db.read() as tx:
        known = await masters.some_products(tx, ids)
        held = await prices.holding(tx, ids, on)
        wanted = [(price.currency, on) for some in held.values() for price in some]
        rates = await rates_on(tx, request.app.state.currency, wanted)
    items = []
    for line in body.lines:
        product = known.get(line.product_id)
        offers = [
            offer(price, product.packagings[price.packaging_code], line.quantity, needed(rates, price.currency, on))
            for price in held.get(line.product_id, [])
            if product is not None and price.packaging_code in product.packagings
        ]
        chosen = best(offers)
        items.append(
            OffersLineOut(
                product_id=line.product_id,
                offers=[
                    OfferOut(
                        price=OfferOut.price_of(each.price),
                        packagings=each.packagings,
                        stock_unit_price=each.stock_unit_price,
                        amount=each.amount,
                        is_best=each is chosen,
                    )
                    for each in sorted(offers, key=lambda each: (each is not chosen, each.amount))
                ],
            )
        )
    return OffersOut(items=items)


@router.get("/supplier-scores", summary="How suppliers perform: on time, in full, accepted, lead time")
async def get_scores(
    caller: Reader,
    db: Db,
    since: date | None = None,
    until: date | None = None,
    tolerance_days: Annotated[int, Query(ge=0, le=60)] = 0,
    supplier_id: UUID | None = None,
) -> ScoresOut:
    end = until or clock.now().date()
    start = since or end - _A_YEAR
    async with db.read() as tx:
        scores = await supplier_scores(
            tx, start, end, tolerance_days=tolerance_days, supplier_ids=[supplier_id] if supplier_id else None
        )
    items = [ScoreOut.model_validate(score, from_attributes=True) for score in scores]
    return ScoresOut(since=start, until=end, items=items)

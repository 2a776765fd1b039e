"""Stock in the past, and what can be promised in the future."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from kit.auth import Principal
from kit.http import Db, requires

from inventory.api.schemas import (
    AtpStepOut,
    LocationStockOut,
    PastStockOut,
    PromiseOut,
    PromisesIn,
    PromisesOut,
)
from inventory.domain.movement import StockKey
from inventory.domain.promise import promise
from inventory.queries.promises import promises
from inventory.queries.stock_at import products_with_stock, stock_at
from kit import clock

router = APIRouter(tags=["stock"])

Reader = Annotated[Principal, requires("inventory.stock.read")]


@router.get("/stock/at", summary="What lay where at an instant in the past")
async def get_stock_at(
    caller: Reader,
    db: Db,
    at: datetime,
    product_id: Annotated[list[UUID] | None, Query(max_length=1000)] = None,
    warehouse: Annotated[str | None, Query(max_length=40)] = None,
    after: Annotated[UUID | None, Query(description="The `next_product_id` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=1000, description="Products on a page.")] = 200,
) -> PastStockOut:
    at = clock.aware(at)
    async with db.read() as tx:
        asked = product_id or await products_with_stock(tx, after=after, limit=limit)
        found = await stock_at(tx, at, asked, warehouse)
    return PastStockOut(
        at=at,
        items=[
            LocationStockOut(
                product_id=each.product_id,
                warehouse=each.warehouse,
                location_id=each.location_id,
                location=each.location,
                state=each.state,
                quantity=each.quantity,
                lot=each.lot,
                expires_on=each.expires_on,
            )
            for each in found
        ],
        next_product_id=asked[-1] if product_id is None and len(asked) == limit else None,
    )


@router.post("/stock/promises", summary="When so much can be promised, and what it waits for")
async def ask_promises(caller: Reader, db: Db, body: PromisesIn) -> PromisesOut:
    today = clock.now().date()
    async with db.read() as tx:
        found = await promises(tx, today, {StockKey(line.product_id, line.warehouse) for line in body.lines})
    items = []
    for line in body.lines:
        steps, expected = found[StockKey(line.product_id, line.warehouse)]
        answer = promise(line.quantity, today, steps, expected)
        items.append(
            PromiseOut(
                product_id=line.product_id,
                warehouse=line.warehouse,
                on=answer.on,
                document_number=answer.document_number,
                is_overdue=answer.is_overdue,
                missing=answer.missing,
                steps=[
                    AtpStepOut(on=step.on, quantity=step.quantity, document_number=step.document_number)
                    for step in steps
                ],
            )
        )
    return PromisesOut(items=items)

"""The shop of a customer, as he sees it in the portal."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from kit.auth import Principal
from kit.bodies import Strict
from kit.http import Db, requires
from kit.money import ZERO
from pydantic import BaseModel, Field

from sales.api.access import SalesDesk
from sales.queries.shop import shop_stock, site_of
from sales.storage import masters

router = APIRouter(prefix="/shops", tags=["shops"])

Shopper = Annotated[Principal, requires("sales.orders.quote")]


class ShopOut(BaseModel):
    """Who buys, and what his orders are written with."""

    customer_id: UUID
    code: str
    name: str
    currency: str
    warehouse: str = Field(description="The site that serves him: of his last order, else of anybody's.")


class ShopStockIn(Strict):
    product_ids: list[UUID] = Field(min_length=1, max_length=200)


class ShopStockLineOut(BaseModel):
    """Quantities in stock units."""

    product_id: UUID
    quantity_available: Decimal = Field(description="Can be promised now.")
    promised_on: date | None = Field(description="When one unit can be promised; null: nobody knows.")


class ShopStockOut(BaseModel):
    items: list[ShopStockLineOut]


@router.get("/{customer_id}", summary="Who the customer is and from where he is served")
async def get_shop(caller: Shopper, db: Db, customer_id: UUID) -> ShopOut:
    caller.require_customer(customer_id)
    async with db.read() as tx:
        customer = await masters.customer_known(tx, customer_id)
        site = await site_of(tx, customer_id)
    return ShopOut(
        customer_id=customer_id,
        code=customer.code,
        name=customer.name,
        currency=customer.currency,
        warehouse=site,
    )


@router.post("/{customer_id}/stock", summary="What of up to 200 products the customer can have, and when")
async def post_shop_stock(caller: Shopper, desk: SalesDesk, customer_id: UUID, body: ShopStockIn) -> ShopStockOut:
    caller.require_customer(customer_id)
    found = await shop_stock(desk, customer_id, body.product_ids, caller)
    return ShopStockOut(
        items=[
            ShopStockLineOut(product_id=id_, quantity_available=max(stock.available, ZERO), promised_on=stock.next_on)
            for id_, stock in zip(body.product_ids, found, strict=True)
        ]
    )

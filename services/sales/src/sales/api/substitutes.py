"""What could be given instead of what is short or not sold any more."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from kit.auth import Principal
from kit.http import requires
from pydantic import BaseModel, Field

from sales.api.access import SalesDesk
from sales.api.schemas import MarginOut, OrderIn
from sales.queries.substitutes import Offer, ShortLine, substitutes

router = APIRouter(prefix="/orders", tags=["orders"])


class SubstituteOut(BaseModel):
    """For the quantity of the line that it replaces."""

    product_id: UUID
    sku: str
    description: str
    available: Decimal
    unit_price: Decimal
    net_change: Decimal | None = Field(
        description="How much dearer (or cheaper) the line becomes, before tax; null: it is not sold itself."
    )
    margin: MarginOut | None = Field(description="Null for customers.")

    @classmethod
    def of(cls, offer: Offer, caller: Principal) -> "SubstituteOut":
        return cls(
            product_id=offer.product.id,
            sku=offer.product.sku,
            description=offer.product.description("fr"),
            available=offer.available,
            unit_price=offer.price.unit_price,
            net_change=offer.net_change,
            margin=MarginOut.of(offer.price.decision, caller),
        )


class ShortLineOut(BaseModel):
    """Quantities in stock units; of a kit whole sets."""

    field: str = Field(examples=["lines.0"], description="The line in the request.")
    product_id: UUID
    sku: str
    quantity: Decimal
    available: Decimal
    unit_price: Decimal | None = Field(description="Null: it is not sold any more.")
    margin: MarginOut | None = Field(description="Null for customers, and where it is not sold.")
    offers: list[SubstituteOut] = Field(description="What serves the line whole first, then as the catalog ranks them.")

    @classmethod
    def of(cls, short: ShortLine, caller: Principal) -> "ShortLineOut":
        return cls(
            field=f"lines.{short.index}",
            product_id=short.line.product_id,
            sku=short.line.sku,
            quantity=short.line.quantity,
            available=short.available,
            unit_price=short.amount.unit_price if short.amount else None,
            margin=MarginOut.of(short.decision, caller) if short.decision else None,
            offers=[SubstituteOut.of(offer, caller) for offer in short.offers],
        )


class ShortLinesOut(BaseModel):
    lines: list[ShortLineOut]


@router.post(
    "/substitutes", summary="What could be given instead of what is short, or not sold any more; write nothing"
)
async def post_substitutes(
    caller: Annotated[Principal, requires("sales.orders.quote")], desk: SalesDesk, body: OrderIn
) -> ShortLinesOut:
    found = await substitutes(desk, body.to_written(caller), caller)
    return ShortLinesOut(lines=[ShortLineOut.of(each, caller) for each in found])

"""What a basket would cost, before it is an order."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from kit.auth import Principal
from kit.http import requires
from kit.money import EXACT, ZERO, round_half_up
from pydantic import BaseModel, Field

from sales.api.access import SalesDesk
from sales.api.charge_schemas import QuotedChargeOut
from sales.api.schemas import MarginOut, OrderIn, StepOut, verdict_text
from sales.domain.margin import worst
from sales.queries.quote_basket import Quote, quote_basket

router = APIRouter(prefix="/orders", tags=["orders"])


class QuotedLineOut(BaseModel):
    """Quantities in stock units."""

    product_id: UUID
    sku: str
    quantity: Decimal
    unit_price: Decimal
    net: Decimal
    steps: list[StepOut]
    margin: MarginOut | None = Field(description="Null for customers.")
    quantity_available: Decimal = Field(description="Can be promised now.")
    quantity_incoming: Decimal = Field(description="Ordered from suppliers, not received.")


class QuoteOut(BaseModel):
    """Prices and stock of now; nothing is held."""

    currency: str
    net: Decimal = Field(description="Lines and charges.")
    charges: list[QuotedChargeOut] = Field(description="On top of the lines.")
    verdict: str | None = Field(description="On the whole basket's margin; null for customers.")
    lines: list[QuotedLineOut]

    @classmethod
    def of(cls, quote: Quote, caller: Principal) -> "QuoteOut":
        lines = [
            QuotedLineOut(
                product_id=line.product_id,
                sku=line.sku,
                quantity=line.quantity,
                unit_price=price.unit_price,
                net=round_half_up(EXACT.multiply(line.quantity, price.unit_price)),
                steps=[StepOut.of(step) for step in price.steps],
                margin=MarginOut.of(price.decision, caller),
                quantity_available=stock.available,
                quantity_incoming=stock.incoming,
            )
            for line, price, stock in zip(quote.basket.lines, quote.priced.lines, quote.availabilities, strict=True)
        ]
        verdict = worst(price.decision for price in quote.priced.lines)
        return cls(
            currency=quote.basket.terms.currency,
            net=sum((each.net for each in lines), ZERO) + sum((each.amount for each in quote.priced.charges), ZERO),
            charges=[QuotedChargeOut.of(each) for each in quote.priced.charges],
            verdict=None if caller.customer_id is not None else verdict_text(verdict.name),
            lines=lines,
        )


@router.post("/quote", summary="Price a basket, judge its margin, look for its stock; write nothing")
async def post_quote(
    caller: Annotated[Principal, requires("sales.orders.quote")], desk: SalesDesk, body: OrderIn
) -> QuoteOut:
    return QuoteOut.of(await quote_basket(desk, body.to_written(caller), caller), caller)

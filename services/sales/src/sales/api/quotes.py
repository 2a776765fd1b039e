"""What a basket would cost, before it is an order."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from kit.auth import Principal
from kit.http import requires
from kit.money import ZERO
from pydantic import BaseModel, Field

from sales.api.access import SalesDesk
from sales.api.charge_schemas import QuotedChargeOut
from sales.api.schemas import MarginOut, OrderIn, StepOut, verdict_text
from sales.clients.peers import Availability
from sales.domain.asked import AskedLine, amount_of, decision_on, net_of
from sales.domain.basket import BasketLine
from sales.domain.margin import PricedLine, worst
from sales.queries.quote_basket import Quote, quote_basket

router = APIRouter(prefix="/orders", tags=["orders"])


class QuotedGoodsOut(BaseModel):
    """Quantities in stock units."""

    product_id: UUID
    sku: str
    quantity: Decimal
    unit_price: Decimal
    net: Decimal
    steps: list[StepOut] = Field(description="Why this price; none of a kit, its parts have theirs.")
    margin: MarginOut | None = Field(
        description="Of a kit the sum, with the verdict of its weakest part. Null for customers."
    )
    quantity_available: Decimal = Field(description="Can be promised now; of a kit whole sets.")
    quantity_incoming: Decimal = Field(description="Ordered from suppliers, not received; of a kit whole sets.")

    @classmethod
    def of_product(
        cls, line: BasketLine, price: PricedLine, stock: Availability, caller: Principal
    ) -> "QuotedGoodsOut":
        return cls(
            product_id=line.product_id,
            sku=line.sku,
            quantity=line.quantity,
            unit_price=price.unit_price,
            net=net_of(line, price),
            steps=[StepOut.of(step) for step in price.steps],
            margin=MarginOut.of(price.decision, caller),
            quantity_available=stock.available,
            quantity_incoming=stock.incoming,
        )


class QuotedLineOut(QuotedGoodsOut):
    """One line as it was asked for."""

    parts: list[QuotedGoodsOut] = Field(description="Of a kit: what it is made of, in sum the kit to the cent.")

    @classmethod
    def of(cls, line: AskedLine, quote: Quote, caller: Principal) -> "QuotedLineOut":
        prices, stocks = line.of(quote.priced.lines), line.of(quote.availabilities)
        products = [
            QuotedGoodsOut.of_product(product, price, stock, caller)
            for product, price, stock in zip(line.lines, prices, stocks, strict=True)
        ]
        if not line.is_kit:
            return cls(**products[0].model_dump(), parts=[])
        amount = amount_of(line, prices)
        return cls(
            product_id=line.product_id,
            sku=line.sku,
            quantity=line.quantity,
            unit_price=amount.unit_price,
            net=amount.net,
            steps=[],
            margin=MarginOut.of(decision_on(line, prices), caller),
            quantity_available=line.there({each.product_id: each.quantity_available for each in products}),
            quantity_incoming=line.there({each.product_id: each.quantity_incoming for each in products}),
            parts=products,
        )


class QuoteOut(BaseModel):
    """Prices and stock of now; nothing is held."""

    currency: str
    net: Decimal = Field(description="Lines and charges.")
    charges: list[QuotedChargeOut] = Field(description="On top of the lines.")
    verdict: str | None = Field(description="On the whole basket's margin; null for customers.")
    lines: list[QuotedLineOut] = Field(description="Of each line that was asked, in their order.")

    @classmethod
    def of(cls, quote: Quote, caller: Principal) -> "QuoteOut":
        lines = [QuotedLineOut.of(line, quote, caller) for line in quote.asked]
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

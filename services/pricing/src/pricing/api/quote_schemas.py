"""What the endpoint of quotes takes and gives. Prices per stock unit, before tax; decimals are strings."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from kit.bodies import Code, Currency, Day, Quantity, Strict, UnitPrice
from kit.exchange import ExchangeRate
from pydantic import BaseModel, Field, model_validator

from pricing.api.schemas import VERDICT_NAMES, OwedOut, ReasonOut, VerdictName
from pricing.domain.order_margin import OrderDecision
from pricing.domain.price import PriceStep
from pricing.domain.wanted import Wanted
from pricing.queries.breaks import Break
from pricing.queries.quote import Quoted, QuotedLine

CustomerCode = Annotated[str, Field(min_length=1, max_length=60)]
CostChange = Annotated[Decimal, Field(gt=-1, le=10, max_digits=7, decimal_places=6, examples=["0.08"])]


class QuoteLineIn(Strict):
    """A product by its id or by the customer's own code."""

    product_id: UUID | None = None
    customer_code: CustomerCode | None = Field(default=None, examples=["AB 12"])
    packaging_code: Code | None = Field(default=None, description="Default what the code means, or the stock unit.")
    quantity: Quantity = Field(description="Of the packaging.")
    unit_price: UnitPrice | None = Field(default=None, description="A price set by hand, per stock unit.")

    @model_validator(mode="after")
    def names_a_product(self) -> Self:
        if (self.product_id is None) == (self.customer_code is None):
            raise ValueError("name the product: product_id or customer_code")
        return self

    def to_wanted(self) -> Wanted:
        return Wanted(self.product_id, self.customer_code, self.packaging_code, self.quantity, self.unit_price)


class QuoteIn(Strict):
    customer_id: UUID
    channel: Code = Field(default="field", examples=["portal"])
    priced_on: Day | None = Field(default=None, description="Default today.")
    currency: Currency | None = Field(default=None, description="Default the company's.")
    cost_change: CostChange = Field(
        default=Decimal(0), description="What if: 0.08 judges margins as if every cost were 8 % higher."
    )
    warehouse: Code | None = Field(
        default=None, description="The site that the goods leave from: carrying may cost more."
    )
    lines: list[QuoteLineIn] = Field(min_length=1, max_length=1000)


class BreaksIn(Strict):
    customer_id: UUID
    channel: Code = Field(default="field", examples=["portal"])
    currency: Currency | None = Field(default=None, description="Default the company's.")
    product_ids: list[UUID] = Field(min_length=1, max_length=200)


class BreakOut(BaseModel):
    quantity: Decimal = Field(description="From so many stock units on.")
    unit_price: Decimal


class ProductBreaksOut(BaseModel):
    product_id: UUID
    breaks: list[BreakOut] = Field(description="The smallest quantity first, each cheaper than the one before.")


class BreaksOut(BaseModel):
    currency: str
    items: list[ProductBreaksOut]

    @classmethod
    def of(cls, currency: str, found: Mapping[UUID, Sequence[Break]]) -> Self:
        return cls(
            currency=currency,
            items=[
                ProductBreaksOut(product_id=id_, breaks=[BreakOut(**each._asdict()) for each in breaks])
                for id_, breaks in found.items()
            ],
        )


class StepOut(BaseModel):
    """One answer to "why this price?". The amounts of a line's steps add up to the line's."""

    rule: str = Field(examples=["line-discount"])
    rule_id: str
    label: str = Field(examples=["Autumn offer: 5 % off"])
    label_fr: str = Field(examples=["Offre d'automne : remise de 5 %"])
    unit_price_before: Decimal | None = Field(description="Null for the first step.")
    unit_price: Decimal = Field(description="After the step.")
    amount: Decimal = Field(description="What it adds to the line's amount.")

    @classmethod
    def all_of(cls, steps: Sequence[PriceStep]) -> list[Self]:
        """The steps to a price, each beside the price before it."""
        return [
            cls(**step._asdict(), unit_price_before=before.unit_price if before else None)
            for before, step in zip([None, *steps], steps, strict=False)
        ]


class PassingQuantityOut(BaseModel):
    """A break of the same product at which it would pass."""

    quantity: Decimal
    unit_price: Decimal


class PassingSubstituteOut(BaseModel):
    """A substitute that would pass at the same quantity."""

    product_id: UUID
    sku: str
    unit_price: Decimal


class PassingSiteOut(BaseModel):
    """A site of ours from which the line would pass, the whole order leaving from there."""

    warehouse: str
    unit_price: Decimal


class OrderDecisionOut(BaseModel):
    """The judgement of the total."""

    verdict: VerdictName
    amount: Decimal
    cost: Decimal | None
    owed: Decimal | None
    margin_rate: Decimal | None
    missing_amount: Decimal | None = Field(description="Sold for so much more it would need no approval.")
    rule_id: UUID | None
    explanation: str = Field(description="The reasons in English.")
    reasons: list[ReasonOut]

    @classmethod
    def of(cls, order: OrderDecision) -> "OrderDecisionOut":
        values = {
            **order._asdict(),
            "verdict": VERDICT_NAMES[order.verdict],
            "rule_id": order.rule.id,
            "explanation": order.explanation,
            "reasons": ReasonOut.all_of(order.reasons),
        }
        return cls(**{name: values[name] for name in cls.model_fields})


class ExchangeRateOut(BaseModel):
    """Units of the currency of the quote for one of the company's."""

    rate: Decimal = Field(examples=["1.1172"])
    on: date = Field(description="Of the last rate before the day of the quote.")

    @classmethod
    def of(cls, rate: ExchangeRate) -> Self:
        return cls(rate=rate.rate, on=rate.on)


class DecisionOut(BaseModel):
    """The judgement of a line's margin."""

    verdict: VerdictName
    unit_cost: Decimal | None
    owed: Decimal = Field(description="Of a unit's price: rebates, cash discount and freight still to come.")
    margin_rate: Decimal | None = Field(description="(price - owed - cost) / price")
    approval_rate: Decimal
    floor_rate: Decimal
    floor_price: Decimal | None = Field(description="The lowest price that needs no approval.")
    approvable_price: Decimal | None = Field(description="The lowest price that somebody may approve.")
    is_replacement_cost: bool = Field(description="Buying it anew costs more than what is in stock did.")
    rule_id: UUID | None
    explanation: str = Field(description="The reasons in English.")
    reasons: list[ReasonOut]
    discount_rate: Decimal | None = Field(description="Off the engine's price, where a lower one was set by hand.")
    discount_limit: Decimal | None = Field(description="What whoever set the price may grant without approval.")
    approval_levels: list[str] = Field(description="Who must approve, one after the other.", examples=[["manager"]])
    exception_id: UUID | None = Field(description="The price exception that allows it.")
    exchange_rate: ExchangeRateOut | None = Field(
        description="At which costs come into the currency of the quote; null when it is the company's, or without a rate."
    )
    owes: list[OwedOut]
    passing_quantity: PassingQuantityOut | None
    passing_substitute: PassingSubstituteOut | None
    passing_site: PassingSiteOut | None

    @classmethod
    def of(cls, line: QuotedLine) -> "DecisionOut":
        decision, advice = line.decision, line.advice
        return cls(
            verdict=VERDICT_NAMES[decision.verdict],
            unit_cost=decision.unit_cost,
            owed=decision.owed,
            margin_rate=decision.margin_rate,
            approval_rate=decision.rule.approval_rate,
            floor_rate=decision.rule.floor_rate,
            floor_price=decision.floor_price,
            approvable_price=decision.approvable_price,
            is_replacement_cost=decision.is_replacement_cost,
            rule_id=decision.rule.id,
            explanation=decision.explanation,
            reasons=ReasonOut.all_of(decision.reasons),
            discount_rate=decision.discount_rate,
            discount_limit=decision.discount_limit,
            approval_levels=list(decision.levels),
            exception_id=decision.exception_id,
            exchange_rate=ExchangeRateOut.of(decision.exchange_rate) if decision.exchange_rate else None,
            owes=[OwedOut(**item._asdict()) for item in decision.owes],
            passing_quantity=PassingQuantityOut(**advice.quantity._asdict()) if advice.quantity else None,
            passing_substitute=PassingSubstituteOut(**advice.substitute._asdict()) if advice.substitute else None,
            passing_site=PassingSiteOut(**advice.site._asdict()) if advice.site else None,
        )


class PackedOut(BaseModel):
    """The packaging that the line is asked in."""

    code: str
    quantity: Decimal
    price: Decimal = Field(description="Of one of it.")


class QuotedLineOut(BaseModel):
    product_id: UUID
    quantity: Decimal = Field(description="In stock units.")
    packaging: PackedOut | None
    unit_price: Decimal = Field(description="Per stock unit.")
    amount: Decimal = Field(description="Quantity x unit_price, rounded to the currency's minor unit.")
    free_quantity: Decimal = Field(description="Of the quantity, what is free.")
    steps: list[StepOut]
    decision: DecisionOut | None = Field(description="Null for customers of the portal.")

    @classmethod
    def of(cls, line: QuotedLine, *, shows_margin: bool) -> "QuotedLineOut":
        return cls(
            product_id=line.asked.product_id,
            quantity=line.asked.quantity,
            packaging=_packed(line),
            unit_price=line.unit_price,
            amount=line.priced.amount,
            free_quantity=line.priced.free_quantity,
            steps=StepOut.all_of(line.priced.steps),
            decision=DecisionOut.of(line) if shows_margin else None,
        )


def _packed(line: QuotedLine) -> PackedOut | None:
    packed = line.asked.packed
    if packed is None:
        return None
    return PackedOut(code=packed.code, quantity=packed.quantity, price=packed.price(line.unit_price))


class ChargeOut(BaseModel):
    """An amount on top of the lines."""

    rule: str = Field(examples=["freight"])
    rule_id: str
    label: str
    label_fr: str
    amount: Decimal
    missing_amount: Decimal | None = Field(description="With so much more in the order it would not be charged.")


class QuoteOut(BaseModel):
    """Lines in the order asked, and the worst verdict (null for customers of the portal)."""

    verdict: VerdictName | None
    currency: str
    lines: list[QuotedLineOut]
    charges: list[ChargeOut]
    amount: Decimal = Field(description="Of lines and charges, before tax.")
    order_decision: OrderDecisionOut | None = Field(
        description="Where a rule says what an order must earn; null for customers of the portal."
    )

    @classmethod
    def of(cls, currency: str, quoted: Quoted, *, shows_margin: bool) -> "QuoteOut":
        return cls(
            verdict=VERDICT_NAMES[quoted.verdict] if shows_margin else None,
            currency=currency,
            lines=[QuotedLineOut.of(line, shows_margin=shows_margin) for line in quoted.lines],
            charges=[ChargeOut(**charge._asdict()) for charge in quoted.charges],
            amount=quoted.amount,
            order_decision=OrderDecisionOut.of(quoted.order) if quoted.order and shows_margin else None,
        )

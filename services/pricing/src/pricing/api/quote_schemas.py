"""What the endpoint of quotes takes and gives. Prices per stock unit, before tax; decimals are strings."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from kit.bodies import Code, Currency, Day, Quantity, Strict, UnitPrice
from pydantic import BaseModel, Field

from pricing.api.schemas import VERDICT_NAMES, VerdictName
from pricing.domain.margin import MarginDecision, Owed
from pricing.queries.quote import Quoted, QuotedLine

CostChange = Annotated[Decimal, Field(gt=-1, le=10, max_digits=7, decimal_places=6, examples=["0.08"])]


class QuoteLineIn(Strict):
    product_id: UUID
    quantity: Quantity = Field(description="In stock units.")
    unit_price: UnitPrice | None = Field(default=None, description="A price set by hand.")


class QuoteIn(Strict):
    customer_id: UUID
    channel: Code = Field(default="field", examples=["portal"])
    priced_on: Day | None = Field(default=None, description="Default today.")
    currency: Currency | None = Field(default=None, description="Default the company's.")
    cost_change: CostChange = Field(
        default=Decimal(0), description="What if: 0.08 judges margins as if every cost were 8 % higher."
    )
    lines: list[QuoteLineIn] = Field(min_length=1, max_length=1000)


class StepOut(BaseModel):
    """One answer to "why this price?". The amounts of a line's steps add up to the line's."""

    rule: str = Field(examples=["line-discount"])
    rule_id: str
    label: str = Field(examples=["Autumn offer: 5 % off"])
    label_fr: str = Field(examples=["Offre d'automne : remise de 5 %"])
    unit_price: Decimal = Field(description="After the step.")
    amount: Decimal = Field(description="What it adds to the line's amount.")


class OwedOut(BaseModel):
    """What the sale will cost after it: a rate of the price, or an amount per stock unit."""

    rule: str = Field(examples=["volume-rebate"])
    rule_id: str
    label: str
    label_fr: str
    rate: Decimal
    amount: Decimal


class DecisionOut(BaseModel):
    """The judgement of a line's margin."""

    verdict: VerdictName
    unit_cost: Decimal | None
    owed: Decimal = Field(description="Of a unit's price: rebates, cash discount and freight still to come.")
    margin_rate: Decimal | None = Field(description="(price - owed - cost) / price")
    approval_rate: Decimal
    floor_rate: Decimal
    floor_price: Decimal | None = Field(description="The lowest price that needs no approval.")
    rule_id: UUID | None
    explanation: str
    owes: list[OwedOut]

    @classmethod
    def of(cls, decision: MarginDecision, owed: Owed) -> "DecisionOut":
        return cls(
            verdict=VERDICT_NAMES[decision.verdict],
            unit_cost=decision.unit_cost,
            owed=decision.owed,
            margin_rate=decision.margin_rate,
            approval_rate=decision.rule.approval_rate,
            floor_rate=decision.rule.floor_rate,
            floor_price=decision.floor_price,
            rule_id=decision.rule.id,
            explanation=decision.explanation,
            owes=[OwedOut(**item._asdict()) for item in owed.items],
        )


class QuotedLineOut(BaseModel):
    product_id: UUID
    unit_price: Decimal
    amount: Decimal = Field(description="Quantity x unit_price, rounded to the currency's minor unit.")
    free_quantity: Decimal = Field(description="Of the quantity, what is free.")
    steps: list[StepOut]
    decision: DecisionOut | None = Field(description="Null for customers of the portal.")

    @classmethod
    def of(cls, line: QuotedLine, *, shows_margin: bool) -> "QuotedLineOut":
        return cls(
            product_id=line.product_id,
            unit_price=line.unit_price,
            amount=line.priced.amount,
            free_quantity=line.priced.free_quantity,
            steps=[StepOut(**step._asdict()) for step in line.priced.steps],
            decision=DecisionOut.of(line.decision, line.priced.owed) if shows_margin else None,
        )


class ChargeOut(BaseModel):
    """An amount on top of the lines."""

    rule: str = Field(examples=["freight"])
    rule_id: str
    label: str
    label_fr: str
    amount: Decimal


class QuoteOut(BaseModel):
    """Lines in the order asked, and the worst verdict (null for customers of the portal)."""

    verdict: VerdictName | None
    currency: str
    lines: list[QuotedLineOut]
    charges: list[ChargeOut]
    amount: Decimal = Field(description="Of lines and charges, before tax.")

    @classmethod
    def of(cls, currency: str, quoted: Quoted, *, shows_margin: bool) -> "QuoteOut":
        return cls(
            verdict=VERDICT_NAMES[quoted.verdict] if shows_margin else None,
            currency=currency,
            lines=[QuotedLineOut.of(line, shows_margin=shows_margin) for line in quoted.lines],
            charges=[ChargeOut(**charge._asdict()) for charge in quoted.charges],
            amount=quoted.amount,
        )

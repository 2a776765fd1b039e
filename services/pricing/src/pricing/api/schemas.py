"""What pricing's endpoints take and give. Prices per stock unit, before tax; decimals are strings."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from kit.bodies import Code, Currency, Day, Quantity, Strict, UnitPrice
from kit.ids import new_id
from pydantic import BaseModel, Field

from pricing.domain.margin import MarginDecision, MarginRule
from pricing.domain.price import Price, Scope
from pricing.queries.quote import QuotedLine

ApprovalRate = Annotated[Decimal, Field(gt=-1, lt=1, max_digits=7, decimal_places=6, examples=["0.25"])]
FloorRate = Annotated[Decimal, Field(ge=-1, lt=1, max_digits=7, decimal_places=6, examples=["0.10"])]
VerdictName = Literal["allowed", "needs-approval", "blocked"]

# --- prices ---


class PriceIn(Strict):
    product_id: UUID
    scope: Scope = Scope.LIST
    scope_key: Annotated[str, Field(max_length=40, description="Segment code or customer id; empty for the list.")] = ""
    min_quantity: Quantity = Decimal(1)
    unit_price: UnitPrice
    currency: Currency
    effective_from: Day
    effective_until: Day | None = None

    def to_domain(self) -> Price:
        return Price(new_id(), **self.model_dump())


class PricesIn(Strict):
    prices: list[PriceIn] = Field(min_length=1, max_length=1000)


class PriceOut(BaseModel):
    id: UUID
    product_id: UUID
    scope: Scope
    scope_key: str
    min_quantity: Decimal
    unit_price: Decimal
    currency: str
    effective_from: date
    effective_until: date | None

    @classmethod
    def of(cls, price: Price) -> "PriceOut":
        return cls(**{name: getattr(price, name) for name in cls.model_fields})


class PricesOut(BaseModel):
    """The prices as they are now, in the order sent."""

    items: list[PriceOut]


# --- margin rules ---


class RuleScope(Strict):
    family_code: Code | None = None
    segment: Code | None = None
    customer_id: UUID | None = None
    channel: Code | None = None


class MarginRuleIn(RuleScope):
    """Without scope it is the company's default."""

    id: UUID | None = Field(default=None, description="Of the rule to change; a new one gets it.")
    approval_rate: ApprovalRate = Field(description="Below it somebody must approve.")
    floor_rate: FloorRate = Field(description="Below it nobody may sell.")

    def to_domain(self) -> MarginRule:
        return MarginRule(**{**self.model_dump(), "id": self.id or new_id()})


class MarginRuleOut(BaseModel):
    id: UUID
    approval_rate: Decimal
    floor_rate: Decimal
    family_code: str | None
    segment: str | None
    customer_id: UUID | None
    channel: str | None
    version: int


# --- quotes and costs ---


class QuoteLineIn(Strict):
    product_id: UUID
    quantity: Quantity = Field(description="In stock units.")
    unit_price: UnitPrice | None = Field(default=None, description="A price set by hand.")


class QuoteIn(Strict):
    customer_id: UUID
    channel: Code = Field(default="field", examples=["portal"])
    priced_on: Day | None = Field(default=None, description="Default today.")
    currency: Currency | None = Field(default=None, description="Default the company's.")
    lines: list[QuoteLineIn] = Field(min_length=1, max_length=1000)


class StepOut(BaseModel):
    """One answer to "why this price?"."""

    rule: str = Field(examples=["volume-price"])
    rule_id: str
    label: str = Field(examples=["List price from 12"])
    unit_price: Decimal


class DecisionOut(BaseModel):
    """The judgement of a line's margin."""

    verdict: VerdictName
    unit_cost: Decimal | None
    margin_rate: Decimal | None = Field(description="(price - cost) / price")
    approval_rate: Decimal
    floor_rate: Decimal
    floor_price: Decimal | None = Field(description="The lowest price that needs no approval.")
    rule_id: UUID | None
    explanation: str

    @classmethod
    def of(cls, decision: MarginDecision) -> "DecisionOut":
        return cls(
            verdict=verdict_name(decision.verdict.name),
            unit_cost=decision.unit_cost,
            margin_rate=decision.margin_rate,
            approval_rate=decision.rule.approval_rate,
            floor_rate=decision.rule.floor_rate,
            floor_price=decision.floor_price,
            rule_id=decision.rule.id,
            explanation=decision.explanation,
        )


class QuotedLineOut(BaseModel):
    product_id: UUID
    unit_price: Decimal
    steps: list[StepOut]
    decision: DecisionOut

    @classmethod
    def of(cls, line: QuotedLine) -> "QuotedLineOut":
        return cls(
            product_id=line.product_id,
            unit_price=line.unit_price,
            steps=[
                StepOut(rule=step.rule, rule_id=step.rule_id, label=step.label, unit_price=step.unit_price)
                for step in line.steps
            ],
            decision=DecisionOut.of(line.decision),
        )


class QuoteOut(BaseModel):
    """Lines in the order asked, and the worst verdict."""

    verdict: VerdictName
    currency: str
    lines: list[QuotedLineOut]


class CostOut(BaseModel):
    """The current cost of one stock unit, company currency."""

    product_id: UUID
    unit_cost: Decimal
    updated_at: datetime


def verdict_name(name: str) -> VerdictName:
    names: dict[str, VerdictName] = {
        "ALLOWED": "allowed", "NEEDS_APPROVAL": "needs-approval", "BLOCKED": "blocked",
    }  # fmt: skip
    return names[name]

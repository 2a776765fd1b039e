"""What pricing's endpoints take and give. Prices per stock unit, before tax; decimals are strings."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from kit.bodies import Code, Currency, Day, Quantity, Strict, UnitPrice
from kit.ids import new_id
from pydantic import BaseModel, Field

from pricing.domain.margin import MarginDecision, MarginRule, Verdict, worst
from pricing.domain.price import Price, Scope
from pricing.queries.quote import QuotedLine

ApprovalRate = Annotated[Decimal, Field(gt=-1, lt=1, max_digits=7, decimal_places=6, examples=["0.25"])]
FloorRate = Annotated[Decimal, Field(ge=-1, lt=1, max_digits=7, decimal_places=6, examples=["0.10"])]
CostChange = Annotated[Decimal, Field(gt=-1, le=10, max_digits=7, decimal_places=6, examples=["0.08"])]
FromQuantity = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=6, examples=["12"])]
VerdictName = Literal["allowed", "needs-approval", "blocked"]

_VERDICT_NAMES: dict[Verdict, VerdictName] = {
    Verdict.ALLOWED: "allowed",
    Verdict.NEEDS_APPROVAL: "needs-approval",
    Verdict.BLOCKED: "blocked",
}


def verdict_text(name: str) -> VerdictName:
    """Of a verdict as it is stored."""
    return _VERDICT_NAMES[Verdict[name]]


def verdict_of(name: VerdictName) -> Verdict:
    return next(verdict for verdict, its_name in _VERDICT_NAMES.items() if its_name == name)


# --- prices ---


class PriceIn(Strict):
    product_id: UUID
    scope: Scope = Scope.LIST
    scope_key: Annotated[str, Field(max_length=40, description="Segment code or customer id; empty for the list.")] = ""
    min_quantity: FromQuantity = Field(default=Decimal(0), description="From how many stock units on.")
    unit_price: UnitPrice
    currency: Currency
    effective_from: Day
    effective_until: Day | None = Field(default=None, description="The first day without it.")

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


class RemovedOut(BaseModel):
    """It is gone; its history stays."""

    id: UUID


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
    cost_change: CostChange = Field(
        default=Decimal(0), description="What if: 0.08 judges margins as if every cost were 8 % higher."
    )
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
    discount_rate: Decimal | None = Field(description="Off the engine's price, where a lower one was set by hand.")
    discount_limit: Decimal | None = Field(description="What whoever set the price may grant without approval.")
    approval_levels: list[str] = Field(description="Who must approve, one after the other.", examples=[["manager"]])

    @classmethod
    def of(cls, decision: MarginDecision) -> "DecisionOut":
        return cls(
            verdict=_VERDICT_NAMES[decision.verdict],
            unit_cost=decision.unit_cost,
            margin_rate=decision.margin_rate,
            approval_rate=decision.rule.approval_rate,
            floor_rate=decision.rule.floor_rate,
            floor_price=decision.floor_price,
            rule_id=decision.rule.id,
            explanation=decision.explanation,
            discount_rate=decision.discount_rate,
            discount_limit=decision.discount_limit,
            approval_levels=list(decision.levels),
        )


class QuotedLineOut(BaseModel):
    product_id: UUID
    unit_price: Decimal
    steps: list[StepOut]
    decision: DecisionOut | None = Field(description="Null for customers of the portal.")

    @classmethod
    def of(cls, line: QuotedLine, *, shows_margin: bool) -> "QuotedLineOut":
        return cls(
            product_id=line.product_id,
            unit_price=line.unit_price,
            steps=[StepOut(**step._asdict()) for step in line.steps],
            decision=DecisionOut.of(line.decision) if shows_margin else None,
        )


class QuoteOut(BaseModel):
    """Lines in the order asked, and the worst verdict (null for customers of the portal)."""

    verdict: VerdictName | None
    currency: str
    lines: list[QuotedLineOut]

    @classmethod
    def of(cls, currency: str, lines: Sequence[QuotedLine], *, shows_margin: bool) -> "QuoteOut":
        return cls(
            verdict=_VERDICT_NAMES[worst(line.decision for line in lines)] if shows_margin else None,
            currency=currency,
            lines=[QuotedLineOut.of(line, shows_margin=shows_margin) for line in lines],
        )


# --- decisions ---


class DecidedLineOut(BaseModel):
    """One line of an order as it was judged."""

    order_line_id: UUID
    product_id: UUID
    quantity: Decimal
    unit_price: Decimal
    unit_cost: Decimal | None
    verdict: VerdictName
    explanation: str


class DecidedOrderOut(BaseModel):
    """The last decision on an order."""

    order_id: UUID
    customer_id: UUID
    verdict: VerdictName
    lines: list[DecidedLineOut]
    decided_at: datetime

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "DecidedOrderOut":
        lines = [{**line, "verdict": _VERDICT_NAMES[Verdict[line["verdict"]]]} for line in row["lines"]]
        return cls.model_validate({**row, "verdict": _VERDICT_NAMES[Verdict[row["verdict"]]], "lines": lines})


class CostOut(BaseModel):
    """The current cost of one stock unit, company currency."""

    product_id: UUID
    unit_cost: Decimal
    updated_at: datetime

"""What the endpoints of prices and margins take and give. Prices per stock unit, before tax; decimals are strings."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from kit.bodies import Code, Currency, Day, Strict, UnitPrice
from kit.ids import new_id
from pydantic import BaseModel, Field

from pricing.commands.set_prices import PackedPrice
from pricing.domain.margin import MarginRule, Verdict
from pricing.domain.price import Price, Scope
from pricing.domain.reason import Reason

ApprovalRate = Annotated[Decimal, Field(gt=-1, lt=1, max_digits=7, decimal_places=6, examples=["0.25"])]
FloorRate = Annotated[Decimal, Field(ge=-1, lt=1, max_digits=7, decimal_places=6, examples=["0.10"])]
FromQuantity = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=6, examples=["12"])]
VerdictName = Literal["allowed", "needs-approval", "blocked"]

VERDICT_NAMES: dict[Verdict, VerdictName] = {
    Verdict.ALLOWED: "allowed",
    Verdict.NEEDS_APPROVAL: "needs-approval",
    Verdict.BLOCKED: "blocked",
}


def verdict_text(name: str) -> VerdictName:
    """Of a verdict as it is stored."""
    return VERDICT_NAMES[Verdict[name]]


def verdict_of(name: VerdictName) -> Verdict:
    return next(verdict for verdict, its_name in VERDICT_NAMES.items() if its_name == name)


# --- prices ---


class PriceIn(Strict):
    product_id: UUID
    scope: Scope = Scope.LIST
    scope_key: Annotated[str, Field(max_length=40, description="Segment code or customer id; empty for the list.")] = ""
    packaging_code: Code | None = Field(default=None, description="What the price is of; default the stock unit.")
    min_quantity: FromQuantity = Field(default=Decimal(0), description="From how many on.")
    unit_price: UnitPrice
    currency: Currency
    effective_from: Day
    effective_until: Day | None = Field(default=None, description="The first day without it.")

    def to_command(self) -> PackedPrice:
        return PackedPrice(Price(new_id(), **self.model_dump(exclude={"packaging_code"})), self.packaging_code)


class PricesIn(Strict):
    prices: list[PriceIn] = Field(min_length=1, max_length=1000)


class PriceOut(BaseModel):
    """Per stock unit."""

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
    salesperson_level: Code | None = Field(default=None, description="Of the customer's salesperson.")
    is_for_order: bool = Field(default=False, description="It judges the total of an order, beside its lines.")


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
    salesperson_level: str | None
    is_for_order: bool
    version: int


class RemovedOut(BaseModel):
    """It is gone; its history stays."""

    id: UUID


# --- decisions ---


class OwedOut(BaseModel):
    """What the sale will cost after it: a rate of the price, or an amount per stock unit."""

    rule: str = Field(examples=["volume-rebate"])
    rule_id: str = Field(description="Empty where the customer's record tells.")
    label: str
    label_fr: str
    rate: Decimal
    amount: Decimal


class ReasonOut(BaseModel):
    """One sentence of an explanation, to be said in the reader's language."""

    code: str = Field(examples=["margin-below-wanted"])
    facts: dict[str, str] = Field(
        description="By name: `…_rate`, `…_price`, `…_amount`, `…_quantity`, … are decimals; `…_on` is a date."
    )

    @classmethod
    def all_of(cls, reasons: Iterable[Reason]) -> list[Self]:
        return [cls(code=reason.code, facts=reason.as_text) for reason in reasons]


class DecidedLineOut(BaseModel):
    """One line of an order as it was judged."""

    order_line_id: UUID
    product_id: UUID
    quantity: Decimal
    unit_price: Decimal
    unit_cost: Decimal | None
    owed: Decimal = Decimal(0)
    owes: list[OwedOut] = Field(default_factory=list, description="What `owed` is made of.")
    exchange_rate: Decimal | None = Field(
        default=None, description="Into the currency of the order, when it is another."
    )
    verdict: VerdictName
    explanation: str
    reasons: list[ReasonOut] = Field(default_factory=list, description="What `explanation` says; empty in old ones.")


class DecidedOrderOut(BaseModel):
    """The last decision on an order."""

    order_id: UUID
    customer_id: UUID
    verdict: VerdictName
    lines: list[DecidedLineOut]
    decided_at: datetime

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "DecidedOrderOut":
        lines = [{**line, "verdict": VERDICT_NAMES[Verdict[line["verdict"]]]} for line in row["lines"]]
        return cls.model_validate({**row, "verdict": VERDICT_NAMES[Verdict[row["verdict"]]], "lines": lines})


class SalespersonIn(Strict):
    level: Code = Field(examples=["junior"])


class SalespersonOut(BaseModel):
    """Whose sales margin rules with this level judge."""

    code: str
    level: str


class CostOut(BaseModel):
    """The current cost of one stock unit, company currency."""

    product_id: UUID
    unit_cost: Decimal
    updated_at: datetime

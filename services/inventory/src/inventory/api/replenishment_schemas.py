"""What the endpoints of replenishment take and give. Quantities are strings, in stock units."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from kit.bodies import Code, Day, Quantity, Strict
from pydantic import BaseModel, Field

from inventory.domain.occasion import Terms
from inventory.domain.replenishment import Method, Rule
from inventory.domain.stock_out import Cause

Weekdays = Annotated[
    list[Annotated[int, Field(ge=1, le=7)]],
    Field(min_length=1, max_length=7, description="ISO weekdays, 1 is Monday.", examples=[[1, 4]]),
]
NotNegative = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=6)]
Days = Annotated[int, Field(ge=0, le=730)]


class RuleBody(Strict):
    """How a product is kept in stock in a warehouse. Stock units and days."""

    product_id: UUID
    warehouse: Code
    method: Method
    minimum: NotNegative = Field(default=Decimal(0), description="min-max: fill up below it; also kept by a source.")
    maximum: NotNegative = Field(default=Decimal(0), description="min-max: fill up to it.")
    safety: NotNegative = Decimal(0)
    service_level: Annotated[Decimal, Field(gt=0, lt=1, max_digits=6, decimal_places=5)] | None = Field(
        default=None, description="0.95: of cycles without a stock-out; makes a safety stock of the demand's deviation."
    )
    cover_days: Days = 0
    lead_days: Days | None = Field(default=None, description="Default: learned from receipts.")
    multiple: Quantity = Field(default=Decimal(1), description="Ordered in multiples of it, say a box.")
    supplier_id: UUID | None = None
    source_warehouse: Code | None = Field(
        default=None, description="Asked before anybody buys; keeps what its own rule wants there."
    )
    order_minimum: NotNegative = Field(default=Decimal(0), description="Bought at least, once anything is.")
    review_days: Weekdays = Field(default=list(range(1, 8)), description="On which somebody looks and orders.")
    effective_from: Day = Field(default=date(1990, 1, 1), description="The rule holds from that day, until the next.")
    version: int | None = Field(default=None, ge=0, description="That you have read; 0: there must be none yet.")

    def to_rule(self) -> Rule:
        values = {**dict(self), "review_days": frozenset(self.review_days)}
        del values["version"]
        return Rule(**values)


class RulesBody(Strict):
    items: list[RuleBody] = Field(min_length=1, max_length=10_000)


class KeptOut(BaseModel):
    rules: int


class TermsBody(Strict):
    """When a supplier takes orders and delivers, and what one order must hold at least (stock units)."""

    supplier_id: UUID
    order_days: Weekdays = Field(default=list(range(1, 8)))
    delivery_days: Weekdays = Field(default=list(range(1, 8)))
    closed_on: list[Day] = Field(default=[], max_length=400)
    minimum_quantity: NotNegative = Decimal(0)

    def to_terms(self) -> Terms:
        return Terms(
            frozenset(self.order_days),
            frozenset(self.delivery_days),
            frozenset(self.closed_on),
            self.minimum_quantity,
        )


class TermsListBody(Strict):
    items: list[TermsBody] = Field(min_length=1, max_length=1000)


class TermsKeptOut(BaseModel):
    suppliers: int


class RunIn(Strict):
    warehouse: Code | None = None
    product_ids: list[UUID] | None = Field(default=None, min_length=1, max_length=10_000)


class RunOut(BaseModel):
    run_id: UUID
    suggestions: int


class StepOut(BaseModel):
    name: str
    value: Decimal
    text: str


class SuggestionOut(BaseModel):
    """So much is needed by that day, and why, step by step."""

    id: UUID
    product_id: UUID
    sku: str
    warehouse: str
    source_warehouse: str | None = Field(description="Null: to be bought.")
    supplier_id: UUID | None
    method: Method
    quantity: Decimal
    needed_on: date
    order_on: date | None = Field(description="The next day to order, by the calendars of review and supplier.")
    supplier_short: Decimal | None = Field(description="What all proposals of the run lack to the supplier's minimum.")
    sales_order_id: UUID | None = Field(description="Make-to-order: it is bought for this order.")
    sales_order_line_id: UUID | None
    status: str
    transfer_id: UUID | None
    steps: list[StepOut]


class SuggestionsIn(Strict):
    ids: list[UUID] = Field(min_length=1, max_length=1000)


class AcceptIn(SuggestionsIn):
    quantities: dict[UUID, Quantity] = Field(
        default={}, max_length=1000, description="Wanted instead of what was proposed, by suggestion."
    )


class StockOutOut(BaseModel):
    """What will run out at a site, when and why, unless somebody acts."""

    id: UUID
    product_id: UUID
    sku: str
    warehouse: str
    runs_out_on: date
    cause: Cause
    units_short: Decimal = Field(description="Owed then and asked for until more comes: the urgency.")
    back_on: date | None = Field(description="When what is ordered comes; null: nothing is.")
    seen_at: datetime
    steps: list[StepOut]


class BackTestsIn(Strict):
    """Rules against the real demand of the last days."""

    rules: list[RuleBody] = Field(min_length=1, max_length=1000)
    days: int = Field(default=365, ge=14, le=1100)
    start_stock: NotNegative = Decimal(0)
    lead_days: Days = Field(default=7, description="For rules that give none.")


class BackTestOut(BaseModel):
    product_id: UUID
    warehouse: str
    days: int
    stock_out_days: int
    missed: Decimal = Field(description="Units asked for and not there.")
    orders: int
    mean_stock: Decimal


class BackTestsOut(BaseModel):
    """In the order asked."""

    items: list[BackTestOut]

"""What purchasing's endpoints take and give. Amounts in the order's currency, before tax; decimals are strings."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from kit.bodies import Code, Currency, Day, Quantity, Rate, Strict, UnitPrice
from kit.money import ONE
from pydantic import BaseModel, Field, field_validator

from kit import clock
from purchasing.commands.write_order import WrittenLine, WrittenOrder
from purchasing.domain.order import OrderLine, OrderStatus, PurchaseOrder
from purchasing.domain.rules import Approver, BudgetMode, ExceptionKind

Text = Annotated[str, Field(max_length=200)]


class LineIn(Strict):
    product_id: UUID
    packaging_code: Code = Field(default="EACH", description="The packaging that quantity and price are for.")
    quantity: Quantity
    unit_price: UnitPrice
    expected_on: Day | None = None
    over_receipt_rate: Rate | None = Field(default=None, description="Default: by the tolerances, else the order's.")
    under_receipt_rate: Annotated[Decimal, Field(ge=0, lt=1, max_digits=7, decimal_places=6)] | None = Field(
        default=None, description="0.02 gives the rest up by itself once 98 % have come."
    )
    sales_order_line_id: UUID | None = Field(
        default=None, description="The supplier brings it to the customer of this line himself."
    )


class OrderIn(Strict):
    """All of a draft."""

    supplier_id: UUID
    currency: Currency
    warehouse: Code = Field(examples=["LYON"])
    ordered_on: Day | None = Field(default=None, description="Default today.")
    supplier_reference: Text = ""
    over_receipt_rate: Rate = Field(default=Decimal(0), description="0.05 lets 5 % more than ordered in.")
    department: Annotated[str, Field(max_length=60, description="Whose budget it is bought from.")] = ""
    deliver_to: Annotated[str, Field(max_length=1000, description="Default the warehouse.")] = ""
    lines: list[LineIn] = Field(min_length=1, max_length=1000)

    def to_written(self) -> WrittenOrder:
        return WrittenOrder(
            supplier_id=self.supplier_id,
            currency=self.currency,
            warehouse=self.warehouse,
            ordered_on=clock.happened_on(self.ordered_on, field="ordered_on"),
            supplier_reference=self.supplier_reference,
            over_receipt_rate=self.over_receipt_rate,
            department=self.department,
            deliver_to=self.deliver_to,
            lines=tuple(
                WrittenLine(
                    line.product_id,
                    line.packaging_code,
                    line.quantity,
                    line.unit_price,
                    line.expected_on,
                    line.over_receipt_rate,
                    line.under_receipt_rate,
                    sales_order_line_id=line.sales_order_line_id,
                )
                for line in self.lines
            ),
        )


class NewOrderIn(OrderIn):
    id: UUID | None = Field(default=None, description="Yours (UUIDv7) or ours.")


class CancelIn(Strict):
    reason: Text = Field(min_length=1, examples=["Supplier cannot deliver"])


class SubmitIn(Strict):
    """Nothing to say."""


class LineOut(BaseModel):
    id: UUID
    product_id: UUID
    packaging_code: str
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal
    stock_quantity: Decimal = Field(description="In stock units.")
    received: Decimal = Field(description="In stock units.")
    cancelled: Decimal = Field(description="By revisions, in stock units.")
    given_up: Decimal = Field(description="Will not come, as was said with a receipt; in stock units.")
    outstanding: Decimal = Field(description="In stock units.")
    over_receipt_rate: Decimal | None
    under_receipt_rate: Decimal
    expected_on: date | None
    first_promised_on: date | None
    blanket_line_id: UUID | None
    sales_order_line_id: UUID | None = Field(description="Whose customer gets it from the supplier himself.")

    @classmethod
    def of(cls, line: OrderLine) -> "LineOut":
        return cls(**{name: getattr(line, name) for name in cls.model_fields})


class OrderHead(BaseModel):
    id: UUID
    number: str = Field(examples=["PO-2026-000042"])
    supplier_id: UUID
    currency: str
    warehouse: str
    ordered_on: date
    supplier_reference: str
    over_receipt_rate: Decimal
    department: str
    net: Decimal = Field(description="In its currency.")
    rate: Decimal = Field(description="Units of its currency for one of the company's, as of its day.")
    net_value: Decimal = Field(description="In company currency.")
    status: OrderStatus
    version: int
    revision: int = Field(description="How often it was revised since it was placed.")
    acknowledged_at: datetime | None = Field(description="When the supplier confirmed it.")
    deliver_to: str = Field(description="Where the supplier brings it; empty: to the warehouse.")

    @field_validator("rate", mode="before")
    @classmethod
    def _own_currency(cls, rate: Decimal | None) -> Decimal:
        return ONE if rate is None else rate


class OrderSummary(OrderHead):
    created_at: datetime


class OrderOut(OrderHead):
    lines: list[LineOut]

    @classmethod
    def of(cls, order: PurchaseOrder) -> "OrderOut":
        return cls(
            id=order.id,
            number=order.number,
            supplier_id=order.supplier_id,
            currency=order.currency,
            warehouse=order.warehouse,
            ordered_on=order.ordered_on,
            supplier_reference=order.supplier_reference,
            over_receipt_rate=order.over_receipt_rate,
            department=order.department,
            net=order.net,
            rate=order.rate.rate,
            net_value=order.net_value,
            status=order.status,
            version=order.version,
            revision=order.revision,
            acknowledged_at=order.acknowledged_at,
            deliver_to=order.deliver_to,
            lines=[LineOut.of(line) for line in order.lines],
        )


class RuleBody(Strict):
    """Orders above the amount (net, company currency) need approval, if they fit what else the rule names."""

    above: Decimal = Field(ge=0, max_digits=15, decimal_places=2, examples=["10000.00"])
    department: Annotated[str, Field(max_length=60)] | None = None
    supplier_id: UUID | None = None
    family: Code | None = Field(default=None, description="Of any line, or around it.")
    exception: ExceptionKind | None = Field(default=None, description="Only orders that are unusual in this way.")
    approver: Approver = Field(default=Approver.ORDERS, description="The permission of who approves.")
    approvers: Annotated[int, Field(ge=1, le=5)] = Field(default=1, description="So many people, each another.")
    escalation_hours: Annotated[int, Field(ge=1, le=720)] | None = Field(
        default=None, description="After so long without a decision, who has `escalates_to` may decide as well."
    )
    escalates_to: Approver | None = None
    effective_from: Day = date(1990, 1, 1)
    effective_until: Day | None = Field(default=None, description="The first day without it.")


class RulesIn(Strict):
    items: list[RuleBody] = Field(max_length=1000)


class RulesOut(BaseModel):
    items: list[RuleBody]
    version: int


class FiredOut(BaseModel):
    rule: RuleBody
    reason: str


class ExplainedOut(BaseModel):
    """What the rules say of an order as it stands."""

    needs_approval: bool
    steps: list[Approver] = Field(description="Who must approve, one after the other, each another person.")
    fired: list[FiredOut]


class SimulateIn(RulesIn):
    """Other rules, tried on orders that were placed."""

    since: Day
    limit: Annotated[int, Field(ge=1, le=500)] = 200


class SimulatedOrderOut(BaseModel):
    """Why the rules of now, and the others, ask about an order."""

    purchase_order_id: UUID
    number: str
    net: Decimal
    now: list[str]
    then: list[str]


class SimulatedOut(BaseModel):
    """Orders about which the two sets of rules do not say the same; the last first."""

    items: list[SimulatedOrderOut]


class BudgetIn(Strict):
    department: Annotated[str, Field(min_length=1, max_length=60, examples=["SALES"])]
    period: Annotated[str, Field(min_length=1, max_length=40, examples=["2026-Q2"])]
    starts_on: Day
    ends_on: Day = Field(description="The first day after it.")
    amount: Decimal = Field(ge=0, max_digits=15, decimal_places=2)
    mode: BudgetMode = Field(default=BudgetMode.ASK, description="Above it: ask for approval, or block.")


class BudgetsIn(Strict):
    items: list[BudgetIn] = Field(min_length=1, max_length=1000)


class BudgetOut(BaseModel):
    id: UUID
    department: str
    period: str
    amount: Decimal
    used: Decimal = Field(description="Committed by orders, or billed for them where that is more.")
    left: Decimal
    mode: BudgetMode


class BudgetsOut(BaseModel):
    items: list[BudgetOut]

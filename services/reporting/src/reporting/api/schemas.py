"""What reporting's endpoints answer. Amounts are in company currency, before tax."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel, Field

from reporting.domain.line import LineKind


class MarginLineOut(BaseModel):
    """One invoiced line and the cost that faces it; a credited line and what came back are below zero."""

    invoice_line_id: UUID
    kind: LineKind
    invoice_id: UUID = Field(description="Or credit note.")
    invoice_number: str
    issued_on: date
    sales_order_id: UUID
    movement_id: UUID | None
    product_id: UUID | None = Field(description="Null: a charge on top of the goods of an order.")
    sku: str | None
    customer_id: UUID
    segment: str
    salesperson: str
    channel: str
    quantity: Decimal
    revenue: Decimal
    cost: Decimal | None


class AlertOut(BaseModel):
    """A line sold below the threshold."""

    id: UUID
    raised_at: datetime
    threshold_rate: Decimal
    invoice_line_id: UUID
    invoice_number: str
    issued_on: date
    product_id: UUID
    sku: str | None
    customer_id: UUID
    revenue: Decimal
    cost: Decimal
    rate: Decimal | None


class SummaryOut(BaseModel):
    """The house at a glance."""

    orders: int
    ordered: Decimal
    shipments: int
    invoices: int
    invoice_lines: int
    revenue: Decimal
    tax: Decimal
    cost: Decimal
    margin: Decimal
    rate: Decimal | None
    quantity: Decimal
    unvalued_lines: int
    stock_value: Decimal
    low_margin_alerts: int


class TopicFreshness(BaseModel):
    """How far a topic counts in the figures."""

    topic: str
    event_at: datetime
    applied_at: datetime
    events: int


class FreshnessOut(BaseModel):
    topics: list[TopicFreshness]


class Threshold(BaseModel):
    """The margin rate below which a sold line raises an alert."""

    rate: Decimal = Field(ge=-1, lt=1, max_digits=6, decimal_places=4, examples=["0.10"])

"""What the endpoints of prices, requests and requests for quotes take and give.

Quantities are packagings where a packaging is named, else stock units.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from kit.bodies import Code, Day, Quantity, Strict, UnitPrice
from pydantic import BaseModel, Field

from purchasing.domain.prices import SupplierPrice
from purchasing.domain.rfq import Compared, RfqStatus

NotNegative = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=6)]
Days = Annotated[int, Field(ge=0, le=1000)]
Text = Annotated[str, Field(max_length=500)]


# --- prices ---


class SupplierPriceOut(BaseModel):
    supplier_id: UUID
    product_id: UUID
    packaging_code: str
    from_quantity: Decimal
    unit_price: Decimal
    minimum: Decimal
    multiple: Decimal
    lead_time_days: int
    effective_from: date
    effective_until: date | None
    supplier_sku: str


class WantedIn(Strict):
    product_id: UUID
    quantity: Quantity = Field(description="Stock units.")


class OffersIn(Strict):
    on: Day | None = None
    lines: list[WantedIn] = Field(min_length=1, max_length=1000)


class OfferOut(BaseModel):
    price: SupplierPriceOut
    packagings: Decimal = Field(description="To be ordered, by minimum and multiple.")
    stock_unit_price: Decimal
    amount: Decimal
    is_best: bool

    @classmethod
    def price_of(cls, price: SupplierPrice) -> SupplierPriceOut:
        return SupplierPriceOut.model_validate(price, from_attributes=True)


class OffersLineOut(BaseModel):
    product_id: UUID
    offers: list[OfferOut]


class OffersOut(BaseModel):
    """In the order asked, each with its offers from the cheapest."""

    items: list[OffersLineOut]


class ScoreOut(BaseModel):
    supplier_id: UUID
    code: str
    name: str
    lines_due: int
    on_time: Decimal | None
    in_full: Decimal | None
    accepted: Decimal | None
    lead_days_median: Decimal | None
    lead_days_p90: Decimal | None


class ScoresOut(BaseModel):
    since: date
    until: date
    items: list[ScoreOut]


# --- requests ---


class RequestLineIn(Strict):
    product_id: UUID
    quantity: Quantity = Field(description="Stock units.")
    warehouse: Code
    needed_on: Day | None = None
    supplier_id: UUID | None = Field(default=None, description="From nobody else.")


class RequestIn(Strict):
    id: UUID | None = None
    department: Annotated[str, Field(max_length=60)] = ""
    reason: Text = ""
    lines: list[RequestLineIn] = Field(min_length=1, max_length=1000)


class RequestOut(BaseModel):
    id: UUID
    number: str = Field(examples=["PR-2026-000042"])


class RequestLineOut(BaseModel):
    id: UUID
    request_number: str
    department: str
    requested_by: str
    product_id: UUID
    sku: str
    quantity: Decimal = Field(description="Stock units.")
    warehouse: str
    needed_on: date | None
    supplier_id: UUID | None
    status: str
    rfq_id: UUID | None
    purchase_order_id: UUID | None


class LinesIn(Strict):
    line_ids: list[UUID] = Field(min_length=1, max_length=1000)


class OrderedOut(BaseModel):
    order_id: UUID
    number: str
    supplier_id: UUID
    net: Decimal


class OrdersOut(BaseModel):
    """Drafts, to be submitted."""

    orders: list[OrderedOut]


# --- requests for quotes ---


class RfqLineIn(Strict):
    product_id: UUID
    packaging_code: Code = "EACH"
    quantity: Quantity
    needed_on: Day | None = None
    request_line_id: UUID | None = None


class RfqIn(Strict):
    id: UUID | None = None
    warehouse: Code
    respond_by: Day
    note: Text = ""
    lines: list[RfqLineIn] = Field(min_length=1, max_length=500)
    supplier_ids: list[UUID] = Field(min_length=1, max_length=50)


class InvitationOut(BaseModel):
    supplier_id: UUID
    link: str = Field(description="Told this once only: send it to the supplier.", examples=["/rfq#3q2-…"])


class RfqLineOut(BaseModel):
    id: UUID
    product_id: UUID
    packaging_code: str
    quantity: Decimal
    needed_on: date | None


class RfqHead(BaseModel):
    id: UUID
    number: str = Field(examples=["RQ-2026-000042"])
    warehouse: str
    respond_by: date
    note: str
    status: RfqStatus
    opened_by: str


class InvitedOut(BaseModel):
    supplier_id: UUID
    has_declined: bool


class RfqOut(RfqHead):
    lines: list[RfqLineOut]
    suppliers: list[InvitedOut]


class OpenedOut(RfqOut):
    invitations: list[InvitationOut]


class InviteIn(Strict):
    supplier_ids: list[UUID] = Field(min_length=1, max_length=50)


class InvitationsOut(BaseModel):
    invitations: list[InvitationOut]


class QuoteLineIn(Strict):
    rfq_line_id: UUID
    unit_price: UnitPrice
    quantity: Quantity
    lead_time_days: Days


class AnswerIn(Strict):
    """A supplier's answer; charges (freight and others) are for all of it."""

    charges: NotNegative = Decimal(0)
    valid_until: Day
    note: Text = ""
    lines: list[QuoteLineIn] = Field(min_length=1, max_length=500)


class QuoteIn(AnswerIn):
    supplier_id: UUID


class KeptOut(BaseModel):
    version: int


class ComparedOut(BaseModel):
    supplier_id: UUID
    unit_price: Decimal
    landed_unit_price: Decimal = Field(description="With its share of the charges, by value.")
    quantity: Decimal
    arrives_on: date
    is_complete: bool
    is_in_time: bool
    is_valid: bool
    on_time: Decimal | None = Field(description="Share of the supplier's lines on time in the last year.")
    in_full: Decimal | None
    is_best: bool

    @classmethod
    def of(cls, each: Compared, *, is_best: bool) -> "ComparedOut":
        return cls(
            supplier_id=each.supplier_id,
            unit_price=each.unit_price,
            landed_unit_price=each.landed_unit_price,
            quantity=each.quantity,
            arrives_on=each.arrives_on,
            is_complete=each.is_complete,
            is_in_time=each.is_in_time,
            is_valid=each.is_valid,
            on_time=each.record.on_time,
            in_full=each.record.in_full,
            is_best=is_best,
        )


class ComparedLineOut(BaseModel):
    rfq_line_id: UUID
    product_id: UUID
    offers: list[ComparedOut]


class ComparisonOut(BaseModel):
    """Line by line, the best first."""

    items: list[ComparedLineOut]


class AwardIn(Strict):
    rfq_line_id: UUID
    supplier_id: UUID
    quantity: Quantity
    reason: Text = Field(default="", description="Why, when another compares better.")


class AwardsIn(Strict):
    awards: list[AwardIn] = Field(min_length=1, max_length=1000)


class PublicLineOut(BaseModel):
    id: UUID
    sku: str
    name: str
    packaging_code: str
    quantity: Decimal
    needed_on: date | None


class PublicRfqOut(BaseModel):
    """What a supplier sees by his link: what is asked, and nothing of anybody else."""

    number: str
    respond_by: date
    note: str
    status: RfqStatus
    lines: list[PublicLineOut]

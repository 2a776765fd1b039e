"""What the endpoints of prices and requests take and give.

Quantities are packagings where a packaging is named, else stock units.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from kit.bodies import Code, Day, Quantity, Strict
from pydantic import BaseModel, Field, model_validator

from purchasing.domain.prices import SupplierPrice

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
    currency: str
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
    stock_unit_price: Decimal = Field(description="In company currency.")
    amount: Decimal = Field(description="In company currency.")
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
    product_id: UUID | None = None
    description: Text = Field(default="", description="What is wanted, where no product says it.")
    packaging_code: Code | None = Field(default=None, description="What the quantity counts; stock units by default.")
    quantity: Quantity
    warehouse: Code
    needed_on: Day | None = None
    supplier_id: UUID | None = Field(default=None, description="From nobody else.")

    @model_validator(mode="after")
    def names_something(self) -> Self:
        if self.product_id is None and not self.description.strip():
            raise ValueError("say what is wanted: product_id or description")
        return self


class RequestIn(Strict):
    id: UUID | None = None
    department: Annotated[str, Field(max_length=60)] = ""
    reason: Text = ""
    is_draft: bool = Field(default=False, description="Nobody acts on it before it is submitted.")
    lines: list[RequestLineIn] = Field(min_length=1, max_length=1000)


class RequestHead(BaseModel):
    id: UUID
    number: str
    department: str
    reason: str
    requested_by: str
    created_at: datetime


class SubmittedOut(BaseModel):
    lines: int


class RejectIn(Strict):
    line_ids: list[UUID] = Field(min_length=1, max_length=1000)
    reason: str = Field(min_length=3, max_length=500)


class IdentifiedIn(Strict):
    line_id: UUID
    product_id: UUID


class IdentifyIn(Strict):
    lines: list[IdentifiedIn] = Field(min_length=1, max_length=1000)


class RequestOut(BaseModel):
    id: UUID
    number: str = Field(examples=["PR-2026-000042"])


class RequestLineOut(BaseModel):
    id: UUID
    request_number: str
    department: str
    requested_by: str
    reason: str
    product_id: UUID | None
    sku: str | None
    description: str
    quantity: Decimal = Field(description="Stock units.")
    warehouse: str
    needed_on: date | None
    supplier_id: UUID | None
    status: str
    closed_reason: str
    rfq_id: UUID | None
    purchase_order_id: UUID | None
    need_id: UUID | None = Field(description="The suggestion of replenishment that was accepted.")
    sales_order_line_id: UUID | None = Field(description="Whose customer gets it from the supplier himself.")
    sales_order_number: str | None
    deliver_to: str | None = Field(description="Where the supplier brings it; null: to the warehouse.")


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

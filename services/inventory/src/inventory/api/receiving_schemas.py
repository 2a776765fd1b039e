"""What the endpoints of deliveries, inspections and putaway take and give. Quantities are strings, in stock units."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from kit.bodies import Code, Quantity, Strict
from pydantic import BaseModel, Field

from inventory.api.schemas import DocumentIn, LotCode, ReceiptOut
from inventory.domain.quality import PlanKind, Verdict

Count = Annotated[int, Field(ge=0, le=1000)]
Path_ = Annotated[str, Field(min_length=1, max_length=400, examples=["A/A-01"])]


class DeliveryLineIn(Strict):
    purchase_order_id: UUID
    purchase_order_line_id: UUID
    quantity: Quantity = Field(description="In stock units, or in packagings.")
    packaging: Code | None = Field(default=None, examples=["BOX12"])
    location: Code | None = None
    lot: LotCode | None = None
    expires_on: date | None = None
    serials: list[LotCode] = Field(
        default_factory=list, max_length=1000, description="Instead of a lot: as many pieces."
    )
    is_damaged: bool = Field(default=False, description="Goes to the place for damaged goods, with a claim.")


class AnnouncedIn(Strict):
    """A line of the supplier's delivery note."""

    purchase_order_line_id: UUID
    quantity: Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=6)] = Field(description="In stock units.")
    lot: LotCode | None = None


class DeliveryIn(DocumentIn):
    """What one delivery note lists: lines of several orders, in as many lots and places as it takes."""

    warehouse: Code | None = Field(default=None, description="Default: that of each order.")
    supplier_reference: str = Field(default="", max_length=80, description="The supplier's delivery note.")
    lines: list[DeliveryLineIn] = Field(min_length=1, max_length=1000)
    announced: list[AnnouncedIn] | None = Field(
        default=None, max_length=1000, description="What the delivery note says: what differs becomes claims."
    )
    close_rest: list[UUID] = Field(
        default_factory=list, max_length=1000, description="Order lines of which nothing more is expected."
    )


class UnexpectedLineIn(Strict):
    product_id: UUID
    quantity: Quantity
    instead_of: UUID | None = Field(default=None, description="The order line that should have come.")


class UnexpectedIn(DocumentIn):
    """Goods that nobody ordered: set aside, no stock of ours, each with a claim."""

    warehouse: Code
    supplier_id: UUID | None = None
    delivery_note: Annotated[str, Field(min_length=1, max_length=80)]
    lines: list[UnexpectedLineIn] = Field(min_length=1, max_length=1000)


class DeliveryOut(BaseModel):
    """One receipt for each order."""

    receipts: list[ReceiptOut]


class QualityPlanBody(Strict):
    """For goods of a supplier, of a product, of both; the most particular plan counts."""

    supplier_id: UUID | None = None
    product_id: UUID | None = None
    kind: PlanKind
    every: int = Field(default=1, ge=1, le=1000, description="Skip-lot: every so many receipts are inspected.")
    tightened_for: Count = Field(default=0, description="After a reject, so many receipts are all inspected.")
    sample_rate: Annotated[Decimal, Field(gt=0, le=1, max_digits=7, decimal_places=6)] = Field(
        default=Decimal(1), description="Sample: this share of the goods is looked at, the rest waits with it."
    )
    minimum_days: Annotated[int, Field(ge=0, le=3650)] = Field(
        default=0, description="Goods that expire sooner than so many days after they come are inspected."
    )


class QualityPlansBody(Strict):
    items: list[QualityPlanBody] = Field(max_length=5000)


class InspectionOut(BaseModel):
    """Goods that wait for a verdict, or had it."""

    id: UUID
    receipt_line_id: UUID
    purchase_order_id: UUID
    supplier_id: UUID
    warehouse: str
    product_id: UUID
    sku: str
    location: str
    lot: str | None
    quantity: Decimal
    accepted: Decimal
    rejected: Decimal
    reworked: Decimal
    sample: Decimal = Field(description="So much of it is to be looked at.")
    received_by: str
    created_at: datetime


class JudgementIn(Strict):
    verdict: Verdict
    quantity: Quantity
    reason: Annotated[str, Field(max_length=500, examples=["Dented"])] = ""
    location: Code | None = Field(default=None, description="Where accepted goods go; default STOCK.")


class JudgementsIn(DocumentIn):
    judgements: list[JudgementIn] = Field(min_length=1, max_length=20)


class PutawayRuleBody(Strict):
    """Goods of this product (any, without one) go into places under this path."""

    product_id: UUID | None = None
    path: Path_


class PutawayRulesBody(Strict):
    """The first rule that has room counts."""

    items: list[PutawayRuleBody] = Field(max_length=5000)


class PutawayLineIn(Strict):
    product_id: UUID
    quantity: Quantity


class PutawayIn(Strict):
    warehouse: Code
    lines: list[PutawayLineIn] = Field(min_length=1, max_length=200)


class PlaceOut(BaseModel):
    location: str
    quantity: Decimal


class PutawayLineOut(BaseModel):
    product_id: UUID
    places: list[PlaceOut]
    left: Decimal = Field(description="Fits nowhere.")


class PutawayOut(BaseModel):
    """In the order asked; places given to one line are full for the next."""

    items: list[PutawayLineOut]


class CapacityIn(Strict):
    location: Code
    capacity: Annotated[Decimal, Field(gt=0, max_digits=18, decimal_places=6)] | None = Field(
        description="Stock units of all products together; null: no limit."
    )


class CapacitiesIn(Strict):
    warehouse: Code
    items: list[CapacityIn] = Field(min_length=1, max_length=5000)

"""What inventory's endpoints take and give. Quantities are strings, in stock units."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from kit.bodies import Code, Quantity, Strict, UnitPrice
from pydantic import AwareDatetime, BaseModel, Field

from inventory.commands.move_stock import Posted
from inventory.domain.document import Document
from inventory.domain.location import LocationKind, StockState
from inventory.storage.locations import Placed

Change = Annotated[Decimal, Field(max_digits=18, decimal_places=6, examples=["-2"])]
LotCode = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^\S(.*\S)?$", examples=["L2026-114"])]
Reason = Annotated[str, Field(min_length=1, max_length=200)]


class DocumentIn(Strict):
    """What every posted document may say of itself."""

    id: UUID | None = Field(default=None, description="Yours (UUIDv7) or ours.")
    occurred_at: AwareDatetime | None = Field(default=None, description="When it happened on the floor; default now.")


# --- places ---


class WarehouseIn(Strict):
    code: Code = Field(examples=["LYON"])
    name: Annotated[str, Field(min_length=1, max_length=200, examples=["Entrepôt de Lyon"])]


class WarehouseOut(BaseModel):
    code: str
    name: str


InsideKind = Literal["zone", "storage", "receiving", "shipping", "quarantine", "damaged", "transit"]


class LocationLineIn(Strict):
    """A zone groups others and holds nothing itself. What a place is for decides what its stock may be used for."""

    code: Code = Field(examples=["A-01-03"])
    name: Annotated[str, Field(max_length=200)] = ""
    kind: InsideKind = "storage"
    parent: Code | None = Field(default=None, description="The zone around it.", examples=["A-01"])
    walk_order: int = Field(default=0, ge=0, le=1_000_000, description="Pickers walk in this order.")


class LocationIn(LocationLineIn):
    warehouse: Code


class LocationsIn(Strict):
    """Outer locations come before what lies in them."""

    warehouse: Code
    locations: list[LocationLineIn] = Field(min_length=1, max_length=1000)


class LocationOut(BaseModel):
    id: UUID
    warehouse: str | None
    code: str
    name: str
    kind: str = Field(examples=["storage"])
    parent_id: UUID | None
    path: str = Field(examples=["A/A-01/A-01-03"])
    walk_order: int

    @classmethod
    def of(cls, placed: Placed) -> "LocationOut":
        place = placed.location
        return cls(
            id=place.id,
            warehouse=place.warehouse,
            code=place.code,
            name=placed.name,
            kind=str(place.kind),
            parent_id=placed.parent_id,
            path=placed.path,
            walk_order=place.walk_order,
        )


class LocationsOut(BaseModel):
    items: list[LocationOut]


class MovementRuleBody(Strict):
    """Goods may go from places of one kind to places of another, moved by this role; `*` is anybody."""

    source_kind: LocationKind
    destination_kind: LocationKind
    role: Annotated[str, Field(min_length=1, max_length=60, examples=["warehouse", "*"])]


class MovementRulesBody(Strict):
    items: list[MovementRuleBody] = Field(max_length=2000)


# --- stock ---


class StockOut(BaseModel):
    """Of a product in a warehouse. available = on hand - held (on hold or damaged) - reserved."""

    product_id: UUID
    sku: str
    name: str
    warehouse: str
    on_hand: Decimal
    held: Decimal
    reserved: Decimal
    available: Decimal
    incoming: Decimal
    in_transit: Decimal = Field(description="On its way to the warehouse; ours, but not on hand.")


class LocationStockOut(BaseModel):
    product_id: UUID
    warehouse: str
    location_id: UUID
    location: str
    state: StockState
    quantity: Decimal
    lot: str | None
    expires_on: date | None


class PastStockOut(BaseModel):
    """What lay where at that instant. The next page begins after `next_product_id`, if there is one."""

    at: datetime
    items: list[LocationStockOut]
    next_product_id: UUID | None


class PromiseLineIn(Strict):
    product_id: UUID
    warehouse: Code
    quantity: Quantity


class PromisesIn(Strict):
    lines: list[PromiseLineIn] = Field(min_length=1, max_length=1000)


class AtpStepOut(BaseModel):
    """From that day on so much can be promised, once the document has come (empty: it is there)."""

    on: date
    quantity: Decimal
    document_number: str


class PromiseOut(BaseModel):
    """The first day on which all of it can be promised; without one, how much is missing."""

    product_id: UUID
    warehouse: str
    on: date | None
    document_number: str = Field(description="What it waits for; empty when it is there.", examples=["PO-2026-000017"])
    is_overdue: bool = Field(description="That should have come already.")
    missing: Decimal
    steps: list[AtpStepOut]


class PromisesOut(BaseModel):
    """In the order asked."""

    items: list[PromiseOut]


class AvailabilityIn(Strict):
    warehouse: Code | None = None
    product_ids: list[UUID] = Field(min_length=1, max_length=1000)


class AvailableOut(BaseModel):
    product_id: UUID
    on_hand: Decimal
    reserved: Decimal
    available: Decimal
    incoming: Decimal


class AvailabilityOut(BaseModel):
    """In the order asked; zeros for a product never seen."""

    items: list[AvailableOut]


class MovementOut(BaseModel):
    """One append-only change of place."""

    id: UUID
    product_id: UUID
    lot: str | None
    quantity: Decimal
    source_id: UUID
    source: str = Field(description="Its place's code; places outside have one as well.", examples=["A-01-03"])
    destination_id: UUID
    destination: str
    reason: str
    document_id: UUID
    document_number: str
    order_id: UUID | None
    order_line_id: UUID | None
    reverses: UUID | None
    occurred_at: datetime
    posted_by: str


# --- documents that are nothing but movements ---


class OpeningLineIn(Strict):
    product_id: UUID
    quantity: Quantity
    unit_cost: UnitPrice
    location: Code = "STOCK"
    lot: LotCode | None = None
    expires_on: date | None = None


class OpeningStockIn(DocumentIn):
    warehouse: Code
    lines: list[OpeningLineIn] = Field(min_length=1, max_length=1000)


class AdjustmentLineIn(Strict):
    product_id: UUID
    quantity_change: Change = Field(description="Above zero was found, below is missing.")
    location: Code = "STOCK"
    lot: LotCode | None = None
    expires_on: date | None = Field(default=None, description="Of a lot that was found; what its label says.")


class AdjustmentIn(DocumentIn):
    warehouse: Code
    reason: Reason = Field(examples=["Stocktake"])
    lines: list[AdjustmentLineIn] = Field(min_length=1, max_length=1000)


class TransferLineIn(Strict):
    product_id: UUID
    quantity: Quantity
    lot: LotCode | None = None


class TransferIn(DocumentIn):
    from_location_id: UUID
    to_location_id: UUID
    reason: Reason = "Transfer"
    lines: list[TransferLineIn] = Field(min_length=1, max_length=1000)


class ReversalIn(DocumentIn):
    reason: Reason = Field(examples=["Counted twice"])


class PostedMovement(BaseModel):
    id: UUID
    product_id: UUID
    quantity: Decimal


class PostedOut(BaseModel):
    """A document as it was posted."""

    id: UUID
    number: str = Field(examples=["AD-2026-000042"])
    movements: list[PostedMovement]

    @classmethod
    def of(cls, posted: Posted) -> "PostedOut":
        return cls(
            id=posted.id,
            number=posted.number,
            movements=[
                PostedMovement(id=each.id, product_id=each.product_id, quantity=each.quantity)
                for each in posted.movements
            ],
        )


# --- receipts ---


class ReceiptLineIn(Strict):
    purchase_order_line_id: UUID
    quantity: Quantity
    location: Code | None = Field(default=None, description="Default: where the product lies already.")
    lot: LotCode | None = Field(default=None, description="Lot or serial number, if the product is tracked.")
    expires_on: date | None = Field(default=None, description="What the lot's label says.")


class ReceiptIn(DocumentIn):
    """Goods as they came: part of the order, all of it, or a little more if it tolerates that."""

    purchase_order_id: UUID
    warehouse: Code | None = None
    supplier_reference: str = Field(default="", max_length=80, description="The supplier's delivery note.")
    lines: list[ReceiptLineIn] = Field(min_length=1, max_length=1000)


class ReceiptLineOut(BaseModel):
    id: UUID
    purchase_order_line_id: UUID
    product_id: UUID
    quantity: Decimal
    movement_id: UUID


class ReceiptHead(BaseModel):
    id: UUID
    number: str = Field(examples=["RE-2026-000042"])
    purchase_order_id: UUID
    supplier_id: UUID
    warehouse: str
    supplier_reference: str
    occurred_at: datetime
    posted_by: str


class ReceiptOut(ReceiptHead):
    lines: list[ReceiptLineOut]

    @classmethod
    def of(cls, receipt: Document) -> "ReceiptOut":
        return cls(
            id=receipt.id,
            number=receipt.number,
            purchase_order_id=receipt.order_id,
            supplier_id=receipt.partner_id,
            warehouse=receipt.warehouse,
            supplier_reference=receipt.supplier_reference,
            occurred_at=receipt.occurred_at,
            posted_by=receipt.posted_by,
            lines=[
                ReceiptLineOut(
                    id=line.id,
                    purchase_order_line_id=line.order_line_id,
                    product_id=line.product_id,
                    quantity=line.quantity,
                    movement_id=line.movement_id,
                )
                for line in receipt.lines
            ],
        )


class ExpectedOut(BaseModel):
    """A line that a supplier still owes us."""

    id: UUID
    purchase_order_id: UUID
    purchase_order_number: str
    supplier_id: UUID
    warehouse: str
    product_id: UUID
    quantity: Decimal
    received: Decimal
    cancelled: Decimal = Field(description="The rest, of which nobody waits any more.")
    outstanding: Decimal
    expected_on: date | None
    sales_order_line_id: UUID | None = Field(description="Whose customer gets it from the supplier himself.")


# --- shipments ---


class ShipmentLineIn(Strict):
    sales_order_line_id: UUID
    quantity: Quantity


class ShipmentIn(DocumentIn):
    """Without lines: all that is held for the order."""

    sales_order_id: UUID
    lines: list[ShipmentLineIn] | None = Field(default=None, min_length=1, max_length=1000)


class ShipmentLineOut(BaseModel):
    id: UUID
    sales_order_line_id: UUID
    product_id: UUID
    quantity: Decimal
    movement_id: UUID


class ShipmentHead(BaseModel):
    id: UUID
    number: str = Field(examples=["SH-2026-000042"])
    sales_order_id: UUID
    customer_id: UUID
    warehouse: str
    occurred_at: datetime
    posted_by: str


class ShipmentOut(ShipmentHead):
    lines: list[ShipmentLineOut]

    @classmethod
    def of(cls, shipment: Document) -> "ShipmentOut":
        return cls(
            id=shipment.id,
            number=shipment.number,
            sales_order_id=shipment.order_id,
            customer_id=shipment.partner_id,
            warehouse=shipment.warehouse,
            occurred_at=shipment.occurred_at,
            posted_by=shipment.posted_by,
            lines=[
                ShipmentLineOut(
                    id=line.id,
                    sales_order_line_id=line.order_line_id,
                    product_id=line.product_id,
                    quantity=line.quantity,
                    movement_id=line.movement_id,
                )
                for line in shipment.lines
            ],
        )


class ReservationOut(BaseModel):
    """What is held for a line of a sales order."""

    sales_order_id: UUID
    sales_order_line_id: UUID
    product_id: UUID
    warehouse: str
    quantity: Decimal
    quantity_reserved: Decimal
    quantity_backordered: Decimal
    quantity_shipped: Decimal
    status: str = Field(examples=["held"])
    is_firm: bool
    needed_on: date | None
    held_from: date | None = Field(description="Until this day it is held by date; null: for good.")
    is_drop_shipped: bool = Field(description="A supplier brings it to the customer: nothing is held for it.")

"""What inventory's endpoints take and give. Quantities are strings, in stock units."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from kit.bodies import Code, Quantity, Strict, UnitPrice
from pydantic import AwareDatetime, BaseModel, Field

from inventory.commands.move_stock import Posted
from inventory.domain.document import Document

Change = Annotated[Decimal, Field(max_digits=18, decimal_places=6, examples=["-2"])]
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


class LocationIn(Strict):
    warehouse: Code
    code: Code = Field(examples=["A-01-03"])
    name: Annotated[str, Field(max_length=200)] = ""


class LocationOut(BaseModel):
    id: UUID
    warehouse: str | None
    code: str
    name: str
    kind: str = Field(examples=["internal"])


# --- stock ---


class StockOut(BaseModel):
    """Of a product in a warehouse. available = on hand - reserved."""

    product_id: UUID
    sku: str
    name: str
    warehouse: str
    on_hand: Decimal
    reserved: Decimal
    available: Decimal
    incoming: Decimal


class LocationStockOut(BaseModel):
    product_id: UUID
    warehouse: str
    location_id: UUID
    location: str
    quantity: Decimal


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
    quantity: Decimal
    source_id: UUID
    destination_id: UUID
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


class OpeningStockIn(DocumentIn):
    warehouse: Code
    lines: list[OpeningLineIn] = Field(min_length=1, max_length=1000)


class AdjustmentLineIn(Strict):
    product_id: UUID
    quantity_change: Change = Field(description="Above zero was found, below is missing.")
    location: Code = "STOCK"


class AdjustmentIn(DocumentIn):
    warehouse: Code
    reason: Reason = Field(examples=["Stocktake"])
    lines: list[AdjustmentLineIn] = Field(min_length=1, max_length=1000)


class TransferLineIn(Strict):
    product_id: UUID
    quantity: Quantity


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
    expected_on: date | None


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

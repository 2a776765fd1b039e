"""What the endpoints of lots and returns take and give. Quantities are strings, in stock units."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from kit.bodies import Code, Day, Quantity, Strict
from pydantic import BaseModel, Field

from inventory.api.schemas import DocumentIn, LocationStockOut, Reason
from inventory.domain.picking import Removal
from inventory.domain.returns import DispositionKind, Return

Text = Annotated[str, Field(max_length=200)]


class LotOut(BaseModel):
    id: UUID
    product_id: UUID
    sku: str
    code: str
    expires_on: date | None
    is_serial: bool
    is_blocked: bool
    on_hand: Decimal = Field(description="Over all sites, also on hold and on its way.")


class BlockIn(DocumentIn):
    reason: Reason = Field(examples=["Glass in the jars"])


class ExpiryIn(Strict):
    expires_on: Day | None
    reason: Reason


class StepOut(BaseModel):
    occurred_at: datetime
    reason: str
    source: str
    destination: str
    quantity: Decimal
    document_id: UUID
    document_number: str
    order_id: UUID | None
    partner_id: UUID | None = Field(description="The supplier it came from, or the customer it went to.")
    posted_by: str


class HolderOut(BaseModel):
    customer_id: UUID
    code: str | None
    name: str | None
    order_id: UUID
    order_number: str
    shipped: Decimal
    returned: Decimal
    first_shipped_at: datetime
    documents: list[str]


class TraceOut(BaseModel):
    """Where a lot came from, where it went, and what is left."""

    lot: LotOut
    steps: list[StepOut]
    holders: list[HolderOut]
    stock: list[LocationStockOut]


class ReturnedLineIn(Strict):
    shipment_line_id: UUID
    quantity: Quantity
    reason: Text = ""


class CustomerReturnIn(DocumentIn):
    """Goods as they came back, each tied to the line that delivered it."""

    sales_order_id: UUID
    warehouse: Code | None = Field(default=None, description="Default: the one that shipped.")
    reference: Text = Field(default="", description="The agreement to take them back.")
    lines: list[ReturnedLineIn] = Field(min_length=1, max_length=1000)


class DisposalIn(Strict):
    line_id: UUID
    disposition: DispositionKind
    quantity: Quantity
    reason: Text = ""
    location: Code | None = Field(default=None, description="Where restocked goods go; default STOCK.")


class DisposalsIn(DocumentIn):
    dispositions: list[DisposalIn] = Field(min_length=1, max_length=1000)


class GoesBackIn(Strict):
    receipt_line_id: UUID
    quantity: Quantity
    reason: Text = ""
    location: Code | None = Field(default=None, description="Where they lie; default QUARANTINE.")


class SupplierReturnIn(DocumentIn):
    """Goods that go back, each tied to the receipt that brought it."""

    purchase_order_id: UUID
    warehouse: Code | None = None
    wants: Literal["credit", "replacement"] = "credit"
    lines: list[GoesBackIn] = Field(min_length=1, max_length=1000)


class ReturnLineOut(BaseModel):
    id: UUID
    delivered_line_id: UUID
    product_id: UUID
    quantity: Decimal
    disposed: Decimal
    reason: str
    movement_id: UUID


class ReturnHead(BaseModel):
    id: UUID
    number: str = Field(examples=["RC-2026-000042"])
    kind: str = Field(examples=["customer"])
    order_id: UUID
    partner_id: UUID
    warehouse: str
    reference: str
    occurred_at: datetime
    posted_by: str


class ReturnOut(ReturnHead):
    lines: list[ReturnLineOut]

    @classmethod
    def of(cls, returned: Return, kind: str) -> "ReturnOut":
        return cls(
            id=returned.id,
            number=returned.number,
            kind=kind,
            order_id=returned.order_id,
            partner_id=returned.partner_id,
            warehouse=returned.warehouse,
            reference=returned.reference,
            occurred_at=returned.occurred_at,
            posted_by=returned.posted_by,
            lines=[
                ReturnLineOut(
                    id=line.id,
                    delivered_line_id=line.delivered.line_id,
                    product_id=line.product_id,
                    quantity=line.quantity,
                    disposed=line.disposed,
                    reason=line.reason,
                    movement_id=line.movement_id,
                )
                for line in returned.lines
            ],
        )


class RemovalBody(Strict):
    product_id: UUID
    warehouse: Code
    removal: Removal


class RemovalsIn(Strict):
    items: list[RemovalBody] = Field(min_length=1, max_length=5000)

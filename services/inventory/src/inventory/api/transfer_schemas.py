"""What the endpoints of transfers and claims take and give. Quantities are strings, in stock units."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from kit.bodies import Code, Day, Quantity, Strict
from pydantic import BaseModel, Field

from inventory.api.schemas import DocumentIn, LotCode, Reason
from inventory.domain.claim import ClaimKind, Outcome
from inventory.domain.transfer import TransferStatus


class TransferOrderLineIn(Strict):
    product_id: UUID
    quantity: Quantity


class TransferOrderIn(Strict):
    """Goods to be moved from one warehouse to another."""

    id: UUID | None = None
    source: Code = Field(examples=["LYON"])
    destination: Code = Field(examples=["NANTES"])
    expected_on: Day | None = Field(default=None, description="Default: when they leave, plus the days of the lane.")
    priority: int = Field(default=0, ge=-1000, le=1000, description="Higher is served first when stock is short.")
    reason: Reason = "Transfer"
    lines: list[TransferOrderLineIn] = Field(min_length=1, max_length=1000)


class TransferOrderLineOut(BaseModel):
    id: UUID
    product_id: UUID
    quantity: Decimal
    reserved: Decimal = Field(description="Held at the source.")
    shipped: Decimal
    received: Decimal
    settled: Decimal = Field(description="Lost, and written off.")
    in_transit: Decimal


class TransferOrderHead(BaseModel):
    id: UUID
    number: str = Field(examples=["TO-2026-000042"])
    source: str
    destination: str
    status: TransferStatus
    expected_on: date | None
    priority: int
    reason: str
    opened_by: str
    version: int
    created_at: datetime


class TransferOrderOut(TransferOrderHead):
    lines: list[TransferOrderLineOut]


class LeavingLineIn(Strict):
    transfer_line_id: UUID
    quantity: Quantity


class LeavingIn(DocumentIn):
    """Without lines: all that is held."""

    lines: list[LeavingLineIn] | None = Field(default=None, min_length=1, max_length=1000)


class ArrivedLineIn(Strict):
    transfer_line_id: UUID
    quantity: Quantity
    lot: LotCode | None = Field(default=None, description="Default: whichever is on its way.")
    location: Code | None = Field(default=None, description="Default: STOCK.")


class ArrivalIn(DocumentIn):
    lines: list[ArrivedLineIn] = Field(max_length=1000)
    accept_surplus: bool = Field(default=False, description="More than is on its way comes in, and becomes a claim.")
    nothing_more: bool = Field(default=False, description="What is still on its way then becomes a claim.")


class LaneIn(Strict):
    source: Code
    destination: Code
    days: int = Field(ge=0, le=365)


class LanesBody(Strict):
    items: list[LaneIn] = Field(max_length=1000)


class MoveLineIn(Strict):
    product_id: UUID
    quantity: Quantity
    source: Code = Field(examples=["RECEIVING"])
    destination: Code = Field(examples=["A-01-03"])
    lot: LotCode | None = None


class MovesIn(DocumentIn):
    """Goods moved within a warehouse, each from its place to another."""

    warehouse: Code
    reason: Reason = "Move"
    lines: list[MoveLineIn] = Field(min_length=1, max_length=1000)


class ClaimOut(BaseModel):
    """So much is missing, or too many, by a document; the owner has to act until there is an outcome."""

    id: UUID
    number: str = Field(examples=["CL-2026-000042"])
    kind: ClaimKind
    warehouse: str
    product_id: UUID
    lot: str | None
    quantity: Decimal
    document_id: UUID
    document_number: str
    document_line_id: UUID
    supplier_id: UUID | None
    order_id: UUID | None = Field(description="The purchase order.")
    owner: str
    note: str
    with_supplier_since: datetime | None
    outcome: Outcome | None
    opened_at: datetime
    settled_by: str | None
    settled_at: datetime | None
    version: int


class ClaimsOut(BaseModel):
    items: list[ClaimOut]


class NoteIn(Strict):
    note: Annotated[str, Field(max_length=1000)] = ""


class HandOverIn(Strict):
    owner: Annotated[str, Field(min_length=1, max_length=200)]
    note: Annotated[str, Field(max_length=1000)] = ""


class SettleIn(DocumentIn):
    note: Annotated[str, Field(min_length=1, max_length=1000, examples=["The carrier pays."])]
    outcome: Literal[Outcome.SETTLED, Outcome.ARRIVED, Outcome.EXPLAINED, Outcome.WRITTEN_OFF] = Field(
        default=Outcome.SETTLED, description="Of a claim about a supplier's goods; a transfer's follows from its kind."
    )

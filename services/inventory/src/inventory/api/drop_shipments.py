"""Goods that suppliers bring to our customers themselves."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from kit.auth import Principal
from kit.bodies import Quantity, Strict
from kit.http import Command, Db, requires
from pydantic import BaseModel, Field

from inventory.api.schemas import DocumentIn, ReceiptOut, ShipmentOut
from inventory.api.stock import posting
from inventory.commands.drop_ship import DroppedLine, drop_ship
from inventory.queries.drop_shipments import Proposal, proposals

router = APIRouter(tags=["drop-shipments"])

Reader = Annotated[Principal, requires("inventory.stock.read")]
DropShipper = Annotated[Principal, requires("inventory.drop-shipments.write")]


class DroppedLineIn(Strict):
    sales_order_line_id: UUID
    purchase_order_line_id: UUID
    quantity: Quantity


class DropShipIn(DocumentIn):
    """Goods that the supplier of a purchase order brought to the customer of a sales order."""

    sales_order_id: UUID
    purchase_order_id: UUID
    supplier_reference: str = Field(default="", max_length=80)
    lines: list[DroppedLineIn] = Field(min_length=1, max_length=1000)


class DropShipOut(BaseModel):
    receipt: ReceiptOut
    shipment: ShipmentOut


class DroppedLineOut(BaseModel):
    sales_order_line_id: UUID
    purchase_order_line_id: UUID
    product_id: UUID
    quantity: Decimal


class ProposalOut(BaseModel):
    """What `POST /drop-shipments` would take as it is, but for `product_id` and the numbers."""

    sales_order_id: UUID
    sales_order_number: str
    purchase_order_id: UUID
    purchase_order_number: str
    lines: list[DroppedLineOut]

    @classmethod
    def of(cls, proposal: Proposal) -> "ProposalOut":
        return cls.model_validate(proposal, from_attributes=True)


class ProposalsOut(BaseModel):
    """One for each sales order."""

    items: list[ProposalOut]


@router.get("/drop-shipments/proposals", summary="What a supplier has still to bring to our customers himself")
async def list_proposals(caller: Reader, db: Db, purchase_order_id: UUID) -> ProposalsOut:
    async with db.read() as tx:
        return ProposalsOut(items=[ProposalOut.of(each) for each in await proposals(tx, purchase_order_id)])


@router.post("/drop-shipments", status_code=201, summary="A supplier brought goods to our customer himself")
async def post_drop_shipment(caller: DropShipper, command: Command, body: DropShipIn, request: Request) -> DropShipOut:
    lines = [DroppedLine(**dict(line)) for line in body.lines]
    async with command.transaction() as tx:
        receipt, shipment = await drop_ship(
            tx,
            body.sales_order_id,
            body.purchase_order_id,
            lines,
            posting(body, command, request),
            supplier_reference=body.supplier_reference,
        )
        return command.answer(DropShipOut(receipt=ReceiptOut.of(receipt), shipment=ShipmentOut.of(shipment)))

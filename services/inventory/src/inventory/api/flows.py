"""Goods in and out: receipts, shipments, and what orders wait for or hold."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from kit.auth import Principal
from kit.errors import unknown
from kit.http import Command, Db, Paging, requires
from kit.ids import new_id
from kit.pagination import Page, fetch_page
from sqlalchemy import select

from inventory.api.schemas import (
    ExpectedOut,
    ReceiptHead,
    ReceiptIn,
    ReceiptLineOut,
    ReceiptOut,
    ReservationOut,
    ShipmentHead,
    ShipmentIn,
    ShipmentLineOut,
    ShipmentOut,
)
from inventory.commands.delivered_lines import ReceivedLine
from inventory.commands.receive_goods import ReceiveGoods, receive_goods
from inventory.commands.ship_goods import ShipGoods, ShippedLine, ship_goods
from inventory.storage.tables import (
    purchase_order,
    purchase_order_line,
    receipt,
    reservation,
    reservation_line,
    shipment,
)
from kit import clock

router = APIRouter(tags=["goods in and out"])

Reader = Annotated[Principal, requires("inventory.stock.read")]

_RECEIPT = select(
    receipt.c.id, receipt.c.number, receipt.c.purchase_order_id, receipt.c.supplier_id, receipt.c.warehouse,
    receipt.c.supplier_reference, receipt.c.occurred_at, receipt.c.posted_by,
)  # fmt: skip
_SHIPMENT = select(
    shipment.c.id, shipment.c.number, shipment.c.sales_order_id, shipment.c.customer_id, shipment.c.warehouse,
    shipment.c.occurred_at, shipment.c.posted_by,
)  # fmt: skip


@router.get("/expected-receipts", summary="What suppliers still owe us")
async def list_expected_receipts(
    caller: Reader,
    db: Db,
    paging: Paging,
    purchase_order_id: UUID | None = None,
    supplier_id: UUID | None = None,
    product_id: UUID | None = None,
    warehouse: Annotated[str | None, Query(max_length=40)] = None,
    due_by: Annotated[date | None, Query(description="Expected on that day or before; what has no day is not.")] = None,
) -> Page[ExpectedOut]:
    line, order = purchase_order_line.c, purchase_order.c
    statement = (
        select(
            line.id, line.purchase_order_id, order.number.label("purchase_order_number"), order.supplier_id,
            order.warehouse, line.product_id, line.quantity, line.received, line.cancelled,
            (line.quantity - line.cancelled - line.received).label("outstanding"), line.expected_on,
            line.sales_order_line_id,
        )
        .select_from(purchase_order_line.join(purchase_order, order.id == line.purchase_order_id))
        .where(line.is_open)
    )  # fmt: skip
    for column, value in (
        (line.purchase_order_id, purchase_order_id),
        (order.supplier_id, supplier_id),
        (line.product_id, product_id),
        (order.warehouse, warehouse),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if due_by is not None:
        statement = statement.where(line.expected_on <= due_by)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"id": line.id, "expected_on": line.expected_on},
            key=line.id,
            convert=lambda row: ExpectedOut(**dict(row)),
        )


@router.get("/receipts", summary="Receipts")
async def list_receipts(
    caller: Reader, db: Db, paging: Paging, purchase_order_id: UUID | None = None
) -> Page[ReceiptHead]:
    statement = _RECEIPT
    if purchase_order_id is not None:
        statement = statement.where(receipt.c.purchase_order_id == purchase_order_id)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"occurred_at": receipt.c.occurred_at, "number": receipt.c.number},
            key=receipt.c.id,
            convert=lambda row: ReceiptHead(**dict(row)),
        )


@router.post("/receipts", status_code=201, summary="Receive goods against a purchase order")
async def post_receipt(
    caller: Annotated[Principal, requires("inventory.receipts.write")],
    command: Command,
    body: ReceiptIn,
    request: Request,
) -> ReceiptOut:
    asked = ReceiveGoods(
        ids={body.purchase_order_id: body.id or new_id()},
        lines=tuple(ReceivedLine(**dict(line)) for line in body.lines),
        occurred_at=clock.happened(body.occurred_at),
        posted_by=caller.subject,
        roles=caller.roles,
        currency=request.app.state.currency,
        warehouse=body.warehouse,
        supplier_reference=body.supplier_reference,
    )
    async with command.transaction() as tx:
        (receipt,) = await receive_goods(tx, asked)
        return command.answer(ReceiptOut.of(receipt))


@router.get("/receipts/{receipt_id}", summary="One receipt")
async def get_receipt(caller: Reader, db: Db, receipt_id: UUID) -> ReceiptOut:
    async with db.read() as tx:
        rows = await tx.select(_RECEIPT.where(receipt.c.id == receipt_id))
        if not rows:
            raise unknown("receipt", receipt_id)
        lines = await tx.fetch(
            "SELECT id, purchase_order_line_id, product_id, quantity, movement_id FROM receipt_line"
            " WHERE receipt_id = $1 ORDER BY position",
            receipt_id,
        )
    return ReceiptOut(**dict(rows[0]), lines=[ReceiptLineOut(**dict(line)) for line in lines])


@router.get("/shipments", summary="Shipments")
async def list_shipments(
    caller: Reader, db: Db, paging: Paging, sales_order_id: UUID | None = None
) -> Page[ShipmentHead]:
    statement = _SHIPMENT
    if sales_order_id is not None:
        statement = statement.where(shipment.c.sales_order_id == sales_order_id)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"occurred_at": shipment.c.occurred_at, "number": shipment.c.number},
            key=shipment.c.id,
            convert=lambda row: ShipmentHead(**dict(row)),
        )


@router.post("/shipments", status_code=201, summary="Ship what is held for an order")
async def post_shipment(
    caller: Annotated[Principal, requires("inventory.shipments.write")],
    command: Command,
    body: ShipmentIn,
    request: Request,
) -> ShipmentOut:
    lines = None
    if body.lines is not None:
        lines = tuple(ShippedLine(line.sales_order_line_id, line.quantity) for line in body.lines)
    asked = ShipGoods(
        id=body.id or new_id(),
        sales_order_id=body.sales_order_id,
        lines=lines,
        occurred_at=clock.happened(body.occurred_at),
        posted_by=caller.subject,
        roles=caller.roles,
        currency=request.app.state.currency,
    )
    async with command.transaction() as tx:
        return command.answer(ShipmentOut.of(await ship_goods(tx, asked)))


@router.get("/shipments/{shipment_id}", summary="One shipment")
async def get_shipment(caller: Reader, db: Db, shipment_id: UUID) -> ShipmentOut:
    async with db.read() as tx:
        rows = await tx.select(_SHIPMENT.where(shipment.c.id == shipment_id))
        if not rows:
            raise unknown("shipment", shipment_id)
        lines = await tx.fetch(
            "SELECT id, sales_order_line_id, product_id, quantity, movement_id FROM shipment_line"
            " WHERE shipment_id = $1 ORDER BY position",
            shipment_id,
        )
    return ShipmentOut(**dict(rows[0]), lines=[ShipmentLineOut(**dict(line)) for line in lines])


@router.get("/reservations", summary="What orders hold and wait for")
async def list_reservations(
    caller: Reader,
    db: Db,
    paging: Paging,
    sales_order_id: UUID | None = None,
    product_id: UUID | None = None,
    backordered: bool = False,  # noqa: FBT001, FBT002  # a query parameter
) -> Page[ReservationOut]:
    line = reservation_line.c
    waiting = line.quantity - line.reserved - line.shipped
    statement = select(
        line.order_line_id, line.order_line_id.label("sales_order_line_id"), line.order_id.label("sales_order_id"),
        line.product_id, line.warehouse, line.quantity, line.reserved.label("quantity_reserved"),
        line.shipped.label("quantity_shipped"), waiting.label("quantity_backordered"), reservation.c.status,
        reservation.c.is_firm, line.needed_on, line.held_from, line.is_drop_shipped,
    ).select_from(reservation_line.join(reservation, reservation.c.order_id == line.order_id)).where(
        reservation.c.customer_id.is_not(None)
    )  # fmt: skip
    if sales_order_id is not None:
        statement = statement.where(line.order_id == sales_order_id)
    if product_id is not None:
        statement = statement.where(line.product_id == product_id)
    if backordered:
        statement = statement.where(line.shipped < line.quantity, waiting > 0)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"order_line_id": line.order_line_id},
            key=line.order_line_id,
            convert=lambda row: ReservationOut(**dict(row)),
        )

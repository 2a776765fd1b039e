"""What is there, and how it came."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from kit.auth import Principal
from kit.db import ReadTransaction
from kit.errors import Invalid, unknown
from kit.http import Command, CommandContext, Db, Paging, requires
from kit.ids import new_id
from kit.pagination import Page, fetch_page
from sqlalchemy import ColumnElement, select

from inventory.api.schemas import (
    AdjustmentIn,
    AvailabilityIn,
    AvailabilityOut,
    AvailableOut,
    DocumentIn,
    LocationStockOut,
    MovementOut,
    OpeningStockIn,
    PostedOut,
    ReversalIn,
    StockOut,
    TransferIn,
)
from inventory.commands.move_stock import (
    AdjustedLine,
    OpeningLine,
    Posting,
    TransferredLine,
    adjust_stock,
    load_opening_stock,
    reverse_movement,
    transfer_stock,
)
from inventory.domain.location import STATES, LocationKind
from inventory.queries.availability import availability
from inventory.storage import movements
from inventory.storage.tables import location, lot, movement, product, quant, stock
from kit import clock

router = APIRouter(tags=["stock"])

Reader = Annotated[Principal, requires("inventory.stock.read")]


def posting(body: DocumentIn, command: CommandContext, request: Request) -> Posting:
    """Who posts what, when."""
    currency: str = request.app.state.currency
    return Posting(
        body.id or new_id(),
        clock.happened(body.occurred_at),
        command.caller.subject,
        currency,
        command.caller.roles,
    )


@router.get("/stock", summary="On hand, reserved, available and incoming, by product and warehouse")
async def list_stock(
    caller: Reader,
    db: Db,
    paging: Paging,
    product_id: UUID | None = None,
    warehouse: Annotated[str | None, Query(max_length=40)] = None,
    sku: Annotated[str | None, Query(max_length=40)] = None,
) -> Page[StockOut]:
    s = stock.c
    statement = select(
        s.id, s.product_id, product.c.sku, product.c.name, s.warehouse, s.on_hand, s.held, s.reserved,
        (s.on_hand - s.held - s.reserved).label("available"), s.incoming, s.in_transit,
    ).select_from(stock.join(product, product.c.id == s.product_id))  # fmt: skip
    if product_id is not None:
        statement = statement.where(s.product_id == product_id)
    if warehouse is not None:
        statement = statement.where(s.warehouse == warehouse)
    if sku is not None:
        statement = statement.where(product.c.sku == sku)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"id": s.id},
            key=s.id,
            convert=lambda row: StockOut(**dict(row)),
        )


@router.get("/stock/by-location", summary="What lies where")
async def list_stock_by_location(
    caller: Reader,
    db: Db,
    product_id: Annotated[list[UUID], Query(min_length=1, max_length=100)],
) -> list[LocationStockOut]:
    async with db.read() as tx:
        return await stock_by_location(tx, quant.c.product_id.in_(product_id))


async def stock_by_location(tx: ReadTransaction, which: ColumnElement[bool]) -> list[LocationStockOut]:
    """What lies where of these quants, 5,000 places at most."""
    statement = (
        select(
            quant.c.product_id,
            quant.c.warehouse,
            quant.c.location_id,
            location.c.code.label("location"),
            location.c.kind,
            quant.c.quantity,
            lot.c.code.label("lot"),
            lot.c.expires_on,
        )
        .select_from(
            quant.join(location, location.c.id == quant.c.location_id).outerjoin(lot, lot.c.id == quant.c.lot_id)
        )
        .where(which, quant.c.quantity != 0)
        .order_by(quant.c.product_id, quant.c.warehouse, location.c.code, lot.c.code)
        .limit(5000)
    )
    return [
        LocationStockOut(**dict(row), state=STATES[LocationKind(row["kind"])]) for row in await tx.select(statement)
    ]


@router.post("/stock/availability", summary="What could be promised of many products")
async def ask_availability(caller: Reader, db: Db, body: AvailabilityIn) -> AvailabilityOut:
    async with db.read() as tx:
        found = await availability(tx, body.product_ids, body.warehouse)
    return AvailabilityOut(
        items=[
            AvailableOut(
                product_id=id_,
                on_hand=row.on_hand,
                reserved=row.reserved,
                available=row.available,
                incoming=row.incoming,
            )
            for id_, row in zip(body.product_ids, found, strict=True)
        ]
    )


@router.get("/movements", summary="The journal of stock")
async def list_movements(
    caller: Reader,
    db: Db,
    paging: Paging,
    product_id: UUID | None = None,
    document_id: UUID | None = None,
    from_: Annotated[datetime | None, Query(alias="from")] = None,
    until: datetime | None = None,
) -> Page[MovementOut]:
    m, source, destination = movement.c, location.alias("source"), location.alias("destination")
    statement = select(
        m.id, m.product_id, lot.c.code.label("lot"), m.quantity, m.source_id, source.c.code.label("source"),
        m.destination_id, destination.c.code.label("destination"), m.reason, m.document_id, m.document_number, m.order_id,
        m.order_line_id, m.reverses, m.occurred_at, m.posted_by,
    ).select_from(
        movement.join(source, source.c.id == m.source_id)
        .join(destination, destination.c.id == m.destination_id)
        .outerjoin(lot, lot.c.id == m.lot_id)
    )  # fmt: skip
    for column, value in ((m.product_id, product_id), (m.document_id, document_id)):
        if value is not None:
            statement = statement.where(column == value)
    if from_ is not None:
        statement = statement.where(m.occurred_at >= clock.aware(from_))
    if until is not None:
        statement = statement.where(m.occurred_at < clock.aware(until))
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"occurred_at": m.occurred_at},
            key=m.id,
            convert=lambda row: MovementOut(**dict(row)),
        )


@router.post("/opening-stock", status_code=201, summary="Load the stock of the day before go-live, with its cost")
async def post_opening_stock(
    caller: Annotated[Principal, requires("inventory.opening.write")],
    command: Command,
    body: OpeningStockIn,
    request: Request,
) -> PostedOut:
    lines = [OpeningLine(**dict(line)) for line in body.lines]
    async with command.transaction() as tx:
        posted = await load_opening_stock(tx, posting(body, command, request), body.warehouse, lines)
        return command.answer(PostedOut.of(posted))


@router.post("/adjustments", status_code=201, summary="Write what was found or is missing")
async def post_adjustment(
    caller: Annotated[Principal, requires("inventory.adjustments.write")],
    command: Command,
    body: AdjustmentIn,
    request: Request,
) -> PostedOut:
    for i, line in enumerate(body.lines):
        if line.quantity_change == 0:
            raise Invalid("An adjustment of zero says nothing: leave the line out.", field=f"lines.{i}.quantity_change")
    lines = [AdjustedLine(**dict(line)) for line in body.lines]
    async with command.transaction() as tx:
        posted = await adjust_stock(tx, posting(body, command, request), body.warehouse, body.reason, lines)
        return command.answer(PostedOut.of(posted))


@router.post("/transfers", status_code=201, summary="Move stock between our locations")
async def post_transfer(
    caller: Annotated[Principal, requires("inventory.transfers.write")],
    command: Command,
    body: TransferIn,
    request: Request,
) -> PostedOut:
    if body.from_location_id == body.to_location_id:
        raise Invalid("A transfer goes to another location.", field="to_location_id")
    lines = [TransferredLine(**dict(line)) for line in body.lines]
    async with command.transaction() as tx:
        posted = await transfer_stock(
            tx, posting(body, command, request), body.from_location_id, body.to_location_id, body.reason, lines
        )
        return command.answer(PostedOut.of(posted))


@router.post("/movements/{movement_id}/reverse", status_code=201, summary="Correct a movement by its reversal")
async def post_reversal(
    caller: Annotated[Principal, requires("inventory.movements.reverse")],
    command: Command,
    movement_id: UUID,
    body: ReversalIn,
    request: Request,
) -> PostedOut:
    async with command.transaction() as tx:
        original = await movements.find(tx, movement_id)
        if original is None:
            raise unknown("movement", movement_id)
        posted = await reverse_movement(tx, posting(body, command, request), original, body.reason)
        return command.answer(PostedOut.of(posted))

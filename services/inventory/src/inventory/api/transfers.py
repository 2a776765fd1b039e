"""Transfers between sites, moves within one, and claims about what did not arrive."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from kit.auth import Principal
from kit.db import ReadTransaction
from kit.errors import unknown
from kit.http import Command, Db, Paging, requires
from kit.ids import new_id
from kit.pagination import Page, fetch_page
from sqlalchemy import func, select

from inventory.api.schemas import PostedOut
from inventory.api.stock import posting
from inventory.api.transfer_schemas import (
    ArrivalIn,
    LaneIn,
    LanesBody,
    LeavingIn,
    MovesIn,
    TransferOrderHead,
    TransferOrderIn,
    TransferOrderLineOut,
    TransferOrderOut,
)
from inventory.commands.move_stock import MovedLine, move_goods
from inventory.commands.receive_transfer import ArrivedLine, receive_transfer
from inventory.commands.ship_transfer import ship_transfer
from inventory.commands.write_transfer import (
    WrittenTransfer,
    cancel_transfer,
    change_transfer,
    create_transfer,
    release_transfer,
)
from inventory.domain.transfer import TransferStatus
from inventory.storage import locations, transfers
from inventory.storage.tables_transfers import transfer, transfer_lane

router = APIRouter(tags=["transfers"])

Reader = Annotated[Principal, requires("inventory.stock.read")]
Writer = Annotated[Principal, requires("inventory.transfers.write")]

_HEAD = select(*(transfer.c[name] for name in TransferOrderHead.model_fields))


@router.post("/moves", status_code=201, summary="Move goods within a warehouse, each line from its place to another")
async def post_moves(caller: Writer, command: Command, body: MovesIn, request: Request) -> PostedOut:
    lines = [MovedLine(**dict(line)) for line in body.lines]
    async with command.transaction() as tx:
        posted = await move_goods(tx, posting(body, command, request), body.warehouse, body.reason, lines)
        return command.answer(PostedOut.of(posted))


@router.get("/transfer-orders", summary="Transfers between sites")
async def list_transfers(
    caller: Reader,
    db: Db,
    paging: Paging,
    status: TransferStatus | None = None,
    source: Annotated[str | None, Query(max_length=40)] = None,
    destination: Annotated[str | None, Query(max_length=40)] = None,
    late: bool = False,  # noqa: FBT001, FBT002  # a query parameter
) -> Page[TransferOrderHead]:
    statement = _HEAD
    for column, value in (
        (transfer.c.status, status),
        (transfer.c.source, source),
        (transfer.c.destination, destination),
    ):
        if value is not None:
            statement = statement.where(column == str(value))
    if late:
        statement = statement.where(
            transfer.c.status.in_(["released", "in-transit"]), transfer.c.expected_on < func.current_date()
        )
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"created_at": transfer.c.created_at},
            key=transfer.c.id,
            convert=lambda row: TransferOrderHead(**dict(row)),
        )


@router.post("/transfer-orders", status_code=201, summary="Write a transfer: a draft")
async def post_transfer_order(caller: Writer, command: Command, body: TransferOrderIn) -> TransferOrderOut:
    async with command.transaction() as tx:
        created = await create_transfer(tx, body.id or new_id(), _written(body), by=caller.subject)
        return command.answer(await _answer(tx, created.id))


@router.get("/transfer-orders/{transfer_id}", summary="One transfer")
async def get_transfer_order(caller: Reader, db: Db, transfer_id: UUID) -> TransferOrderOut:
    async with db.read() as tx:
        return await _answer(tx, transfer_id)


@router.put("/transfer-orders/{transfer_id}", summary="Change a draft")
async def put_transfer_order(
    caller: Writer, command: Command, transfer_id: UUID, body: TransferOrderIn
) -> TransferOrderOut:
    async with command.transaction() as tx:
        await change_transfer(tx, transfer_id, _written(body), version=command.version())
        return command.answer(await _answer(tx, transfer_id))


@router.post("/transfer-orders/{transfer_id}/release", summary="Release: the goods are held at the source")
async def post_transfer_release(caller: Writer, command: Command, transfer_id: UUID) -> TransferOrderOut:
    async with command.transaction() as tx:
        await release_transfer(tx, transfer_id)
        return command.answer(await _answer(tx, transfer_id))


@router.post("/transfer-orders/{transfer_id}/ship", summary="Goods leave the source")
async def post_transfer_ship(
    caller: Writer, command: Command, transfer_id: UUID, body: LeavingIn, request: Request
) -> TransferOrderOut:
    lines = None if body.lines is None else [(line.transfer_line_id, line.quantity) for line in body.lines]
    async with command.transaction() as tx:
        await ship_transfer(tx, transfer_id, lines, posting(body, command, request))
        return command.answer(await _answer(tx, transfer_id))


@router.post("/transfer-orders/{transfer_id}/receive", summary="Goods arrive at the destination, all of them or a part")
async def post_transfer_receive(
    caller: Writer, command: Command, transfer_id: UUID, body: ArrivalIn, request: Request
) -> TransferOrderOut:
    async with command.transaction() as tx:
        await receive_transfer(
            tx,
            transfer_id,
            [ArrivedLine(**dict(line)) for line in body.lines],
            posting(body, command, request),
            accept_surplus=body.accept_surplus,
            nothing_more=body.nothing_more,
        )
        return command.answer(await _answer(tx, transfer_id))


@router.post("/transfer-orders/{transfer_id}/cancel", summary="Give up what has not left")
async def post_transfer_cancel(caller: Writer, command: Command, transfer_id: UUID) -> TransferOrderOut:
    async with command.transaction() as tx:
        await cancel_transfer(tx, transfer_id)
        return command.answer(await _answer(tx, transfer_id))


@router.get("/transfer-lanes", summary="How long goods are on their way between sites")
async def list_lanes(caller: Reader, db: Db) -> LanesBody:
    statement = select(transfer_lane.c.source, transfer_lane.c.destination, transfer_lane.c.days)
    async with db.read() as tx:
        rows = await tx.select(statement.order_by(transfer_lane.c.source, transfer_lane.c.destination))
    return LanesBody(items=[LaneIn(**dict(row)) for row in rows])


@router.put("/transfer-lanes", summary="Set how long goods are on their way on these lanes")
async def put_lanes(
    caller: Annotated[Principal, requires("inventory.warehouses.write")], command: Command, body: LanesBody
) -> LanesBody:
    async with command.transaction() as tx:
        for warehouse in sorted({code for lane in body.items for code in (lane.source, lane.destination)}):
            await locations.check_warehouse(tx, warehouse, field="items")
        await transfers.set_lanes(tx, [(lane.source, lane.destination, lane.days) for lane in body.items])
        return command.answer(body)


def _written(body: TransferOrderIn) -> WrittenTransfer:
    return WrittenTransfer(
        body.source,
        body.destination,
        body.expected_on,
        body.priority,
        body.reason,
        [(line.product_id, line.quantity) for line in body.lines],
    )


async def _answer(tx: ReadTransaction, transfer_id: UUID) -> TransferOrderOut:
    rows = await tx.select(_HEAD.where(transfer.c.id == transfer_id))
    if not rows:
        raise unknown("transfer", transfer_id)
    lines = await tx.fetch(
        "SELECT l.id, l.product_id, l.quantity, coalesce(r.reserved, 0) AS reserved, l.shipped, l.received, l.settled,"
        " l.shipped - l.received - l.settled AS in_transit FROM transfer_line l"
        " LEFT JOIN reservation_line r ON r.order_line_id = l.id WHERE l.transfer_id = $1 ORDER BY l.position",
        transfer_id,
    )
    return TransferOrderOut(**dict(rows[0]), lines=[TransferOrderLineOut(**dict(line)) for line in lines])

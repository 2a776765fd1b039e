"""Lots: what there is, where it came from and went, and what to do about it."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from kit.auth import Principal
from kit.db import ReadTransaction
from kit.errors import unknown
from kit.exports import csv_response
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from sqlalchemy import select

from inventory.api.lot_schemas import BlockIn, ExpiryIn, HolderOut, LotOut, RemovalsIn, StepOut, TraceOut
from inventory.api.schemas import LocationStockOut
from inventory.api.stock import posting, stock_by_location
from inventory.commands.lots import block_lot, change_expiry, free_lot
from inventory.queries.lot_trace import lot_holders, lot_trace
from inventory.storage import locations, products
from inventory.storage.tables import lot, product, quant

router = APIRouter(tags=["lots"])

Reader = Annotated[Principal, requires("inventory.stock.read")]
Writer = Annotated[Principal, requires("inventory.lots.write")]

_LOT = select(
    lot.c.id, lot.c.product_id, product.c.sku, lot.c.code, lot.c.expires_on, lot.c.is_serial, lot.c.is_blocked,
    lot.c.on_hand,
).select_from(lot.join(product, product.c.id == lot.c.product_id))  # fmt: skip


@router.get("/lots", summary="Lots and serial numbers")
async def list_lots(
    caller: Reader,
    db: Db,
    paging: Paging,
    product_id: UUID | None = None,
    code: Annotated[str | None, Query(max_length=60)] = None,
    expires_before: date | None = None,
    in_stock: bool = False,  # noqa: FBT001, FBT002  # a query parameter
) -> Page[LotOut]:
    statement = _LOT
    if product_id is not None:
        statement = statement.where(lot.c.product_id == product_id)
    if code is not None:
        statement = statement.where(lot.c.code == code)
    if expires_before is not None:
        statement = statement.where(lot.c.expires_on < expires_before)
    if in_stock:
        statement = statement.where(lot.c.on_hand > 0)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"created_at": lot.c.created_at},
            key=lot.c.id,
            convert=lambda row: LotOut(**{name: row[name] for name in LotOut.model_fields}),
        )


@router.get("/lots/{lot_id}/trace", summary="Where a lot came from, where it went, what is left")
async def get_trace(
    caller: Reader, db: Db, lot_id: UUID, limit: Annotated[int, Query(ge=1, le=10_000)] = 1000
) -> TraceOut:
    async with db.read() as tx:
        return TraceOut(
            lot=await _lot(tx, lot_id),
            steps=[
                StepOut.model_validate(step, from_attributes=True) for step in await lot_trace(tx, lot_id, limit=limit)
            ],
            holders=[HolderOut.model_validate(each, from_attributes=True) for each in await lot_holders(tx, lot_id)],
            stock=await _stock(tx, lot_id),
        )


@router.get("/lots/{lot_id}/recall.csv", summary="Whom a recall must reach, as a table", response_class=Response)
async def get_recall(caller: Reader, db: Db, lot_id: UUID) -> Response:
    async with db.read() as tx:
        found = await _lot(tx, lot_id)
        holders = await lot_holders(tx, lot_id)
    return csv_response(
        f"recall-{found.id}",
        ("customer", "name", "order", "documents", "shipped", "returned", "first shipped"),
        [
            (
                each.code or str(each.customer_id),
                each.name or "",
                each.order_number,
                ", ".join(each.documents),
                each.shipped,
                each.returned,
                each.first_shipped_at.isoformat(),
            )
            for each in holders
        ],
    )


@router.post("/lots/{lot_id}/block", summary="Put all of a lot on hold, at every site, and what comes of it")
async def post_block(caller: Writer, command: Command, lot_id: UUID, body: BlockIn, request: Request) -> LotOut:
    async with command.transaction() as tx:
        await block_lot(tx, lot_id, body.reason, posting(body, command, request))
        return command.answer(await _lot(tx, lot_id))


@router.post("/lots/{lot_id}/free", summary="Let a lot come in again; what is on hold stays there until it is moved")
async def post_free(caller: Writer, command: Command, lot_id: UUID, body: BlockIn) -> LotOut:
    async with command.transaction() as tx:
        await free_lot(tx, lot_id, body.reason, by=caller.subject)
        return command.answer(await _lot(tx, lot_id))


@router.post("/lots/{lot_id}/expiry", summary="Correct the expiry date of a lot")
async def post_expiry(caller: Writer, command: Command, lot_id: UUID, body: ExpiryIn) -> LotOut:
    async with command.transaction() as tx:
        await change_expiry(tx, lot_id, body.expires_on, body.reason, by=caller.subject)
        return command.answer(await _lot(tx, lot_id))


@router.put(
    "/removal-policies", summary="Set what goes first of products: what expires first, what came first, the nearest"
)
async def put_removals(caller: Writer, command: Command, body: RemovalsIn) -> RemovalsIn:
    async with command.transaction() as tx:
        await products.known(tx, [each.product_id for each in body.items])
        for warehouse in sorted({each.warehouse for each in body.items}):
            await locations.check_warehouse(tx, warehouse)
        await products.set_removals(tx, [(each.product_id, each.warehouse, each.removal) for each in body.items])
        return command.answer(body)


async def _lot(tx: ReadTransaction, lot_id: UUID) -> LotOut:
    rows = await tx.select(_LOT.where(lot.c.id == lot_id))
    if not rows:
        raise unknown("lot", lot_id)
    return LotOut(**dict(rows[0]))


async def _stock(tx: ReadTransaction, lot_id: UUID) -> list[LocationStockOut]:
    return await stock_by_location(tx, quant.c.lot_id == lot_id)

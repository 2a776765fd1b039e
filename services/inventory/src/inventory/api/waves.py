"""Pick waves, and places that should be counted because goods were not found."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from kit.auth import Principal
from kit.db import ReadTransaction
from kit.errors import unknown
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from sqlalchemy import select

from inventory.api.picking_schemas import CountRequestOut, PicksIn, PlanIn, TaskOut, WaveHead, WaveIn, WaveOut
from inventory.api.stock import posting
from inventory.commands.waves import OpenWave, cancel_wave, confirm_picks, open_wave
from inventory.domain.wave import Picked, Point, metres
from inventory.storage import picking
from inventory.storage.tables import location, lot, product
from inventory.storage.tables_picking import count_request, wave
from kit import clock

router = APIRouter(tags=["picking"])

Reader = Annotated[Principal, requires("inventory.stock.read")]
Planner = Annotated[Principal, requires("inventory.warehouses.write")]
Picker = Annotated[Principal, requires("inventory.picks.write")]

_HEAD = select(*(wave.c[name] for name in WaveHead.model_fields))


@router.get("/waves", summary="Pick waves")
async def list_waves(
    caller: Reader,
    db: Db,
    paging: Paging,
    warehouse: Annotated[str | None, Query(max_length=40)] = None,
    status: Annotated[str | None, Query(pattern="^(open|done|cancelled)$")] = None,
) -> Page[WaveHead]:
    statement = _HEAD
    for column, value in ((wave.c.warehouse, warehouse), (wave.c.status, status)):
        if value is not None:
            statement = statement.where(column == value)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"created_at": wave.c.created_at},
            key=wave.c.id,
            convert=lambda row: WaveHead(**dict(row)),
        )


@router.post("/waves", status_code=201, summary="Plan where the goods of orders are picked, in walking order")
async def post_wave(caller: Picker, command: Command, body: WaveIn, request: Request) -> WaveOut:
    asked = OpenWave(body.warehouse, body.sales_order_ids, body.zone, body.complete_only, body.max_orders)
    async with command.transaction() as tx:
        opened = await open_wave(tx, asked, posting(body, command, request))
        return command.answer(await _wave(tx, opened.id))


@router.get("/waves/{wave_id}", summary="One wave, with its tasks")
async def get_wave(caller: Reader, db: Db, wave_id: UUID) -> WaveOut:
    async with db.read() as tx:
        return await _wave(tx, wave_id)


@router.post("/waves/{wave_id}/picks", summary="Goods of up to 1,000 tasks are picked, or were not found")
async def post_picks(caller: Picker, command: Command, wave_id: UUID, body: PicksIn, request: Request) -> WaveOut:
    done = [Picked(**dict(line)) for line in body.lines]
    async with command.transaction() as tx:
        await confirm_picks(tx, wave_id, done, posting(body, command, request))
        return command.answer(await _wave(tx, wave_id))


@router.post("/waves/{wave_id}/cancel", summary="Leave what is not picked where it is")
async def post_wave_cancel(caller: Picker, command: Command, wave_id: UUID) -> WaveOut:
    async with command.transaction() as tx:
        await cancel_wave(tx, wave_id, now=clock.now())
        return command.answer(await _wave(tx, wave_id))


@router.put("/location-coordinates", summary="Say where places stand, so that walks are measured")
async def put_coordinates(caller: Planner, command: Command, body: PlanIn) -> PlanIn:
    async with command.transaction() as tx:
        places = {each.location: Point(each.x_m, each.y_m) for each in body.items}
        await picking.set_points(tx, body.warehouse, places)
        return command.answer(body)


@router.get("/count-requests", summary="Places that somebody should count")
async def list_count_requests(
    caller: Reader,
    db: Db,
    paging: Paging,
    warehouse: Annotated[str | None, Query(max_length=40)] = None,
    is_open: bool = True,  # noqa: FBT001, FBT002  # a query parameter
) -> Page[CountRequestOut]:
    asked = count_request.c
    statement = (
        select(
            asked.id, asked.warehouse, location.c.code.label("location"), asked.product_id, product.c.sku,
            lot.c.code.label("lot"), asked.reason, asked.created_at, asked.done_at,
        )
        .select_from(
            count_request.join(location, location.c.id == asked.location_id)
            .join(product, product.c.id == asked.product_id)
            .outerjoin(lot, lot.c.id == asked.lot_id)
        )
        .where(asked.done_at.is_(None) if is_open else asked.done_at.is_not(None))
    )  # fmt: skip
    if warehouse is not None:
        statement = statement.where(asked.warehouse == warehouse)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"created_at": asked.created_at},
            key=asked.id,
            convert=lambda row: CountRequestOut(**dict(row)),
        )


async def _wave(tx: ReadTransaction, wave_id: UUID) -> WaveOut:
    heads = await tx.select(_HEAD.where(wave.c.id == wave_id))
    if not heads:
        raise unknown("wave", wave_id)
    rows = await tx.fetch(
        "SELECT t.id, t.position, t.order_id AS sales_order_id, r.order_number, t.order_line_id AS sales_order_line_id,"
        " t.product_id, p.sku, p.name, t.location_id, l.code AS location, b.code AS lot, t.quantity, t.picked, t.status"
        " FROM pick_task t JOIN reservation r ON r.order_id = t.order_id JOIN product p ON p.id = t.product_id"
        " JOIN location l ON l.id = t.location_id LEFT JOIN lot b ON b.id = t.lot_id"
        " WHERE t.wave_id = $1 ORDER BY t.position",
        wave_id,
    )
    points = await picking.points(tx, [row["location_id"] for row in rows])
    path = [points[row["location_id"]] for row in rows if row["location_id"] in points]
    walked = metres(path) if len(path) == len(rows) else None
    return WaveOut(
        **dict(heads[0]),
        tasks=[TaskOut(**{name: row[name] for name in TaskOut.model_fields}) for row in rows],
        metres=walked,
        metres_per_line=None if walked is None else round(walked / len(rows), 1),
    )

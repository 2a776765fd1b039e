"""Packages of what was picked, their shipment, and goods that are put back."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from kit.auth import Principal
from kit.db import ReadTransaction
from kit.http import Command, Db, requires
from kit.ids import new_id

from inventory.api.picking_schemas import (
    CloseIn,
    LooseIn,
    PackageIn,
    PackageOut,
    PackagesOut,
    PackMoreIn,
    PutBackIn,
    ShipPackagesIn,
    StandingOut,
    StandingsOut,
)
from inventory.api.schemas import ShipmentOut
from inventory.api.stock import posting
from inventory.commands.packages import (
    LooseGoods,
    cancel_package,
    close_package,
    pack,
    pack_more,
    put_back,
    ship_packages,
)
from inventory.storage import packages, picking

router = APIRouter(tags=["picking"])

Reader = Annotated[Principal, requires("inventory.stock.read")]
Picker = Annotated[Principal, requires("inventory.picks.write")]
Shipper = Annotated[Principal, requires("inventory.shipments.write")]


@router.get("/picked", summary="What stands in the shipping place for an order")
async def get_standing(caller: Reader, db: Db, sales_order_id: UUID) -> StandingsOut:
    async with db.read() as tx:
        return await _standing(tx, sales_order_id)


@router.get("/packages", summary="The packages of an order")
async def list_packages(caller: Reader, db: Db, sales_order_id: UUID) -> PackagesOut:
    async with db.read() as tx:
        return PackagesOut(items=[PackageOut.of(each) for each in await packages.of_order(tx, sales_order_id)])


@router.post("/packages", status_code=201, summary="Open a package of an order, with what was scanned into it")
async def post_package(caller: Picker, command: Command, body: PackageIn, request: Request) -> PackageOut:
    async with command.transaction() as tx:
        packed = await pack(
            tx,
            body.id or new_id(),
            body.sales_order_id,
            [_loose(line) for line in body.lines],
            company_prefix=request.app.state.gs1_company_prefix,
            by=caller.subject,
        )
        return command.answer(PackageOut.of(packed))


@router.post("/packages/{package_id}/lines", summary="More goods go into an open package")
async def post_package_lines(caller: Picker, command: Command, package_id: UUID, body: PackMoreIn) -> PackageOut:
    async with command.transaction() as tx:
        return command.answer(PackageOut.of(await pack_more(tx, package_id, [_loose(line) for line in body.lines])))


@router.post("/packages/{package_id}/close", summary="Close a package: nothing more goes in")
async def post_package_close(caller: Picker, command: Command, package_id: UUID, body: CloseIn) -> PackageOut:
    async with command.transaction() as tx:
        return command.answer(PackageOut.of(await close_package(tx, package_id, body.weight_kg)))


@router.post("/packages/{package_id}/cancel", summary="Unpack: its goods stand loose again")
async def post_package_cancel(caller: Picker, command: Command, package_id: UUID) -> PackageOut:
    async with command.transaction() as tx:
        return command.answer(PackageOut.of(await cancel_package(tx, package_id)))


@router.post("/shipments/packed", status_code=201, summary="Ship closed packages of an order")
async def post_packed_shipment(
    caller: Shipper, command: Command, body: ShipPackagesIn, request: Request
) -> ShipmentOut:
    async with command.transaction() as tx:
        shipped = await ship_packages(tx, body.sales_order_id, body.package_ids, posting(body, command, request))
        return command.answer(ShipmentOut.of(shipped))


@router.post("/put-backs", status_code=201, summary="Put picked goods back into places")
async def post_put_back(caller: Picker, command: Command, body: PutBackIn, request: Request) -> StandingsOut:
    goods = [LooseGoods(line.sales_order_line_id, line.quantity, line.lot, line.location) for line in body.lines]
    async with command.transaction() as tx:
        await put_back(tx, body.sales_order_id, goods, posting(body, command, request))
        return command.answer(await _standing(tx, body.sales_order_id))


def _loose(line: LooseIn) -> LooseGoods:
    return LooseGoods(line.sales_order_line_id, line.quantity, line.lot)


async def _standing(tx: ReadTransaction, order_id: UUID) -> StandingsOut:
    return StandingsOut(
        items=[
            StandingOut(
                sales_order_line_id=each.order_line_id,
                product_id=each.product_id,
                lot=each.lot.code if each.lot else None,
                quantity=each.quantity,
                packed=each.packed,
            )
            for each in await picking.standing(tx, order_id)
        ]
    )

"""Warehouses and locations."""

from typing import Annotated

from fastapi import APIRouter, Query
from kit.auth import Principal
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from sqlalchemy import select

from inventory.api.schemas import LocationIn, LocationOut, WarehouseIn, WarehouseOut
from inventory.commands.create_locations import create_location, create_warehouse
from inventory.storage.tables import location, warehouse

router = APIRouter(tags=["places"])

Reader = Annotated[Principal, requires("inventory.stock.read")]
Writer = Annotated[Principal, requires("inventory.warehouses.write")]


@router.get("/warehouses", summary="Warehouses")
async def list_warehouses(caller: Reader, db: Db, paging: Paging) -> Page[WarehouseOut]:
    async with db.read() as tx:
        return await fetch_page(
            tx,
            select(warehouse.c.code, warehouse.c.name),
            paging,
            sortable={"code": warehouse.c.code},
            key=warehouse.c.code,
            convert=lambda row: WarehouseOut(**dict(row)),
        )


@router.post("/warehouses", status_code=201, summary="Add a warehouse, with its default location")
async def add_warehouse(caller: Writer, command: Command, body: WarehouseIn) -> WarehouseOut:
    async with command.transaction() as tx:
        await create_warehouse(tx, body.code, body.name)
        return command.answer(WarehouseOut(code=body.code, name=body.name))


@router.get("/locations", summary="Locations")
async def list_locations(
    caller: Reader, db: Db, paging: Paging, warehouse_code: Annotated[str | None, Query(alias="warehouse")] = None
) -> Page[LocationOut]:
    columns = (location.c.id, location.c.warehouse, location.c.code, location.c.name, location.c.kind)
    statement = select(*columns)
    if warehouse_code is not None:
        statement = statement.where(location.c.warehouse == warehouse_code)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"code": location.c.code},
            key=location.c.id,
            convert=lambda row: LocationOut(**dict(row)),
        )


@router.post("/locations", status_code=201, summary="Add a location to a warehouse")
async def add_location(caller: Writer, command: Command, body: LocationIn) -> LocationOut:
    async with command.transaction() as tx:
        added = await create_location(tx, body.warehouse, body.code, body.name)
        return command.answer(
            LocationOut(id=added.id, warehouse=added.warehouse, code=added.code, name=body.name, kind=str(added.kind))
        )

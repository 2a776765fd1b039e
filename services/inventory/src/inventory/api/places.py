"""Warehouses and locations."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query
from kit.auth import Principal
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from sqlalchemy import select

from inventory.api.schemas import (
    LocationIn,
    LocationLineIn,
    LocationOut,
    LocationsIn,
    LocationsOut,
    MovementRuleBody,
    MovementRulesBody,
    WarehouseIn,
    WarehouseOut,
)
from inventory.commands.change_movement_rules import change_movement_rules
from inventory.commands.create_locations import NewLocation, create_locations, create_warehouse
from inventory.domain.location import LocationKind
from inventory.storage import movement_rules
from inventory.storage.movement_rules import MovementRule
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
    caller: Reader,
    db: Db,
    paging: Paging,
    warehouse_code: Annotated[str | None, Query(alias="warehouse", max_length=40)] = None,
    inside: Annotated[str | None, Query(max_length=400, description="Path of a zone: all that lies in it.")] = None,
) -> Page[LocationOut]:
    statement = select(
        location.c.id, location.c.warehouse, location.c.code, location.c.name, location.c.kind, location.c.parent_id,
        location.c.path, location.c.walk_order,
    )  # fmt: skip
    if warehouse_code is not None:
        statement = statement.where(location.c.warehouse == warehouse_code)
    if inside is not None:
        statement = statement.where(location.c.path.startswith(f"{inside}/", autoescape=True))
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"code": location.c.code, "path": location.c.path, "walk_order": location.c.walk_order},
            key=location.c.id,
            convert=lambda row: LocationOut(**dict(row)),
        )


@router.post("/locations", status_code=201, summary="Add a location to a warehouse")
async def add_location(caller: Writer, command: Command, body: LocationIn) -> LocationOut:
    async with command.transaction() as tx:
        (added,) = await create_locations(tx, body.warehouse, [_new(body)])
        return command.answer(LocationOut.of(added))


@router.post("/locations/bulk", status_code=201, summary="Add a tree of locations to a warehouse, all or none")
async def add_locations(caller: Writer, command: Command, body: LocationsIn) -> LocationsOut:
    async with command.transaction() as tx:
        added = await create_locations(tx, body.warehouse, [_new(each) for each in body.locations])
        return command.answer(LocationsOut(items=[LocationOut.of(each) for each in added]))


@router.get("/movement-rules", summary="Which ways goods may go, and moved by whom")
async def list_movement_rules(caller: Reader, db: Db) -> MovementRulesBody:
    async with db.read() as tx:
        return _rules(await movement_rules.listed(tx))


@router.put("/movement-rules", summary="Set which ways goods may go: these and no others")
async def set_movement_rules(
    caller: Annotated[Principal, requires("inventory.movement-rules.write")],
    command: Command,
    body: MovementRulesBody,
) -> MovementRulesBody:
    rules = [MovementRule(each.source_kind, each.destination_kind, each.role) for each in body.items]
    async with command.transaction() as tx:
        await change_movement_rules(tx, rules, subject=caller.subject)
        return command.answer(_rules(await movement_rules.listed(tx)))


def _new(body: LocationLineIn) -> NewLocation:
    return NewLocation(body.code, body.name, LocationKind(body.kind), body.parent, body.walk_order)


def _rules(rules: Sequence[MovementRule]) -> MovementRulesBody:
    return MovementRulesBody(
        items=[
            MovementRuleBody(source_kind=rule.source_kind, destination_kind=rule.destination_kind, role=rule.role)
            for rule in rules
        ]
    )

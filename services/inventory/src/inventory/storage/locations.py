"""Warehouses and their locations."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from asyncpg import Record
from kit.db import ReadTransaction, Transaction

from inventory.domain.errors import LocationNotKnown, WarehouseNotKnown
from inventory.domain.location import DEFAULT_LOCATION, Location, LocationKind

_COLUMNS = "id, code, kind, warehouse, walk_order, capacity IS NOT NULL AS has_capacity"


async def add_warehouse(tx: Transaction, code: str, name: str) -> bool:
    """Write a warehouse; False when its code is taken."""
    return bool(
        await tx.execute("INSERT INTO warehouse (code, name) VALUES ($1, $2) ON CONFLICT DO NOTHING", code, name)
    )


@dataclass(frozen=True, slots=True)
class Placed:
    """A location in its tree: `path` names those around it, from the outermost, and itself: `A/A-01/A-01-03`."""

    location: Location
    name: str
    path: str
    parent_id: UUID | None = None


async def add(tx: Transaction, placed: Sequence[Placed]) -> set[UUID]:
    """Write locations, outer ones first; returns those that could be: the others' codes are taken."""
    rows = await tx.fetch(
        "INSERT INTO location (id, warehouse, code, name, kind, parent_id, path, walk_order)"
        " SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::text[], $8::int[])"
        " ON CONFLICT DO NOTHING RETURNING id",
        [each.location.id for each in placed],
        [each.location.warehouse for each in placed],
        [each.location.code for each in placed],
        [each.name for each in placed],
        [str(each.location.kind) for each in placed],
        [each.parent_id for each in placed],
        [each.path for each in placed],
        [each.location.walk_order for each in placed],
    )
    return {row["id"] for row in rows}


async def placed_by_code(tx: ReadTransaction, warehouse: str, codes: Sequence[str]) -> dict[str, Placed]:
    """Those of these locations of a warehouse that exist, with their place in the tree."""
    rows = await tx.fetch(
        f"SELECT {_COLUMNS}, name, path, parent_id FROM location WHERE warehouse = $1 AND code = ANY($2)",
        warehouse,
        list(codes),
    )
    return {row["code"]: Placed(_location(row), row["name"], row["path"], row["parent_id"]) for row in rows}


async def check_warehouse(tx: ReadTransaction, code: str, *, field: str = "warehouse") -> None:
    """Nothing when it exists.

    Raises:
        WarehouseNotKnown: it does not.
    """
    if not await tx.fetchval("SELECT true FROM warehouse WHERE code = $1", code):
        raise WarehouseNotKnown(f"There is no warehouse {code!r}: create it first.", field=field, warehouse=code)


async def warehouses(tx: ReadTransaction) -> set[str]:
    """The codes of all."""
    return {row["code"] for row in await tx.fetch("SELECT code FROM warehouse")}


async def by_code(tx: ReadTransaction, warehouse: str, codes: Sequence[str]) -> dict[str, Location]:
    """Locations of a warehouse by their codes, and its default one.

    Raises:
        WarehouseNotKnown: it does not exist.
        LocationNotKnown: one of the codes is none of its locations.
    """
    rows = await tx.fetch(
        f"SELECT {_COLUMNS} FROM location WHERE warehouse = $1 AND code = ANY($2)",
        warehouse,
        [DEFAULT_LOCATION, *codes],
    )
    found = {row["code"]: _location(row) for row in rows}
    if DEFAULT_LOCATION not in found:
        await check_warehouse(tx, warehouse)
    for code in codes:
        if code not in found:
            raise LocationNotKnown(
                f"The warehouse {warehouse} has no location {code!r}: create it first.",
                location=code,
                warehouse=warehouse,
                field="location",
            )
    return found


async def of_kind(tx: ReadTransaction, warehouse: str, kind: LocationKind) -> Location:
    """The first location of a kind in a warehouse.

    Raises:
        WarehouseNotKnown, LocationNotKnown: there is none.
    """
    row = await tx.fetchrow(
        f"SELECT {_COLUMNS} FROM location WHERE warehouse = $1 AND kind = $2 ORDER BY walk_order, code LIMIT 1",
        warehouse,
        str(kind),
    )
    if row is None:
        await check_warehouse(tx, warehouse)
        raise LocationNotKnown(f"The warehouse {warehouse} has no place for {kind}: create one.", field="warehouse")
    return _location(row)


async def inside(tx: ReadTransaction, warehouse: str, path: str) -> set[UUID]:
    """Locations that lie in a zone, at any depth."""
    rows = await tx.fetch(
        "SELECT id FROM location WHERE warehouse = $1 AND starts_with(path, $2)", warehouse, f"{path}/"
    )
    return {row["id"] for row in rows}


async def by_id(tx: ReadTransaction, ids: Sequence[UUID]) -> dict[UUID, Location]:
    """Locations, ours and outside."""
    rows = await tx.fetch(f"SELECT {_COLUMNS} FROM location WHERE id = ANY($1)", ids)
    return {row["id"]: _location(row) for row in rows}


def _location(row: Record) -> Location:
    return Location(
        row["id"],
        row["code"],
        LocationKind(row["kind"]),
        row["warehouse"] or "",
        row["walk_order"],
        row["has_capacity"],
    )

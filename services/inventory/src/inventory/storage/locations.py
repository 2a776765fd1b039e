"""Warehouses and their locations."""

from collections.abc import Sequence
from uuid import UUID

from kit.db import ReadTransaction, Transaction

from inventory.domain.errors import LocationNotKnown, WarehouseNotKnown
from inventory.domain.location import DEFAULT_LOCATION, Location, LocationKind


async def add_warehouse(tx: Transaction, code: str, name: str) -> bool:
    """Write a warehouse; False when its code is taken."""
    return bool(
        await tx.execute("INSERT INTO warehouse (code, name) VALUES ($1, $2) ON CONFLICT DO NOTHING", code, name)
    )


async def add(tx: Transaction, location: Location, name: str) -> bool:
    """Write a location; False when its code is taken in the warehouse."""
    return bool(
        await tx.execute(
            "INSERT INTO location (id, warehouse, code, name, kind) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
            location.id,
            location.warehouse,
            location.code,
            name,
            str(location.kind),
        )
    )


async def check_warehouse(tx: ReadTransaction, code: str, *, field: str = "warehouse") -> None:
    """Nothing when it exists.

    Raises:
        WarehouseNotKnown: it does not.
    """
    if not await tx.fetchval("SELECT true FROM warehouse WHERE code = $1", code):
        raise WarehouseNotKnown(f"There is no warehouse {code!r}: create it first.", field=field, warehouse=code)


async def by_code(tx: ReadTransaction, warehouse: str, codes: Sequence[str]) -> dict[str, Location]:
    """Locations of a warehouse by their codes, and its default one.

    Raises:
        WarehouseNotKnown: it does not exist.
        LocationNotKnown: one of the codes is none of its locations.
    """
    rows = await tx.fetch(
        "SELECT id, code, kind, warehouse FROM location WHERE warehouse = $1 AND code = ANY($2)",
        warehouse,
        [DEFAULT_LOCATION, *codes],
    )
    found = {row["code"]: _location(row["id"], row["code"], row["kind"], row["warehouse"]) for row in rows}
    if DEFAULT_LOCATION not in found:
        await check_warehouse(tx, warehouse)
    for code in codes:
        if code not in found:
            raise LocationNotKnown(
                f"The warehouse {warehouse} has no location {code!r}: create it first.", location=code, field="location"
            )
    return found


async def by_id(tx: ReadTransaction, ids: Sequence[UUID]) -> dict[UUID, Location]:
    """Locations, ours and outside."""
    rows = await tx.fetch("SELECT id, code, kind, warehouse FROM location WHERE id = ANY($1)", ids)
    return {row["id"]: _location(row["id"], row["code"], row["kind"], row["warehouse"]) for row in rows}


def _location(id_: UUID, code: str, kind: str, warehouse: str | None) -> Location:
    return Location(id_, code, LocationKind(kind), warehouse or "")

"""New warehouses and locations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kit.db import Transaction
from kit.ids import new_id

from inventory.domain.errors import CodeTaken, LineRepeated, LocationNotKnown, ParentNotFit
from inventory.domain.location import FIRST_LOCATIONS, Location, LocationKind
from inventory.storage import locations
from inventory.storage.locations import Placed


@dataclass(frozen=True, slots=True)
class NewLocation:
    """A location to add, inside `parent` (a code of the same warehouse) if it names one."""

    code: str
    name: str
    kind: LocationKind
    parent: str | None = None
    walk_order: int = 0


async def create_warehouse(tx: Transaction, code: str, name: str) -> None:
    """Add a warehouse with what every one has: a place to store, and those for goods that cannot be promised.

    Raises:
        CodeTaken: the code is in use.
    """
    if not await locations.add_warehouse(tx, code, name):
        raise CodeTaken(f"There is a warehouse {code} already.", field="code", existing=code)
    first = [NewLocation(place, place.capitalize(), kind) for place, kind in FIRST_LOCATIONS]
    await locations.add(tx, _placed(code, first, {}))


async def create_locations(tx: Transaction, warehouse: str, asked: Sequence[NewLocation]) -> list[Placed]:
    """Add locations to a warehouse, all or none. A parent may be one of them, if it comes before what lies in it.

    Raises:
        WarehouseNotKnown: there is no such warehouse.
        LineRepeated, CodeTaken: a code occurs twice, or is in use there.
        LocationNotKnown, ParentNotFit: a parent does not exist, or is no zone.
    """
    await locations.check_warehouse(tx, warehouse)
    codes = [each.code for each in asked]
    for i, code in enumerate(codes):
        if code in codes[:i]:
            raise LineRepeated(f"{code} occurs twice.", field=f"locations.{i}.code")
    parents = await locations.placed_by_code(tx, warehouse, [each.parent for each in asked if each.parent])
    placed = _placed(warehouse, asked, parents)
    added = await locations.add(tx, placed)
    for i, each in enumerate(placed):
        if each.location.id not in added:
            code = each.location.code
            raise CodeTaken(
                f"The warehouse {warehouse} has a location {code} already.", field=f"locations.{i}.code", existing=code
            )
    return placed


def _placed(warehouse: str, asked: Sequence[NewLocation], known: Mapping[str, Placed]) -> list[Placed]:
    around = dict(known)
    placed = []
    for i, each in enumerate(asked):
        parent = None
        if each.parent is not None:
            parent = _parent(warehouse, each.parent, around, field=f"locations.{i}.parent")
        place = Location(new_id(), each.code, each.kind, warehouse, each.walk_order)
        path = f"{parent.path}/{each.code}" if parent else each.code
        around[each.code] = Placed(place, each.name, path, parent.location.id if parent else None)
        placed.append(around[each.code])
    return placed


def _parent(warehouse: str, code: str, around: Mapping[str, Placed], *, field: str) -> Placed:
    if code not in around:
        raise LocationNotKnown(
            f"The warehouse {warehouse} has no location {code!r}: create it first, or name it before what lies in it.",
            field=field,
            location=code,
        )
    parent = around[code]
    if parent.location.kind is not LocationKind.ZONE:
        raise ParentNotFit(
            f"{code} is a place for {parent.location.kind}: only a zone has others inside.", field=field, location=code
        )
    return parent

"""New warehouses and locations."""

from kit.db import Transaction
from kit.ids import new_id

from inventory.domain.errors import CodeTaken
from inventory.domain.location import DEFAULT_LOCATION, Location, LocationKind
from inventory.storage import locations


async def create_warehouse(tx: Transaction, code: str, name: str) -> None:
    """Add a warehouse with its default location.

    Raises:
        CodeTaken: the code is in use.
    """
    if not await locations.add_warehouse(tx, code, name):
        raise CodeTaken(f"There is a warehouse {code} already.", field="code", existing=code)
    await locations.add(tx, Location(new_id(), DEFAULT_LOCATION, LocationKind.INTERNAL, code), "Stock")


async def create_location(tx: Transaction, warehouse: str, code: str, name: str) -> Location:
    """Add an internal location.

    Raises:
        WarehouseNotKnown: there is no such warehouse.
        CodeTaken: the code is in use there.
    """
    await locations.check_warehouse(tx, warehouse)
    location = Location(new_id(), code, LocationKind.INTERNAL, warehouse)
    if not await locations.add(tx, location, name):
        raise CodeTaken(f"The warehouse {warehouse} has a location {code} already.", field="code", existing=code)
    return location

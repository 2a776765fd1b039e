from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from inventory.wiring import MIGRATIONS, build
from kit.testing.services import ServiceUnderTest, service_under_test

from services.inventory.tests import factories as make


@pytest.fixture(scope="session")
async def inventory(new_database: Callable[[str], str]) -> AsyncIterator[ServiceUnderTest]:
    async with service_under_test(build, MIGRATIONS, new_database("inventory")) as under_test:
        yield under_test


@pytest.fixture(scope="session", autouse=True)
async def warehouse(inventory: ServiceUnderTest) -> None:
    await make.posted(inventory, "/warehouses", {"code": make.WAREHOUSE, "name": "Entrepôt de Lyon"})
    await make.posted(inventory, "/locations", {"warehouse": make.WAREHOUSE, "code": "A-01"})


@pytest.fixture(scope="session")
async def aisle(inventory: ServiceUnderTest, warehouse: None) -> None:
    """Three places in a row, with where they stand in the hall."""
    places: list[dict[str, Any]] = [{"code": "P", "kind": "zone"}]
    places += [{"code": code, "parent": "P", "walk_order": i} for i, code in enumerate(make.AISLE, 1)]
    await make.posted(inventory, "/locations/bulk", {"warehouse": make.WAREHOUSE, "locations": places})
    plan = [{"location": code, "x_m": str(10 * i), "y_m": "5"} for i, code in enumerate(make.AISLE, 1)]
    async with inventory.client(*make.ALL) as client:
        answer = await client.put("/location-coordinates", json={"warehouse": make.WAREHOUSE, "items": plan})
    assert answer.status_code == 200, answer.text

from collections.abc import AsyncIterator, Callable

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

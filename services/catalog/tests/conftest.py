from collections.abc import AsyncIterator, Callable

import pytest
from catalog.wiring import MIGRATIONS, build
from kit.testing.services import ServiceUnderTest, service_under_test

from services.catalog.tests import factories as make


@pytest.fixture(scope="session")
async def catalog(new_database: Callable[[str], str]) -> AsyncIterator[ServiceUnderTest]:
    async with service_under_test(build, MIGRATIONS, new_database("catalog")) as under_test:
        yield under_test


@pytest.fixture(scope="session", autouse=True)
async def family(catalog: ServiceUnderTest) -> None:
    await make.created(catalog, "/families", {"code": "visserie", "name": "Visserie"})

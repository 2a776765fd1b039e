from collections.abc import AsyncIterator, Callable

import pytest
from kit.testing.services import ServiceUnderTest, service_under_test
from pricing.wiring import MIGRATIONS, build


@pytest.fixture(scope="session")
async def pricing(new_database: Callable[[str], str]) -> AsyncIterator[ServiceUnderTest]:
    async with service_under_test(build, MIGRATIONS, new_database("pricing")) as under_test:
        yield under_test

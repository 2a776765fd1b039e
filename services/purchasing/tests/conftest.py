from collections.abc import AsyncIterator, Callable

import pytest
from kit.testing.services import ServiceUnderTest, service_under_test
from purchasing.wiring import MIGRATIONS, build


@pytest.fixture(scope="session")
async def purchasing(new_database: Callable[[str], str]) -> AsyncIterator[ServiceUnderTest]:
    async with service_under_test(build, MIGRATIONS, new_database("purchasing")) as under_test:
        yield under_test

from collections.abc import AsyncIterator, Callable

import pytest
from kit.service import Service
from kit.testing.services import ServiceUnderTest, service_under_test
from toy import wiring


@pytest.fixture(scope="session")
async def toy(new_database: Callable[[str], str]) -> AsyncIterator[ServiceUnderTest]:
    build: Callable[[], Service] = wiring.build
    async with service_under_test(build, wiring.MIGRATIONS, new_database("toy")) as under_test:
        yield under_test

from collections.abc import AsyncIterator, Callable

import pytest
from accounting.wiring import MIGRATIONS, build
from kit.testing.services import ServiceUnderTest, service_under_test

PLATFORM = {
    "PLATFORM_REGISTRATION": "0123",
    "PLATFORM_NAME": "Plateforme Exemple",
}  # as reports name it; none is called


@pytest.fixture(scope="session")
async def accounting(new_database: Callable[[str], str]) -> AsyncIterator[ServiceUnderTest]:
    async with service_under_test(build, MIGRATIONS, new_database("accounting"), **PLATFORM) as under_test:
        yield under_test

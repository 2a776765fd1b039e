from collections.abc import AsyncIterator, Callable

import pytest
from accounting.wiring import MIGRATIONS, build
from kit.testing.services import ServiceUnderTest, service_under_test


@pytest.fixture(scope="module")
async def accounting(new_database: Callable[[str], str]) -> AsyncIterator[ServiceUnderTest]:
    """Books of its own: what is in the way of a month-end is counted over all of them."""
    async with service_under_test(build, MIGRATIONS, new_database("accounting")) as under_test:
        yield under_test

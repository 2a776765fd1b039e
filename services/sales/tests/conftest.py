from collections.abc import AsyncIterator, Callable
from functools import partial

import pytest
from kit.testing.services import ServiceUnderTest, service_under_test
from sales.wiring import MIGRATIONS, build

from services.sales.tests.factories import House
from services.sales.tests.fakes import World


@pytest.fixture(scope="session")
async def house(new_database: Callable[[str], str]) -> AsyncIterator[House]:
    world = World()
    async with service_under_test(partial(build, world.peers()), MIGRATIONS, new_database("sales")) as under_test:
        yield House(under_test, world)


@pytest.fixture
def sales(house: House) -> ServiceUnderTest:
    return house.sales

from collections.abc import AsyncIterator, Callable

import pytest
from kit.rpc import Server
from kit.testing.services import ServiceUnderTest, service_under_test
from pricing.wiring import MIGRATIONS, build

from services.pricing.tests.peers import Sales


@pytest.fixture(scope="session")
async def pricing(new_database: Callable[[str], str]) -> AsyncIterator[ServiceUnderTest]:
    async with service_under_test(build, MIGRATIONS, new_database("pricing")) as under_test:
        yield under_test


@pytest.fixture(scope="session")
async def sales(pricing: ServiceUnderTest) -> AsyncIterator[Sales]:
    assert pricing.service.add_servicers is not None
    server = Server("pricing", pricing.service.service_tokens, pricing.service.add_servicers)
    port = await server.start("127.0.0.1:0")
    sales = Sales(f"127.0.0.1:{port}")
    yield sales
    await sales.peer.close()
    await server.stop(0)

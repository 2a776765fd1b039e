from collections.abc import AsyncIterator, Callable

import httpx
import pytest
from identity.wiring import MIGRATIONS, build
from kit.service import api_of
from kit.testing import servers
from kit.testing.services import ServiceUnderTest, service_under_test

from services.identity.tests import factories as make


@pytest.fixture(scope="session")
async def identity(new_database: Callable[[str], str]) -> AsyncIterator[ServiceUnderTest]:
    async with service_under_test(build, MIGRATIONS, new_database("identity"), **make.SETTINGS) as under_test:
        yield under_test


@pytest.fixture(scope="session")
async def address(identity: ServiceUnderTest) -> AsyncIterator[str]:
    """Where the service listens: tokens are verified by keys that come over the network."""
    async with servers.served(api_of(identity.service)) as url:
        yield url


@pytest.fixture
async def client(address: str) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the public endpoints."""
    async with httpx.AsyncClient(base_url=address) as client:
        yield client

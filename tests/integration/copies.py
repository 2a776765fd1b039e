"""A second instance of a service, on an empty database of its own, that hears everything from the beginning."""

import asyncio
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from secrets import token_hex

import httpx
from stack.platform import Platform
from stack.ports import LOCALHOST, free_port
from stack.process import Child

from tests.integration.house import House

COPIED = ("accounting", "inventory", "reporting")
_LIMIT_S = 60


@dataclass(frozen=True, slots=True)
class Copy:
    """It answers and, once told to, listens. It tells nothing: without a relay, its events stay with it."""

    house: House  # as it sees it
    consumer: Child

    def listen(self) -> None:
        """Apply what the topics hold, from the beginning."""
        self.consumer.start()


@asynccontextmanager
async def copy_of(platform: Platform, service: str, house: House, *, broker: str) -> AsyncIterator[Copy]:
    """A copy that answers. Its batches are small, so that messages of different topics meet in every order."""
    name = f"{service}_{token_hex(4)}"
    secret = platform.settings.secrets["database-password"]
    create = f"CREATE DATABASE {name} OWNER {service} TEMPLATE {service}_empty"
    await asyncio.to_thread(platform.postgres.execute, create)
    environment = {
        **platform.environment(service),
        "DATABASE_URL": platform.postgres.dsn(name, service, secret),
        "CONSUMER_GROUP": name,
        "CONSUMER_BATCH_MAX": "20",
        "NOT_YET_LIMIT_S": "400",
        "KAFKA_BOOTSTRAP_SERVERS": broker,
        "GRPC_PORT": str(free_port()),
    }
    server = _child(platform, service, "serve", environment)
    consumer = _child(platform, service, "consume", environment)
    server.start()
    try:
        async with httpx.AsyncClient() as http:
            await house.until(lambda: _is_ready(http, server), f"{server.name} is ready")
        elsewhere = {service: f"http://{LOCALHOST}:{server.port}"}
        yield Copy(replace(house, at=elsewhere), consumer)
    finally:
        for child in (consumer, server):
            child.terminate()
        for child in (consumer, server):
            await asyncio.to_thread(child.wait, _LIMIT_S)


async def run_to_end(platform: Platform, service: str, command: str, environment: Mapping[str, str]) -> None:
    """Run a command of a service that ends by itself, and well."""
    child = _child(platform, service, command, environment)
    child.start()
    await asyncio.to_thread(child.wait, _LIMIT_S)
    assert child.exit_code() == 0, child.log_tail()


async def _is_ready(http: httpx.AsyncClient, child: Child) -> bool:
    child.refuse_if_dead()
    try:
        return (await http.get(child.ready_url)).is_success
    except httpx.TransportError:
        return False


def _child(platform: Platform, service: str, role: str, environment: Mapping[str, str]) -> Child:
    port = free_port()
    return Child(
        f"{service}-{role}-{port}",
        [sys.executable, "-m", service, role],
        {**environment, "HTTP_PORT": str(port)},
        platform.settings.data_folder / "log",
        port=port,
        ready_url=f"http://{LOCALHOST}:{port}/readyz",
    )

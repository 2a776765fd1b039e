"""Looks into the services' databases over connections kept open: asking their APIs so often would be load."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import asyncpg
from stack.platform import Platform

from benchmarks.http import Failed

PATIENCE_S = 300.0
_PAUSE_S = 0.05  # a count of many rows costs some milliseconds itself


class Watch:
    """One connection to each database that is looked into."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._connections: dict[str, asyncpg.Connection[asyncpg.Record]] = {}

    async def fetch(self, service: str, sql: str, *args: object) -> list[asyncpg.Record]:
        """Rows of a service's database."""
        if service not in self._connections:
            self._connections[service] = await asyncpg.connect(self._platform.dsn(service))
        return await self._connections[service].fetch(sql, *args)

    async def count(self, service: str, sql: str) -> int:
        """The one number that a statement gives."""
        return int((await self.fetch(service, sql))[0][0])

    async def until(self, service: str, sql: str, count: int) -> float:
        """When (`time.perf_counter`) a count was first seen to be reached."""

        async def is_reached() -> bool:
            return await self.count(service, sql) >= count

        return await until(is_reached, f"{sql} reaches {count}")

    async def until_published(self, service: str) -> None:
        """When a service has handed all its events to Kafka."""

        async def is_empty() -> bool:
            return await self.count(service, "SELECT count(*) FROM outbox") == 0

        await until(is_empty, f"{service} has published")

    async def close(self) -> None:
        for connection in self._connections.values():
            await connection.close()


async def until(claim: Callable[[], Awaitable[bool]], what: str) -> float:
    """When (`time.perf_counter`) a claim was first seen to hold.

    Raises:
        Failed: it did not within five minutes.
    """
    ends = time.perf_counter() + PATIENCE_S
    while not await claim():
        if time.perf_counter() > ends:
            raise Failed(f"Waited {PATIENCE_S:.0f} s in vain: {what}.")
        await asyncio.sleep(_PAUSE_S)
    return time.perf_counter()

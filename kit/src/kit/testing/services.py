"""A service under test: its database built by its migrations, its app in process, events in and out."""

import os
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from google.protobuf.message import Message

from kit import consumer, migrations
from kit.clock import now
from kit.db import Database
from kit.events import ReceivedEvent
from kit.http import permissions_of
from kit.ids import new_id
from kit.service import Service, api_of
from kit.testing import tokens

SETTINGS = {
    "INTERNAL_TOKEN_KEY": tokens.INTERNAL_KEY,
    "OIDC_ISSUER": tokens.ISSUER,
    "OIDC_AUDIENCE": "comptoir",
}


@dataclass
class ServiceUnderTest:
    """One service on a real database, called in process."""

    service: Service

    @property
    def database(self) -> Database:
        return self.service.database

    @cached_property
    def app(self) -> FastAPI:
        """The service's app, made once: FastAPI compiles each route at its first request."""
        return api_of(self.service)

    @asynccontextmanager
    async def client(self, *permissions: str, **claims: Any) -> AsyncIterator[httpx.AsyncClient]:
        """An HTTP client whose caller has exactly these permissions; no token at all when none is given."""
        headers = {"Authorization": f"Bearer {tokens.token(*permissions, **claims)}"} if permissions else {}
        transport = httpx.ASGITransport(app=self.app)
        base = f"http://test/api/{self.service.name}/v1"
        async with httpx.AsyncClient(transport=transport, base_url=base, headers=headers) as client:
            yield client

    def all_permissions(self) -> list[str]:
        """Every permission that the service's endpoints ask for."""
        found: set[str] = set()
        for router in self.service.routers:
            for route in router.routes:
                found |= permissions_of(route) if isinstance(route, APIRoute) else set()
        ours = {f"{self.service.name}.{each}" for each in ("messages.manage", "invariants.read", "history.read")}
        return sorted({*found, *ours})

    async def deliver(self, topic: str, *messages: Message, key: str = "test", repeat: int = 1) -> None:
        """Let the service's handlers apply messages as if they came from Kafka; `repeat` delivers each as often."""
        events = [received(topic, message, key=key) for message in messages]
        await self.deliver_events([event for event in events for _ in range(repeat)])

    async def deliver_events(self, events: Iterable[ReceivedEvent[Any]]) -> None:
        """Apply events in one transaction, through kit's own inbox and dispatch."""
        handlers = self.service.handlers
        async with self.database.transaction() as tx:
            await consumer.apply(tx, list(events), handlers, consumer.types_of(handlers))

    async def published(self, *types: type[Message], since: int = 0) -> list[Any]:
        """The messages of these types that wait in the outbox, in order (ids above `since`)."""
        by_name = {cls.DESCRIPTOR.full_name: cls for cls in types}
        async with self.database.read() as tx:
            rows = await tx.fetch(
                "SELECT type, payload FROM outbox WHERE type = ANY($1) AND id > $2 ORDER BY id", list(by_name), since
            )
        return [by_name[row["type"]].FromString(row["payload"]) for row in rows]

    async def outbox_position(self) -> int:
        """The id of the newest outbox row: `published(since=…)` then shows what comes after."""
        async with self.database.read() as tx:
            return int(await tx.fetchval("SELECT coalesce(max(id), 0) FROM outbox"))


def received(
    topic: str, message: Message, *, key: str = "test", published_at: datetime | None = None
) -> ReceivedEvent[Any]:
    """A message as the consumer would hand it on."""
    return ReceivedEvent(
        message=None,
        id=new_id(),
        type=message.DESCRIPTOR.full_name,
        topic=topic,
        partition=0,
        offset=0,
        key=key,
        published_at=(published_at or now()).astimezone(UTC),
        payload=message.SerializeToString(),
    )


@asynccontextmanager
async def service_under_test(
    build: Callable[[], Service], folder: Path, dsn: str, **settings: str
) -> AsyncIterator[ServiceUnderTest]:
    """Migrate a fresh database and wire the service to it. `settings` are further environment variables."""
    migrations.upgrade_in_thread(dsn, folder)
    os.environ.update({**SETTINGS, "DATABASE_URL": dsn})
    with pytest.MonkeyPatch.context() as variables:  # of this service alone: the next one does not see them
        for name, value in settings.items():
            variables.setenv(name, value)
        service = build()
    tokens.trust(service.tokens)
    async with service.database.transaction() as tx:  # nobody relays events here, however slow the machine is
        await tx.execute("ALTER TABLE outbox ALTER created_at SET DEFAULT clock_timestamp() + interval '1 day'")
    if service.on_start is not None:
        await service.on_start()
    try:
        yield ServiceUnderTest(service)
    finally:
        for peer in service.peers:
            await peer.close()
        await service.database.close()

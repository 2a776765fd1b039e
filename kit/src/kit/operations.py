"""Endpoints that every service has: probes, metrics, parked messages."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

import orjson
from fastapi import APIRouter, Path, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel, Field
from sqlalchemy import BigInteger, DateTime, Select, Text, column, select, table
from sqlalchemy.dialects import postgresql

from kit import telemetry
from kit.auth import Principal
from kit.consumer import Handlers, replay_parked
from kit.db import Database
from kit.errors import unknown
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page

Probe = Callable[[], Awaitable[None]]


def probes(service: str, database: Database, ready: Mapping[str, Probe]) -> APIRouter:
    """`/livez` answers while the process turns; `/readyz` names every part and tells the truth; `/metrics`."""
    router = APIRouter(include_in_schema=False)

    @router.get("/livez")
    async def livez() -> Response:
        return Response("ok")

    @router.get("/readyz")
    async def readyz() -> Response:
        results = dict(zip(ready, await asyncio.gather(*(_try(probe) for probe in ready.values())), strict=True))
        ok = all(reason is None for reason in results.values())
        body = {"ready": ok, "parts": {name: reason or "ok" for name, reason in results.items()}}
        return Response(orjson.dumps(body), 200 if ok else 503, media_type="application/json")

    @router.get("/metrics")
    async def metrics() -> Response:
        telemetry.DB_IN_USE.labels(service).set(database.in_use())
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return router


async def _try(probe: Probe) -> str | None:
    try:
        await probe()
    except Exception as error:  # noqa: BLE001  # the loop of kit: a probe reports whatever is wrong
        return str(error) or type(error).__name__
    return None


class ParkedMessage(BaseModel):
    """A message that could not be applied; what came later for the same key waits behind it."""

    id: int
    event_id: UUID
    topic: str = Field(examples=["inventory.stock-movements.v1"])
    key: str
    type: str = Field(examples=["comptoir.inventory.v1.MovementPosted"])
    error: str
    published_at: datetime
    created_at: datetime


class Replayed(BaseModel):
    """How many messages were applied: the one asked for and those behind it."""

    applied: int


_parked = table(
    "parked_message",
    column("id", BigInteger),
    column("event_id", postgresql.UUID),
    column("topic", Text),
    column("key", Text),
    column("type", Text),
    column("error", Text),
    column("published_at", DateTime(timezone=True)),
    column("created_at", DateTime(timezone=True)),
)


def _select() -> Select[tuple[object, ...]]:
    return select(*_parked.columns)


def parked_messages(service: str, handlers: Handlers) -> APIRouter:
    """The desk where parked messages are seen and sent through again."""
    router = APIRouter(prefix="/parked-messages", tags=["operations"])
    permission = f"{service}.messages.manage"

    @router.get("", summary="List parked messages")
    async def list_parked_messages(
        caller: Annotated[Principal, requires(permission)], db: Db, paging: Paging
    ) -> Page[ParkedMessage]:
        async with db.read() as tx:
            return await fetch_page(
                tx,
                _select(),
                paging,
                sortable={"id": _parked.c.id},
                key=_parked.c.id,
                convert=lambda row: ParkedMessage(**dict(row)),
            )

    @router.post("/{parked_id}/replay", summary="Apply a parked message and those behind it")
    async def replay_parked_message(
        caller: Annotated[Principal, requires(permission)],
        command: Command,
        parked_id: Annotated[int, Path(ge=1, le=2**63 - 1)],
    ) -> Replayed:
        async with command.transaction() as tx:
            applied = await replay_parked(tx, parked_id, handlers)
            if not applied:
                raise unknown("parked message", parked_id)
            return command.answer(Replayed(applied=applied))

    return router

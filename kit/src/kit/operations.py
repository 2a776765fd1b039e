"""Endpoints that every service has: probes, metrics, parked messages."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

import orjson
from fastapi import APIRouter, Path, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel, Field
from sqlalchemy import BigInteger, DateTime, Select, Text, column, select, table
from sqlalchemy.dialects import postgresql

from kit import audit, telemetry
from kit.audit import AuditEntry
from kit.auth import Principal
from kit.bodies import Strict
from kit.consumer import Handlers, discard_parked, replay_parked
from kit.db import Database
from kit.errors import Unavailable, unknown
from kit.http import Command, Db, Paging, requires
from kit.invariants import Invariant, Invariants, prove
from kit.pagination import Page, fetch_page

_SHARED = (
    Invariant("no message is parked", "SELECT id, topic, key, error FROM parked_message ORDER BY id"),
    Invariant(
        "no event waits longer than a minute",
        "SELECT id, topic, key, created_at FROM outbox WHERE created_at < now() - interval '1 minute' ORDER BY id",
    ),
)

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
        with contextlib.suppress(Unavailable):  # the other metrics are wanted even so; readiness tells of the database
            await _measure(service, database)
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return router


async def _measure(service: str, database: Database) -> None:
    """What waits, from the tables themselves: a relay or consumer that hangs could not tell."""
    async with database.read() as tx:
        [row] = await tx.fetch(
            "SELECT (SELECT count(*) FROM (SELECT FROM outbox LIMIT 100000) AS o) AS outbox_rows,"
            " (SELECT extract(epoch FROM clock_timestamp() - created_at) FROM outbox ORDER BY id LIMIT 1) AS oldest_s,"
            " (SELECT count(*) FROM parked_message) AS parked"
        )
    telemetry.OUTBOX_ROWS.labels(service).set(row["outbox_rows"])
    telemetry.OUTBOX_OLDEST.labels(service).set(row["oldest_s"] or 0)
    telemetry.PARKED.labels(service).set(row["parked"])


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


class DiscardIn(Strict):
    reason: str = Field(min_length=3, max_length=500, examples=["Sent by a broken test client."])


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

    @router.post("/{parked_id}/discard", summary="Give up a parked message that can never be applied")
    async def discard_parked_message(
        caller: Annotated[Principal, requires(permission)],
        command: Command,
        parked_id: Annotated[int, Path(ge=1, le=2**63 - 1)],
        body: DiscardIn,
    ) -> ParkedMessage:
        async with command.transaction() as tx:
            row = await discard_parked(tx, parked_id)
            if row is None:
                raise unknown("parked message", parked_id)
            message = ParkedMessage(**{name: row[name] for name in ParkedMessage.model_fields})
            trail = {"reason": [None, body.reason], "event_id": [str(message.event_id), None]}
            await audit.record(tx, AuditEntry("parked-message", str(parked_id), "discarded", trail, caller.subject))
            return command.answer(message)

    return router


class Position(BaseModel):
    """How far a partition of a topic was applied."""

    topic: str = Field(examples=["inventory.stock-movements.v1"])
    partition: int
    next_offset: int


class EventPositions(BaseModel):
    """Where the service stands in the flow of facts: what it has yet to tell, and what it has heard."""

    outbox_rows: int = Field(description="Events written and not published yet.")
    parked_messages: int
    positions: list[Position]


def proofs(service: str, invariants: Sequence[Invariant]) -> APIRouter:
    """What the service can prove about its own data, and where it stands in the flow of facts."""
    router = APIRouter(tags=["operations"])
    permission = f"{service}.invariants.read"

    @router.get("/invariants", summary="Check what must hold in this service's data")
    async def list_invariants(caller: Annotated[Principal, requires(permission)], db: Db) -> Invariants:
        async with db.read() as tx:
            await tx.without_timeout()  # it reads all there is
            return Invariants(checks=await prove(tx, [*invariants, *_SHARED]))

    @router.get("/event-positions", summary="What was published and applied so far")
    async def list_event_positions(caller: Annotated[Principal, requires(permission)], db: Db) -> EventPositions:
        async with db.read() as tx:
            rows = await tx.fetch("SELECT topic, partition, next_offset FROM consumer_position ORDER BY 1, 2")
            return EventPositions(
                outbox_rows=await tx.fetchval("SELECT count(*) FROM outbox"),
                parked_messages=await tx.fetchval("SELECT count(*) FROM parked_message"),
                positions=[Position(**dict(row)) for row in rows],
            )

    return router

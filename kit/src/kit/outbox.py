"""The relay: takes committed events from the outbox to Kafka, at least once, in commit order per key.

One relay works per database (an advisory lock); others stand by. A crash between publishing and deleting repeats
events with the same id, which consumers let through once. See docs/adr/0003.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence

import asyncpg
import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from kit import kafka, telemetry
from kit.db import Database
from kit.errors import Unavailable
from kit.events import Topic
from kit.settings import ServiceSettings

log = structlog.get_logger()

_LOCK = 0x0C0_4701  # any number that nothing else in the database takes
_BATCH = 2000
# Under load events gather for a moment after each batch: what follows (the broker, each reader's transaction) costs by the
# batch. A lone event goes out at once, after a few we wait a little, after many longer: they would fill small batches.
_GATHER_S = 0.1
_GATHER_MANY_S = 0.25
_MANY = 10  # events in a batch


class Relay:
    """Publishes what the outbox holds until told to stop."""

    def __init__(
        self,
        service: str,
        database: Database,
        settings: ServiceSettings,
        topics: Sequence[Topic],
        *,
        idle_s: float = 0.05,
    ) -> None:
        """`idle_s`: how long an event written by another process may wait to be seen; one of this process wakes it."""
        self.is_leader = False
        self._idle_s = idle_s
        self._service = service
        self._database = database
        self._settings = settings
        self._topics = topics

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop`; whatever is away meanwhile is waited for."""
        delay = 0.2
        while not stop.is_set():
            try:
                await self._lead(stop)
                delay = 0.2
            except (KafkaError, Unavailable, asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
                self.is_leader = False
                log.warning("relay.away", error=repr(error), retry_s=delay)
                await _wait(stop, delay)
                delay = min(delay * 2, 5)

    async def _lead(self, stop: asyncio.Event) -> None:
        pool = await self._database.pool()
        async with pool.acquire(timeout=5) as connection:
            while not await connection.fetchval("SELECT pg_try_advisory_lock($1)", _LOCK):
                await _wait(stop, 1)
                if stop.is_set():
                    return
            try:
                await self._publish_all(connection, stop)
            finally:
                self.is_leader = False
                if not connection.is_closed():
                    await connection.execute("SELECT pg_advisory_unlock($1)", _LOCK)

    async def _publish_all(
        self, connection: "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]", stop: asyncio.Event
    ) -> None:
        await kafka.ensure_topics(self._settings, self._topics)
        producer = AIOKafkaProducer(
            **kafka.connection(self._settings),
            acks="all",
            enable_idempotence=True,
            compression_type="lz4",
            linger_ms=2,
            max_batch_size=256 * 1024,
            partitioner=kafka.partition_of,
        )
        await producer.start()
        self.is_leader = True
        log.info("relay.leads")
        try:
            while not stop.is_set():
                self._database.outbox_filled.clear()
                published = await self._publish_batch(connection, producer)
                if 0 < published < _BATCH:
                    await _wait(stop, _GATHER_S if published < _MANY else _GATHER_MANY_S)
                if published < _BATCH:
                    await _either(stop, self._database.outbox_filled, self._idle_s)
        finally:
            await producer.stop()

    async def _publish_batch(
        self, connection: "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]", producer: AIOKafkaProducer
    ) -> int:
        rows = await connection.fetch(
            "SELECT id, event_id, topic, key, type, payload, traceparent, created_at FROM outbox ORDER BY id LIMIT $1",
            _BATCH,
        )
        if not rows:
            return 0
        sent = [
            await producer.send(row["topic"], row["payload"], row["key"].encode(), headers=_headers(self._service, row))
            for row in rows
        ]
        for acknowledged in sent:
            await acknowledged
        await connection.execute("DELETE FROM outbox WHERE id = ANY($1)", [row["id"] for row in rows])
        for topic, count in Counter(row["topic"] for row in rows).items():
            telemetry.RELAY_PUBLISHED.labels(self._service, topic).inc(count)
        return len(rows)


def _headers(service: str, row: asyncpg.Record) -> list[tuple[str, bytes]]:
    """CloudEvents, binary mode for Kafka: https://github.com/cloudevents/spec."""
    headers = [
        ("ce_specversion", b"1.0"),
        ("ce_id", str(row["event_id"]).encode()),
        ("ce_type", row["type"].encode()),
        ("ce_source", f"/comptoir/{service}".encode()),
        ("ce_time", row["created_at"].isoformat().encode()),
        ("content-type", b"application/protobuf"),
    ]
    if row["traceparent"]:
        headers.append(("traceparent", row["traceparent"].encode()))
    return headers


async def _wait(event: asyncio.Event, seconds: float) -> None:
    """Until the event, or that long."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return


async def _either(first: asyncio.Event, second: asyncio.Event, seconds: float) -> None:
    """Until one of the events, or that long."""
    waits = [asyncio.ensure_future(event.wait()) for event in (first, second)]
    try:
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()

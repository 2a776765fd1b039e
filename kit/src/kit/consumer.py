"""Kafka into the service's own database, exactly once in effect.

The position of each partition is stored in the transaction of the effects. A batch goes through in one transaction;
when it fails it is halved until the one message at fault is found, and that message's key is parked: later messages of
the same key queue up behind it, all others flow. See docs/adr/0004.
"""

import asyncio
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, TypeAlias
from uuid import NAMESPACE_URL, uuid5

import asyncpg
import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError
from google.protobuf.message import DecodeError, Message

from kit import kafka, telemetry
from kit.db import Database, GaveWay, Transaction
from kit.errors import Conflict, Invalid, Unavailable
from kit.events import ReceivedEvent
from kit.ids import parse_id
from kit.settings import ServiceSettings

log = structlog.get_logger()

_IDLE_MS = 500  # how long to wait for messages; they wake us
_RETRY_S = 0.2  # after what was away, at first; doubled up to:
_RETRY_MAX_S = 5.0
_RECHECK_S = 2.0  # how often to see whether positions were set back
_WAIT_MS = 100  # the same while a partition pauses for a fact of another topic

# A batch takes the locks of many commands, one handler after the other: it may meet a command that takes them the other
# way round. PostgreSQL looks for deadlocks after one second; a batch, which can wait, gives way before.
_GIVE_WAY = "SET LOCAL lock_timeout = '800ms'"

Event: TypeAlias = ReceivedEvent[Any]
Handler: TypeAlias = Callable[[Transaction, Sequence[Any]], Awaitable[None]]
Handlers: TypeAlias = Mapping[str, Mapping[type[Message], Handler]]
"""What a service listens to: topic → message type → handler of consecutive events of that type.

Topics are applied in the order of this table, so name first what others build on (products before movements).
"""


class NotYet(Conflict):
    """This message needs a fact of another topic that has not arrived: it waits, with what follows in its partition."""


class Fenced(Exception):
    """Another consumer moved this partition on: this one lost it and must read its position again."""


class Consumer:
    """Applies the events of the subscribed topics until told to stop."""

    def __init__(self, service: str, database: Database, settings: ServiceSettings, handlers: Handlers) -> None:
        self.is_running = False
        self._service = service
        self._database = database
        self._settings = settings
        self._handlers = handlers
        self._types = types_of(handlers)
        self._rank = {topic: rank for rank, topic in enumerate(handlers)}
        self._positions: dict[TopicPartition, int] = {}
        self._waiting: dict[TopicPartition, tuple[int, datetime, float]] = {}  # offset, since, resume at (loop time)
        self._recheck_at = 0.0  # loop time

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop`; whatever is away meanwhile is waited for."""
        delay, loop = _RETRY_S, asyncio.get_running_loop()
        while not stop.is_set():
            since = loop.time()
            try:
                await self._consume(stop)
            except (KafkaError, Unavailable, OSError) as error:
                if loop.time() - since > _RETRY_MAX_S:  # it had worked meanwhile
                    delay = _RETRY_S
                log.warning("consumer.away", error=repr(error), cause=repr(error.__cause__), retry_s=delay)
                try:
                    async with asyncio.timeout(delay):
                        await stop.wait()
                except TimeoutError:
                    delay = min(delay * 2, _RETRY_MAX_S)
            finally:
                self.is_running = False

    async def _consume(self, stop: asyncio.Event) -> None:
        consumer = AIOKafkaConsumer(
            **kafka.connection(self._settings),
            group_id=self._settings.consumer_group or self._service,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            isolation_level="read_committed",
            max_partition_fetch_bytes=4 * 1024 * 1024,
            metadata_max_age_ms=5_000,  # topics of services that start later are found soon
            session_timeout_ms=10_000,
            heartbeat_interval_ms=1_000,
        )
        # As a pattern: named one by one, a topic whose service was never started yet would hold up all others.
        names = "|".join(re.escape(topic) for topic in self._handlers)
        consumer.subscribe(pattern=f"^({names})$", listener=_Assigned(self, consumer))
        await consumer.start()
        try:
            self.is_running = True
            while not stop.is_set():
                await self._step(consumer)
        finally:
            await consumer.stop()

    async def _step(self, consumer: AIOKafkaConsumer) -> None:
        self._resume(consumer)
        await self._recheck(consumer)
        records = await consumer.getmany(
            timeout_ms=_WAIT_MS if self._waiting else _IDLE_MS, max_records=self._settings.consumer_batch_max
        )
        if records.keys() - self._positions.keys():
            await self.load_positions(consumer, records.keys())  # of all: what was fetched with them is fetched again
            return
        batch = [
            _received(record)
            for partition in sorted(records, key=lambda tp: (self._rank[tp.topic], tp.partition))
            for record in records[partition]
        ]
        if batch:
            try:
                await self._apply(consumer, batch)
            except Fenced as lost:
                log.warning("consumer.fenced", error=str(lost))
                await self.load_positions(consumer, consumer.assignment())
            except GaveWay as busy:
                log.info("consumer.gave_way", error=busy.detail)
                await self.load_positions(consumer, consumer.assignment())
        self._measure(consumer)

    async def _recheck(self, consumer: AIOKafkaConsumer) -> None:
        """Follow positions that were set back (by a rebuild, say): without a new message nothing else would show it."""
        now = asyncio.get_running_loop().time()
        if now < self._recheck_at:
            return
        self._recheck_at = now + _RECHECK_S
        rows = await self._database.fetch("SELECT topic, partition, next_offset FROM consumer_position")
        kept = {TopicPartition(row["topic"], row["partition"]): row["next_offset"] for row in rows}
        ours = self._positions.keys() & consumer.assignment()
        if moved := [tp for tp in ours if kept.get(tp, 0) != self._positions[tp]]:
            await self.load_positions(consumer, moved)

    async def load_positions(self, consumer: AIOKafkaConsumer, partitions: Iterable[TopicPartition]) -> None:
        """Go on where the database says that the effects end."""
        partitions = list(partitions)
        async with self._database.transaction() as tx:
            asked = ([tp.topic for tp in partitions], [tp.partition for tp in partitions])
            await tx.execute(
                "INSERT INTO consumer_position (topic, partition, next_offset)"
                " SELECT topic, partition, 0 FROM unnest($1::text[], $2::int[]) AS a (topic, partition)"
                " ON CONFLICT DO NOTHING",
                *asked,
            )
            rows = await tx.fetch(
                "SELECT topic, partition, next_offset FROM consumer_position"
                " JOIN unnest($1::text[], $2::int[]) AS a (topic, partition) USING (topic, partition)",
                *asked,
            )
        for row in rows:
            partition = TopicPartition(row["topic"], row["partition"])
            self._positions[partition] = row["next_offset"]
            consumer.seek(partition, row["next_offset"])
            self._try_again(consumer, partition)

    def forget_positions(self, partitions: Iterable[TopicPartition]) -> None:
        """These belong to somebody else now. Nothing needs saving: positions are in the database already."""
        for partition in partitions:
            self._positions.pop(partition, None)
            self._waiting.pop(partition, None)

    async def _apply(self, consumer: AIOKafkaConsumer, batch: Sequence[Event]) -> None:
        """Apply in one transaction, or halve until the message at fault is alone."""
        batch = [event for event in batch if not self._is_waiting(event)]
        if not batch:
            return
        try:
            async with self._database.transaction() as tx:
                await tx.execute(_GIVE_WAY)
                await self._advance(tx, batch)
                await apply(tx, batch, self._handlers, self._types)
        except (Fenced, Unavailable):
            raise
        except Exception as error:  # noqa: BLE001  # the loop of kit: whatever a handler raises is parked, and seen
            if len(batch) > 1:
                half = len(batch) // 2
                await self._apply(consumer, batch[:half])
                await self._apply(consumer, batch[half:])
                return
            await self._refused(consumer, batch[0], error)
            return
        self._moved(batch)

    async def _refused(self, consumer: AIOKafkaConsumer, event: Event, error: Exception) -> None:
        if isinstance(error, NotYet) and self._wait_for(consumer, event):
            return
        log.error("message.parked", topic=event.topic, key=event.key, type=event.type, exc_info=error)
        async with self._database.transaction() as tx:
            await self._advance(tx, [event])
            await _park(tx, await _only_new(tx, [event]), f"{type(error).__name__}: {error}")
        self._moved([event])

    async def _advance(self, tx: Transaction, batch: Sequence[Event]) -> None:
        """Move the positions on; the expected old value fences off a consumer that lost its partition."""
        ends = {TopicPartition(event.topic, event.partition): event.offset + 1 for event in batch}
        partitions = sorted(ends)
        if not ends.keys() <= self._positions.keys():
            raise Fenced("partitions were taken away in the middle of a batch")
        moved = await tx.execute(
            "UPDATE consumer_position p SET next_offset = x.after"
            " FROM unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[]) AS x (topic, partition, before, after)"
            " WHERE p.topic = x.topic AND p.partition = x.partition AND p.next_offset = x.before",
            [tp.topic for tp in partitions],
            [tp.partition for tp in partitions],
            [self._positions[tp] for tp in partitions],
            [ends[tp] for tp in partitions],
        )
        if moved != len(partitions):
            raise Fenced(f"{len(partitions) - moved} of {len(partitions)} partitions went on without us")

    def _moved(self, batch: Sequence[Event]) -> None:
        now = datetime.now(UTC)
        delays = {
            topic: telemetry.EVENT_DELAY.labels(self._service, topic) for topic in {event.topic for event in batch}
        }
        for event in batch:
            self._positions[TopicPartition(event.topic, event.partition)] = event.offset + 1
            delays[event.topic].observe((now - event.published_at).total_seconds())
        for kind, count in Counter(event.type for event in batch).items():
            telemetry.CONSUMED.labels(self._service, kind).inc(count)

    def _is_waiting(self, event: Event) -> bool:
        waiting = self._waiting.get(TopicPartition(event.topic, event.partition))
        return waiting is not None and waiting[2] > 0 and event.offset >= waiting[0]

    def _wait_for(self, consumer: AIOKafkaConsumer, event: Event) -> bool:
        """Stop this partition for a moment before the event; False when it has waited too long."""
        partition = TopicPartition(event.topic, event.partition)
        offset, since, _ = self._waiting.get(partition, (-1, datetime.now(UTC), 0.0))
        if offset != event.offset:
            since = datetime.now(UTC)
        if (datetime.now(UTC) - since).total_seconds() > self._settings.not_yet_limit_s:
            self._waiting.pop(partition, None)
            return False
        self._waiting[partition] = (event.offset, since, asyncio.get_running_loop().time() + 0.2)
        consumer.seek(partition, event.offset)
        consumer.pause(partition)
        return True

    def _resume(self, consumer: AIOKafkaConsumer) -> None:
        """Let partitions whose pause is over go on; what they wait for is kept until they pass it."""
        now = asyncio.get_running_loop().time()
        for partition, (offset, _, until) in list(self._waiting.items()):
            if self._positions.get(partition, 0) > offset:
                del self._waiting[partition]
            elif 0 < until <= now:
                self._try_again(consumer, partition)

    def _try_again(self, consumer: AIOKafkaConsumer, partition: TopicPartition) -> None:
        """If it pauses, end that; since when it waits is kept."""
        if waiting := self._waiting.get(partition):
            self._waiting[partition] = (*waiting[:2], 0.0)
            if partition in consumer.assignment():
                consumer.resume(partition)

    def _measure(self, consumer: AIOKafkaConsumer) -> None:
        for partition in consumer.assignment():
            end = consumer.highwater(partition)
            if end is not None:
                lag = max(0, end - self._positions.get(partition, 0))
                telemetry.CONSUMER_LAG.labels(self._service, partition.topic, partition.partition).set(lag)


class _Assigned(ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka is untyped
    def __init__(self, owner: Consumer, consumer: AIOKafkaConsumer) -> None:
        self._owner = owner
        self._consumer = consumer

    async def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        self._owner.forget_positions(revoked)

    async def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        await self._owner.load_positions(self._consumer, assigned)


def types_of(handlers: Handlers) -> dict[str, type[Message]]:
    """Message classes by their full protobuf name."""
    return {cls.DESCRIPTOR.full_name: cls for by_type in handlers.values() for cls in by_type}


async def apply(
    tx: Transaction, batch: Sequence[Event], handlers: Handlers, types: Mapping[str, type[Message]]
) -> None:
    """Run the handlers over what is new: repeats are dropped, parked keys queue up, unknown types are passed over."""
    fresh = await _only_new(tx, [event for event in batch if event.type in types])
    fresh = await _not_parked(tx, fresh)
    for (topic, kind), run in groupby(fresh, key=lambda event: (event.topic, event.type)):
        cls = types[kind]
        handler = handlers.get(topic, {}).get(cls)
        if handler is None:
            continue
        events = [_decoded(event, cls) for event in run]
        with telemetry.span(
            f"consume {kind}", parent=events[0].traceparent, links=[e.traceparent for e in events[1:64]]
        ):
            await handler(tx, events)


async def replay_parked(tx: Transaction, parked_id: int, handlers: Handlers) -> int:
    """Apply a parked message and all that queued behind it, in order; returns how many. Fails as a whole."""
    rows = await tx.fetch(
        "SELECT m.* FROM parked_message m JOIN parked_message first ON first.id = $1"
        " WHERE m.topic = first.topic AND m.key = first.key ORDER BY m.id FOR UPDATE OF m",
        parked_id,
    )
    types = types_of(handlers)
    await tx.execute("DELETE FROM parked_message WHERE id = ANY($1)", [row["id"] for row in rows])
    events = [_parked_event(row) for row in rows]
    for event in events:
        if (cls := types.get(event.type)) and (handler := handlers.get(event.topic, {}).get(cls)):
            await handler(tx, [_decoded(event, cls)])
    return len(events)


async def discard_parked(tx: Transaction, parked_id: int) -> asyncpg.Record | None:
    """Give up one parked message, which can never be applied; those behind it may then be replayed. Returns the row."""
    return await tx.fetchrow("DELETE FROM parked_message WHERE id = $1 RETURNING *", parked_id)


async def _only_new(tx: Transaction, batch: Sequence[Event]) -> list[Event]:
    rows = await tx.fetch(
        "INSERT INTO inbox (event_id) SELECT DISTINCT unnest($1::uuid[]) ON CONFLICT DO NOTHING RETURNING event_id",
        [event.id for event in batch],
    )
    new = {row["event_id"] for row in rows}
    fresh = []
    for event in batch:
        if event.id in new:
            new.discard(event.id)  # the same event twice in one batch counts once
            fresh.append(event)
    return fresh


async def _not_parked(tx: Transaction, batch: Sequence[Event]) -> list[Event]:
    keys = {(event.topic, event.key) for event in batch}
    rows = await tx.fetch(
        "SELECT DISTINCT topic, key FROM parked_message WHERE (topic, key) IN"
        " (SELECT * FROM unnest($1::text[], $2::text[]))",
        [topic for topic, _ in keys],
        [key for _, key in keys],
    )
    parked = {(row["topic"], row["key"]) for row in rows}
    if not parked:
        return list(batch)
    await _park(
        tx,
        [event for event in batch if (event.topic, event.key) in parked],
        "An earlier message of this key is parked.",
    )
    return [event for event in batch if (event.topic, event.key) not in parked]


async def _park(tx: Transaction, events: Sequence[Event], error: str) -> None:
    for event in events:
        await tx.execute(
            "INSERT INTO parked_message"
            " (event_id, topic, partition, record_offset, key, type, payload, traceparent, published_at, error)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            event.id,
            event.topic,
            event.partition,
            event.offset,
            event.key,
            event.type,
            event.payload,
            event.traceparent,
            event.published_at,
            error[:4000],
        )


def _received(record: "ConsumerRecord[bytes, bytes]") -> Event:
    headers = {name: value.decode("utf-8", "replace") for name, value in record.headers}
    try:
        event_id = parse_id(headers["ce_id"])
        published_at = datetime.fromisoformat(headers["ce_time"])
    except (Invalid, ValueError, KeyError):  # not from our relay: its place in the log names it
        event_id = uuid5(NAMESPACE_URL, f"{record.topic}/{record.partition}/{record.offset}")
        published_at = datetime.fromtimestamp(record.timestamp / 1000, UTC)
    return ReceivedEvent(
        message=None,
        id=event_id,
        type=headers.get("ce_type", ""),
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        key=(record.key or b"").decode("utf-8", "replace"),
        published_at=published_at,
        payload=record.value or b"",
        traceparent=headers.get("traceparent"),
    )


def _parked_event(row: asyncpg.Record) -> Event:
    return ReceivedEvent(
        message=None,
        id=row["event_id"],
        type=row["type"],
        topic=row["topic"],
        partition=row["partition"],
        offset=row["record_offset"],
        key=row["key"],
        published_at=row["published_at"],
        payload=row["payload"],
        traceparent=row["traceparent"],
    )


class MalformedMessage(Conflict):
    """The bytes are no message of the type that the header names."""


def _decoded(event: Event, cls: type[Message]) -> Event:
    try:
        message = cls.FromString(event.payload)
    except DecodeError as error:
        raise MalformedMessage(f"These bytes are no {event.type}: {error}.") from error
    return ReceivedEvent(
        message=message,
        id=event.id,
        type=event.type,
        topic=event.topic,
        partition=event.partition,
        offset=event.offset,
        key=event.key,
        published_at=event.published_at,
        payload=event.payload,
        traceparent=event.traceparent,
    )

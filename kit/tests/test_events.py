"""Outbox to Kafka to database: killed, repeated, shuffled, poisoned, and still exactly once."""

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

import pytest
from aiokafka import TopicPartition
from asyncpg import InterfaceError
from comptoir.inventory.v1.reservation_pb2 import ReservationChanged
from kit.consumer import Consumer, NotYet
from kit.db import Database, Transaction
from kit.events import OutgoingEvent, ReceivedEvent, Topic
from kit.outbox import Relay
from kit.settings import ServiceSettings
from kit.testing import tokens
from kit.testing.services import received
from stack.kafka import Kafka
from toy import wiring

from kit import consumer, copies, migrations
from kit import kafka as kafka_tools

DEADLINE_S = 60


class Node:
    """A toy service of its own: database, and consumer or relay where a test starts them."""

    def __init__(self, dsn: str, kafka: Kafka, group: str) -> None:
        self.dsn = dsn
        self.environment = {
            "DATABASE_URL": dsn,
            "INTERNAL_TOKEN_KEY": tokens.INTERNAL_KEY,
            "KAFKA_BOOTSTRAP_SERVERS": kafka.bootstrap,
            "CONSUMER_GROUP": group,
            "NOT_YET_LIMIT_S": "20",
            "TOY_TOPIC": f"toy.{group}.v1",
        }
        self.settings = ServiceSettings(**{name.lower(): value for name, value in self.environment.items()})  # type: ignore[arg-type]
        self.database = Database(dsn)

    async def publish(self, *texts: str, key: str | None = None) -> None:
        async with self.database.transaction() as tx:
            tx.publish(
                *(OutgoingEvent(wiring.TOPIC, key or text, ReservationChanged(sales_order_id=text)) for text in texts)
            )

    async def heard(self) -> list[str]:
        async with self.database.read() as tx:
            return [row["text"] for row in await tx.fetch("SELECT text FROM heard ORDER BY n")]

    async def count(self, table: str) -> int:
        async with self.database.read() as tx:
            return int(await tx.fetchval(f"SELECT count(*) FROM {table}"))

    @asynccontextmanager
    async def working(self, *, relay: bool = True, consume: bool = True) -> AsyncIterator[None]:
        stop = asyncio.Event()
        tasks = []
        if relay:
            tasks.append(Relay("toy", self.database, self.settings, [Topic(wiring.TOPIC)]).run(stop))
        if consume:
            tasks.append(Consumer("toy", self.database, self.settings, wiring.HANDLERS).run(stop))
        running = asyncio.gather(*tasks)
        try:
            yield
        finally:
            stop.set()
            await running

    async def process(self, role: str) -> asyncio.subprocess.Process:
        environment = {
            **os.environ,
            **self.environment,
            "PYTHONPATH": str(Path(wiring.__file__).parents[1]),
            "HTTP_PORT": "0",
        }
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "toy", role, env=environment, stdout=asyncio.subprocess.DEVNULL
        )


async def until(condition: Callable[[], object]) -> None:
    """Wait until an asynchronous condition holds."""
    async with asyncio.timeout(DEADLINE_S):
        while not await condition():  # type: ignore[misc]
            await asyncio.sleep(0.05)


@pytest.fixture
async def node(new_database: Callable[[str], str], kafka: Kafka) -> AsyncIterator[Node]:
    dsn = new_database("events")
    migrations.upgrade_in_thread(dsn, wiring.MIGRATIONS)
    node = Node(dsn, kafka, group=urlsplit(dsn).path[1:])
    original = wiring.TOPIC, wiring.HANDLERS
    wiring.TOPIC = node.environment["TOY_TOPIC"]
    wiring.HANDLERS = {wiring.TOPIC: {ReservationChanged: wiring.hear}}
    yield node
    wiring.TOPIC, wiring.HANDLERS = original
    await node.database.close()


async def test_topics_that_are_there_do_not_wait_for_one_that_is_not(node: Node) -> None:
    """A service that is not installed yet holds nobody up; once it is, its events are heard too."""
    later = f"{wiring.TOPIC}.later"
    wiring.HANDLERS = {later: {ReservationChanged: wiring.hear}, **wiring.HANDLERS}
    async with node.working():
        await node.publish("first")
        await until(lambda: is_heard(node, "first"))
        await kafka_tools.ensure_topics(node.settings, [Topic(later)])
        async with node.database.transaction() as tx:
            tx.publish(OutgoingEvent(later, "later", ReservationChanged(sales_order_id="later")))
        await until(lambda: is_heard(node, "later"))
    assert await node.heard() == ["first", "later"]


async def is_heard(node: Node, text: str) -> bool:
    return text in await node.heard()


async def is_blocked(node: Node) -> bool:
    return bool(await node.database.fetch("SELECT FROM pg_locks WHERE NOT granted AND relation = 'heard'::regclass"))


async def is_free(node: Node) -> bool:
    return not await is_blocked(node)


@pytest.mark.parametrize("number", [1, 50, 51, 120])
async def test_events_go_into_the_outbox_in_the_order_they_were_published(node: Node, number: int) -> None:
    texts = [str(n) for n in range(number)]
    await node.publish(*texts)
    async with node.database.glance() as tx:
        rows = await tx.fetch("SELECT key, type, payload FROM outbox ORDER BY id")
    assert [ReservationChanged.FromString(row["payload"]).sales_order_id for row in rows] == texts
    assert {row["type"] for row in rows} == {"comptoir.inventory.v1.ReservationChanged"}
    assert [row["key"] for row in rows] == texts


async def test_events_arrive_once_and_in_order_per_key(node: Node) -> None:
    async with node.working():
        for n in range(20):
            await node.publish(f"a{n}", key="a")
            await node.publish(f"b{n}", key="b")

        async def complete() -> bool:
            return len(await node.heard()) >= 40

        await until(complete)
    heard = await node.heard()
    assert [text for text in heard if text[0] == "a"] == [f"a{n}" for n in range(20)]
    assert [text for text in heard if text[0] == "b"] == [f"b{n}" for n in range(20)]
    assert await node.count("outbox") == 0


async def test_a_poisoned_key_is_parked_others_flow_and_it_can_be_replayed(node: Node) -> None:
    async with node.working():
        await node.publish("poison", "after poison", key="p")
        await node.publish("fine", key="q")

        async def parked() -> bool:
            return await node.count("parked_message") == 2 and await node.heard() == ["fine"]

        await until(parked)
    async with node.database.transaction() as tx:
        first = await tx.fetchval("SELECT min(id) FROM parked_message")
        await tx.execute(
            "UPDATE parked_message SET payload = $1 WHERE id = $2",
            ReservationChanged(sales_order_id="cured").SerializeToString(),
            first,
        )
    async with node.database.transaction() as tx:
        assert await consumer.replay_parked(tx, first, wiring.HANDLERS) == 2
    assert await node.heard() == ["fine", "cured", "after poison"]
    assert await node.count("parked_message") == 0


async def test_a_batch_gives_way_to_a_transaction_in_its_way_and_is_applied_after_it(node: Node) -> None:
    async with node.working():
        async with node.database.transaction() as tx:
            await tx.execute("LOCK TABLE heard IN EXCLUSIVE MODE")
            await node.publish("patient")
            await until(lambda: is_blocked(node))
            await until(lambda: is_free(node))
        await until(lambda: is_heard(node, "patient"))
    assert await node.count("parked_message") == 0


async def test_a_message_that_comes_too_early_waits_for_what_it_needs(node: Node) -> None:
    async with node.working():
        await node.publish("late", key="one")
        await node.publish("second", key="one")
        await until_waiting(node)
        await node.publish(*[f"other {n}" for n in range(8)])
        await node.publish("first", key=other_partition_key(node))

        async def complete() -> bool:
            return len(await node.heard()) == 11

        await until(complete)
    heard = await node.heard()
    assert heard.index("first") < heard.index("late") < heard.index("second")
    assert await node.count("parked_message") == 0


async def test_what_waits_goes_on_when_another_batch_gave_way_meanwhile(node: Node) -> None:
    async with node.working():
        await node.publish("late", key="one")
        await until_waiting(node)
        async with node.database.transaction() as tx:
            await tx.execute("LOCK TABLE heard IN EXCLUSIVE MODE")
            await node.publish("in the way", key=other_partition_key(node))
            for _ in range(2):  # the first time, both may have been one batch
                await until(lambda: is_blocked(node))
                await until(lambda: is_free(node))
        await until(lambda: is_heard(node, "in the way"))
        await node.publish("first", key=other_partition_key(node))
        await until(lambda: is_heard(node, "late"))
    assert await node.count("parked_message") == 0


async def test_a_partition_taken_away_in_the_middle_of_a_batch_is_read_again(node: Node) -> None:
    """A rebalance comes whenever it likes: here, while a handler runs that then fails."""
    lost: list[str] = []

    async def hear(tx: Transaction, events: Sequence[ReceivedEvent[ReservationChanged]]) -> None:
        if not lost:
            lost.extend(event.message.sales_order_id for event in events)
            owner.forget_positions([TopicPartition(event.topic, event.partition) for event in events])
            raise RuntimeError("The first try fails.")
        await wiring.hear(tx, events)

    owner = Consumer("toy", node.database, node.settings, {wiring.TOPIC: {ReservationChanged: hear}})
    stop = asyncio.Event()
    async with node.working(consume=False):
        running = asyncio.ensure_future(owner.run(stop))
        await node.publish("a", "b", "c", key="one")
        await until(lambda: is_heard(node, "c"))
        stop.set()
        await running
    assert lost
    assert await node.heard() == ["a", "b", "c"]
    assert await node.count("parked_message") == 0


async def test_a_statement_with_wrong_arguments_is_a_fault_and_nothing_to_wait_for(node: Node) -> None:
    with pytest.raises(InterfaceError, match="expects 1 argument"):
        await node.database.fetch("SELECT $1::int")


async def test_copies_of_no_records_are_none(node: Node) -> None:
    async with node.database.transaction() as tx:
        assert await copies.keep(tx, "nothing", {"id": "uuid", "version": "bigint"}, []) == []


def other_partition_key(node: Node) -> str:
    """A key that Kafka puts into another partition than "one"."""
    from aiokafka.partitioner import murmur2

    partitions = node.settings.kafka_topic_partitions
    place = murmur2(b"one") % partitions
    return next(key for key in "abcdefgh" if murmur2(key.encode()) % partitions != place)


async def until_waiting(node: Node) -> None:
    """Until the relay has sent everything."""

    async def empty() -> bool:
        return await node.count("outbox") == 0

    await until(empty)


async def test_the_same_events_twice_and_shuffled_have_one_effect_each(node: Node) -> None:
    events = [received(wiring.TOPIC, ReservationChanged(sales_order_id=f"x{n}"), key=f"k{n}") for n in range(50)]
    twice = [*events, *events]
    Random(7).shuffle(twice)
    for chunk in (twice[:33], twice[33:60], twice[60:]):
        async with node.database.transaction() as tx:
            await consumer.apply(tx, chunk, wiring.HANDLERS, consumer.types_of(wiring.HANDLERS))
    assert Counter(await node.heard()) == Counter(f"x{n}" for n in range(50))


async def test_not_yet_undoes_the_whole_batch(node: Node) -> None:
    with pytest.raises(NotYet):
        async with node.database.transaction() as tx:
            await consumer.apply(
                tx,
                [received(wiring.TOPIC, ReservationChanged(sales_order_id=text)) for text in ("fine", "late")],
                wiring.HANDLERS,
                consumer.types_of(wiring.HANDLERS),
            )
    assert await node.heard() == []


async def test_two_consumers_share_the_work_and_a_lost_partition_is_fenced(node: Node) -> None:
    stop = asyncio.Event()
    database = Database(node.dsn)
    second = Consumer("toy", database, node.settings, wiring.HANDLERS)
    async with node.working():
        await node.publish(*[f"m{n}" for n in range(100)])
        other = asyncio.ensure_future(second.run(stop))
        await node.publish(*[f"n{n}" for n in range(100)])

        async def complete() -> bool:
            return len(await node.heard()) >= 200

        await until(complete)
        stop.set()
        await other
    await database.close()
    assert len(await node.heard()) == len(set(await node.heard())) == 200


@pytest.mark.slow
async def test_killed_relays_and_consumers_lose_nothing_and_double_nothing(node: Node) -> None:
    """kill -9 at random moments, ten times, while events are being published."""
    chance = Random(11)
    roles = {role: await node.process(role) for role in ("relay", "consume")}
    sent = 0
    try:
        for _ in range(10):
            texts = [f"m{sent + n}" for n in range(200)]
            sent += 200
            await node.publish(*texts, key=f"k{sent % 7}")
            role = chance.choice(list(roles))
            await asyncio.sleep(chance.random())  # when it dies is left to chance
            with suppress(ProcessLookupError):
                roles[role].send_signal(signal.SIGKILL)
            await roles[role].wait()
            roles[role] = await node.process(role)

        async def complete() -> bool:
            return len(await node.heard()) >= sent

        await until(complete)
    finally:
        for process in roles.values():
            process.terminate()
            await process.wait()
    assert Counter(await node.heard()) == Counter(f"m{n}" for n in range(sent))

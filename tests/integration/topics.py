"""All that the services ever told, read from one broker and told again at another one, twice and in another order."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from kit.kafka import partition_of

PARTITIONS = 4  # of every topic


@dataclass(frozen=True, slots=True)
class Record:
    """A message as it was published."""

    topic: str
    key: bytes
    value: bytes
    headers: tuple[tuple[str, bytes], ...]

    @property
    def is_event(self) -> bool:
        """Whether a service sent it."""
        return any(name == "ce_id" for name, _ in self.headers)


async def ends(broker: str) -> dict[tuple[str, int], int]:
    """The next offset of each partition that has messages."""
    consumer = AIOKafkaConsumer(bootstrap_servers=broker)
    await consumer.start()
    try:
        return {(tp.topic, tp.partition): end for tp, end in (await _ends(consumer)).items()}
    finally:
        await consumer.stop()


async def history(broker: str) -> list[Record]:
    """Every message of every topic, in the order of each partition."""
    consumer = AIOKafkaConsumer(bootstrap_servers=broker)
    await consumer.start()
    try:
        missing = await _ends(consumer)
        consumer.assign(list(missing))
        await consumer.seek_to_beginning()
        records: list[Record] = []
        while missing:
            for partition, batch in (await consumer.getmany(timeout_ms=1000)).items():
                records += [Record(each.topic, each.key, each.value, tuple(each.headers)) for each in batch]
                if batch[-1].offset + 1 >= missing[partition]:
                    del missing[partition]
                    consumer.pause(partition)
        return records
    finally:
        await consumer.stop()


async def _ends(consumer: AIOKafkaConsumer) -> dict[TopicPartition, int]:
    topics = [topic for topic in await consumer.topics() if not topic.startswith("__")]
    found = await consumer.end_offsets([TopicPartition(topic, n) for topic in topics for n in range(PARTITIONS)])
    return {partition: end for partition, end in found.items() if end}


def twice_and_shuffled(records: Iterable[Record], random: Random) -> list[Record]:
    """Each record twice, keys in any order; for one key, what is new comes in its old order."""
    streams: dict[tuple[str, bytes], list[Record]] = defaultdict(list)
    for record in records:
        streams[record.topic, record.key].append(record)
    doubled = {key: _doubled(stream, random) for key, stream in streams.items()}
    turns = [key for key, stream in doubled.items() for _ in stream]
    random.shuffle(turns)
    following = {key: iter(stream) for key, stream in doubled.items()}
    return [next(following[key]) for key in turns]


def _doubled(stream: Sequence[Record], random: Random) -> list[Record]:
    """Each with its repeat somewhere behind it."""
    firsts = [(float(at), record) for at, record in enumerate(stream)]
    repeats = [(random.uniform(at + 0.5, len(stream)), record) for at, record in firsts]
    return [record for _, record in sorted([*firsts, *repeats], key=lambda each: each[0])]


async def publish(broker: str, records: Sequence[Record]) -> None:
    """Tell them to a broker that knows none of their topics, in this order."""
    admin = AIOKafkaAdminClient(bootstrap_servers=broker)
    await admin.start()
    try:
        topics = sorted({record.topic for record in records})
        await admin.create_topics([NewTopic(name, num_partitions=PARTITIONS, replication_factor=1) for name in topics])
    finally:
        await admin.close()
    producer = AIOKafkaProducer(bootstrap_servers=broker, acks="all", enable_idempotence=True, partitioner=partition_of)
    await producer.start()
    try:
        sent = [await producer.send(each.topic, each.value, each.key, headers=list(each.headers)) for each in records]
        for acknowledged in sent:
            await acknowledged
    finally:
        await producer.stop()

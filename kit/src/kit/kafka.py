"""How services reach the broker: one place for addresses, security and topics."""

import ssl
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import structlog
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import TopicAlreadyExistsError, for_code
from aiokafka.partitioner import murmur2

from kit.events import Topic
from kit.settings import ServiceSettings

log = structlog.get_logger()


def connection(settings: ServiceSettings) -> dict[str, Any]:
    """Keyword arguments that every aiokafka client needs."""
    arguments: dict[str, Any] = {
        "bootstrap_servers": settings.kafka_bootstrap_servers,
        "security_protocol": settings.kafka_security_protocol,
    }
    if settings.kafka_security_protocol.endswith("SSL"):
        arguments["ssl_context"] = ssl.create_default_context()
    if settings.kafka_security_protocol.startswith("SASL"):
        arguments["sasl_mechanism"] = settings.kafka_sasl_mechanism
        arguments["sasl_plain_username"] = settings.kafka_sasl_username
        secret = settings.kafka_sasl_password
        arguments["sasl_plain_password"] = secret.get_secret_value() if secret else None
    return arguments


def partition_of(key: bytes, partitions: Sequence[int], _available: Sequence[int]) -> int:
    """Where a key belongs, as every client of Kafka computes it."""
    return partitions[_hashed(key) % len(partitions)]


@lru_cache(maxsize=65_536)
def _hashed(key: bytes) -> int:
    return int(murmur2(key)) & 0x7FFFFFFF


async def ensure_topics(settings: ServiceSettings, topics: Iterable[Topic]) -> None:
    """Create the topics that are not there yet. Facts are kept for ever: the topics can rebuild every reader."""
    admin = AIOKafkaAdminClient(**connection(settings))
    await admin.start()
    try:
        existing = set(await admin.list_topics())
        missing = [_new_topic(settings, topic) for topic in topics if topic.name not in existing]
        if not missing:
            return
        answer = await admin.create_topics(missing)
        for name, code, *_ in answer.topic_errors:
            if code and for_code(code) is not TopicAlreadyExistsError:
                raise for_code(code)(f"topic {name}")
        log.info("topics.created", topics=[topic.name for topic in missing])
    finally:
        await admin.close()


def _new_topic(settings: ServiceSettings, topic: Topic) -> NewTopic:
    kept = {"cleanup.policy": "compact"} if topic.compacted else {"cleanup.policy": "delete", "retention.ms": "-1"}
    return NewTopic(
        name=topic.name,
        num_partitions=settings.kafka_topic_partitions,
        replication_factor=settings.kafka_replication_factor,
        topic_configs=kept,
    )

"""Facts on their way: what a command publishes and what a consumer receives."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from google.protobuf.message import Message

M = TypeVar("M", bound=Message)


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic that a service owns. `compacted` keeps the last message of each key, else all are kept for ever."""

    name: str
    compacted: bool = False


@dataclass(frozen=True, slots=True)
class OutgoingEvent:
    """A fact to publish. Events of one key are delivered in the order of their transactions' commits."""

    topic: str
    key: str  # id of the aggregate whose order matters
    message: Message


@dataclass(frozen=True, slots=True)
class ReceivedEvent(Generic[M]):
    """A fact that arrived, with where it stood. The same `id` may come again: kit lets only the first one through."""

    message: M
    id: UUID
    type: str  # full protobuf name
    topic: str
    partition: int
    offset: int
    key: str
    published_at: datetime
    payload: bytes
    traceparent: str | None = None

"""Tables that every service has: outbox, inbox, positions, parked messages, idempotency keys, audit."""

from sqlalchemy import BigInteger, Column, DateTime, Identity, Index, Integer, LargeBinary, MetaData, Table, Text, func
from sqlalchemy.dialects.postgresql import JSONB, UUID

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def _created_at() -> "Column[object]":
    return Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now())


def new_metadata() -> MetaData:
    """Fresh metadata that holds the shared tables already; a service adds its own."""
    metadata = MetaData(naming_convention=NAMING)
    Table(
        "outbox",
        metadata,
        Column("id", BigInteger, Identity(always=True), primary_key=True),
        Column("event_id", UUID, nullable=False),
        Column("topic", Text, nullable=False),
        Column("key", Text, nullable=False),
        Column("type", Text, nullable=False),
        Column("payload", LargeBinary, nullable=False),
        Column("traceparent", Text),
        Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp()),
    )
    Table(
        "inbox",
        metadata,
        Column("event_id", UUID, primary_key=True),
        _created_at(),
    )
    Table(
        "consumer_position",
        metadata,
        Column("topic", Text, primary_key=True),
        Column("partition", Integer, primary_key=True),
        Column("next_offset", BigInteger, nullable=False),
    )
    parked = Table(
        "parked_message",
        metadata,
        Column("id", BigInteger, Identity(always=True), primary_key=True),
        Column("event_id", UUID, nullable=False),
        Column("topic", Text, nullable=False),
        Column("partition", Integer, nullable=False),
        Column("record_offset", BigInteger, nullable=False),
        Column("key", Text, nullable=False),
        Column("type", Text, nullable=False),
        Column("payload", LargeBinary, nullable=False),
        Column("traceparent", Text),
        Column("published_at", DateTime(timezone=True), nullable=False),
        Column("error", Text, nullable=False),
        _created_at(),
    )
    Index(None, parked.c.topic, parked.c.key, parked.c.id)
    Table(
        "idempotency_key",
        metadata,
        Column("subject", Text, primary_key=True),
        Column("key", Text, primary_key=True),
        Column("request_hash", LargeBinary, nullable=False),
        Column("status", Integer),
        Column("answer", LargeBinary),
        _created_at(),
    )
    audit = Table(
        "audit_entry",
        metadata,
        Column("id", BigInteger, Identity(always=True), primary_key=True),
        Column("entity", Text, nullable=False),
        Column("entity_id", Text, nullable=False),
        Column("action", Text, nullable=False),
        Column("version", BigInteger),
        Column("changes", JSONB, nullable=False),
        Column("subject", Text, nullable=False),
        _created_at(),
    )
    Index(None, audit.c.entity, audit.c.entity_id, audit.c.id)
    Index(None, audit.c.created_at, audit.c.id)
    Index(None, audit.c.entity, audit.c.created_at, audit.c.id)
    Index(None, audit.c.subject, audit.c.created_at, audit.c.id)
    return metadata

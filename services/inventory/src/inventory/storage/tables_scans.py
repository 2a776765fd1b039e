"""What scanners sent, each entry once."""

from sqlalchemy import Column, DateTime, Index, LargeBinary, Table, Text, func
from sqlalchemy.dialects.postgresql import UUID

from inventory.storage.tables import metadata

scan_entry = Table(
    "scan_entry",
    metadata,
    Column("key", UUID, primary_key=True),
    Column("device", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("request_hash", LargeBinary, nullable=False),
    Column("document_number", Text, nullable=False),
    Column("scanned_at", DateTime(timezone=True), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)
Index(None, scan_entry.c.created_at)

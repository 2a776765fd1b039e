"""What a company adds to the chart and the journals, its fiscal years, entries that wait for approval, reopenings."""

from sqlalchemy import CheckConstraint, Column, Date, DateTime, Index, Integer, Numeric, Table, Text, func
from sqlalchemy.dialects.postgresql import JSONB, UUID

from accounting.storage.tables import metadata

account = Table(
    "account",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name_fr", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("kept_by", Text, nullable=False),
    CheckConstraint("code ~ '^[1-8][0-9]{2,11}$'", name="code"),
)

# Also accounts of the chart that everybody has.
closed_account = Table(
    "closed_account",
    metadata,
    Column("code", Text, primary_key=True),
    Column("closed_by", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

journal = Table(
    "journal",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name_fr", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    CheckConstraint("code ~ '^[A-Z][A-Z0-9]{1,5}$'", name="code"),
)

fiscal_year = Table(
    "fiscal_year",
    metadata,
    Column("year", Integer, primary_key=True),
    Column("starts_on", Date, nullable=False, unique=True),
    Column("ends_on", Date, nullable=False),
    CheckConstraint("ends_on > starts_on AND year = extract(year FROM ends_on)", name="days"),
)

# Entries by hand above the amount that one person posts alone.
entry_draft = Table(
    "entry_draft",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("content", JSONB, nullable=False),
    Column("label", Text, nullable=False),
    Column("amount", Numeric(18, 2), nullable=False),
    Column("status", Text, nullable=False),
    Column("entered_by", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint("status IN ('waiting', 'posted', 'rejected')", name="status"),
)
Index("ix_entry_draft_waiting", entry_draft.c.created_at, entry_draft.c.id, postgresql_where="status = 'waiting'")

period_reopening = Table(
    "period_reopening",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("month", Date, nullable=False),
    Column("reason", Text, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

"""Costs and income of later months, and each time that a month was closed."""

from sqlalchemy import Boolean, CheckConstraint, Column, Date, DateTime, Index, Integer, Numeric, Table, Text, func
from sqlalchemy.dialects.postgresql import JSONB, UUID

from accounting.storage.tables import metadata

deferral = Table(
    "deferral",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("label", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("amount", Numeric(18, 2), nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("posted_on", Date, nullable=False),
    Column("entered_by", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint("amount > 0 AND ends_on >= starts_on AND account ~ '^[67]'", name="days"),
)
Index(None, deferral.c.ends_on, deferral.c.id)

closing = Table(
    "closing",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("month", Date, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("blockers", JSONB, nullable=False),
    Column("accepted_blockers", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("reckoned_ms", Integer, nullable=False, comment="what reckoning it took"),
    Column("hours_after_end", Integer, nullable=False, comment="from the month's last moment"),
    Column("closed_by", Text, nullable=False),
    Column("closed_at", DateTime(timezone=True), nullable=False),
)
Index(None, closing.c.month, closing.c.closed_at)

# Fiscal years that are over for good, with the entries that carry them forward.
year_closing = Table(
    "year_closing",
    metadata,
    Column("year", Integer, primary_key=True),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("result", Numeric(18, 2), nullable=False, comment="above zero: a profit"),
    Column("closing_entry_id", UUID, nullable=False),
    Column("opening_entry_id", UUID, nullable=False),
    Column("reason", Text, nullable=False),
    Column("closed_by", Text, nullable=False),
    Column("closed_at", DateTime(timezone=True), nullable=False),
)

APPEND_ONLY = ("closing", "year_closing")

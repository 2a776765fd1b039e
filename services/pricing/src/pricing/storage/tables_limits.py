"""Who may grant which discount."""

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, Date, Numeric, Table, Text
from sqlalchemy.dialects.postgresql import UUID

from pricing.storage.tables import metadata

discount_limit = Table(
    "discount_limit",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("max_rate", Numeric, nullable=False),
    Column("role", Text),
    Column("level", Text),
    Column("family_code", Text),
    Column("segment", Text),
    Column("channel", Text),
    Column("effective_from", Date, nullable=False),
    Column("effective_until", Date),  # the first day without it
    CheckConstraint("max_rate BETWEEN 0 AND 1", name="max_rate"),
    CheckConstraint("(role IS NULL) <> (level IS NULL)", name="holder"),
    CheckConstraint("level IN ('manager', 'director')", name="level"),
    CheckConstraint("effective_until > effective_from", name="period"),
)

# The matrix is one document: whoever changes it names the version that he read.
discount_limit_set = Table(
    "discount_limit_set",
    metadata,
    Column("id", Boolean, primary_key=True, server_default="true"),
    Column("version", BigInteger, nullable=False),
    CheckConstraint("id", name="one_row"),
)

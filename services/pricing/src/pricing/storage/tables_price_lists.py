"""Price lists as documents."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Numeric,
    Table,
    Text,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

from pricing.storage.tables import metadata

price_list = Table(
    "price_list",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("name", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("scope_key", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("effective_from", Date, nullable=False),
    Column("is_complete", Boolean, nullable=False),
    Column("status", Text, nullable=False),
    Column("content_digest", LargeBinary, nullable=False),
    Column("refused", Integer, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("published_by", Text),
    Column("published_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False),
    CheckConstraint("status IN ('reviewed', 'awaiting-approval', 'published', 'withdrawn')", name="status"),
    CheckConstraint("(published_at IS NOT NULL) = (status = 'published')", name="published"),
)
Index(None, price_list.c.created_at, price_list.c.id)

price_list_line = Table(
    "price_list_line",
    metadata,
    Column("list_id", UUID, ForeignKey("price_list.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("product_id", UUID, nullable=False),
    Column("min_quantity", Numeric, nullable=False),
    Column("unit_price", Numeric, nullable=False),
    Column("kind", Text, nullable=False),
    Column("price_before", Numeric),
    Column("rate", Numeric),
    Column("margin_before", Numeric),
    Column("margin_after", Numeric),
    Column("verdict", Text),  # of the new price at the current cost
)
Index(None, price_list_line.c.list_id, price_list_line.c.kind, price_list_line.c.position)

price_list_fault = Table(
    "price_list_fault",
    metadata,
    Column("list_id", UUID, ForeignKey("price_list.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("field", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("code", Text, nullable=False, server_default=""),
    Column("values", JSONB, nullable=False, server_default="{}", comment="behind the code"),
)

"""Revisions and acknowledgements of orders, tolerances of receipts, blanket orders."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

from purchasing.storage.tables import metadata

order_revision = Table(
    "order_revision",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("order_id", UUID, ForeignKey("purchase_order.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("base", Integer, nullable=False),
    Column("source", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("changes", JSONB, nullable=False),
    Column("added", JSONB, nullable=False),
    Column("written_by", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    UniqueConstraint("order_id", "number"),
    CheckConstraint("source IN ('buyer', 'supplier')", name="source"),
    CheckConstraint("status IN ('proposed', 'awaiting-approval', 'accepted', 'rejected')", name="status"),
)

# What the supplier said of an order, and when.
acknowledgement = Table(
    "acknowledgement",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("order_id", UUID, ForeignKey("purchase_order.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("reference", Text, nullable=False),
    Column("lines", JSONB, nullable=False),
    Column("revision_id", UUID, ForeignKey("order_revision.id")),
    Column("entered_by", Text, nullable=False),
    Column("acknowledged_at", DateTime(timezone=True), nullable=False),
)
Index(None, acknowledgement.c.order_id, acknowledgement.c.acknowledged_at)

# How much more or less than ordered may come: of a product from a supplier, of a product, of a supplier.
receipt_tolerance = Table(
    "receipt_tolerance",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("supplier_id", UUID, ForeignKey("partner.id")),
    Column("product_id", UUID, ForeignKey("product.id")),
    Column("over_rate", Numeric, nullable=False),
    Column("under_rate", Numeric, nullable=False),
    UniqueConstraint("supplier_id", "product_id", postgresql_nulls_not_distinct=True),
    CheckConstraint("over_rate >= 0 AND under_rate >= 0 AND under_rate < 1", name="rates"),
    CheckConstraint("supplier_id IS NOT NULL OR product_id IS NOT NULL", name="scope"),
)

blanket_order = Table(
    "blanket_order",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("supplier_id", UUID, ForeignKey("partner.id"), nullable=False),
    Column("currency", Text, nullable=False),
    Column("department", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),  # the first day without it
    Column("ended_at", DateTime(timezone=True)),
    Column("written_by", Text, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint("ends_on > starts_on", name="period"),
)
Index(None, blanket_order.c.supplier_id, blanket_order.c.ends_on)
Index(None, blanket_order.c.ends_on, blanket_order.c.id)

blanket_line = Table(
    "blanket_line",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("blanket_order_id", UUID, ForeignKey("blanket_order.id"), nullable=False),
    Column("position", SmallInteger, nullable=False),
    Column("product_id", UUID, ForeignKey("product.id"), nullable=False),
    Column("packaging_code", Text, nullable=False),
    Column("numerator", BigInteger, nullable=False),
    Column("denominator", BigInteger, nullable=False),
    Column("quantity", Numeric, nullable=False),  # packagings
    Column("unit_price", Numeric, nullable=False),
    Column("least", Numeric, nullable=False, server_default="0", comment="packagings of a call-off"),
    Column("called", Numeric, nullable=False, server_default="0", comment="packagings"),
    CheckConstraint("quantity > 0 AND called >= 0 AND called <= quantity AND least >= 0", name="quantities"),
)
Index(None, blanket_line.c.blanket_order_id, blanket_line.c.position)

"""Blanket orders, and what is called off of them."""

from sqlalchemy import (
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
    func,
)
from sqlalchemy.dialects.postgresql import UUID

from sales.storage.tables import metadata

blanket_order = Table(
    "blanket_order",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("customer_id", UUID, nullable=False),
    Column("reference", Text, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False, comment="the first day without it"),
    Column("currency", Text, nullable=False, comment="of its prices"),
    Column("ended_at", DateTime(timezone=True)),
    Column("written_by", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint("ends_on > starts_on", name="period"),
)
Index(None, blanket_order.c.customer_id, blanket_order.c.ends_on, blanket_order.c.id)
Index(None, blanket_order.c.ends_on, blanket_order.c.id)

# Its row is the lock of what is called off.
blanket_line = Table(
    "blanket_line",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("blanket_order_id", UUID, ForeignKey("blanket_order.id"), nullable=False),
    Column("position", SmallInteger, nullable=False),
    Column("product_id", UUID, nullable=False),
    Column("sku", Text, nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("unit_price", Numeric, nullable=False),
    Column("least", Numeric, nullable=False),
    Column("called", Numeric, nullable=False, server_default="0"),
    CheckConstraint("quantity > 0 AND unit_price >= 0 AND least >= 0 AND called >= 0", name="quantities"),
)
Index(None, blanket_line.c.blanket_order_id, blanket_line.c.position)

call_off = Table(
    "call_off",
    metadata,
    Column("sales_order_line_id", UUID, primary_key=True),
    Column("sales_order_id", UUID, ForeignKey("sales_order.id"), nullable=False),
    Column("blanket_line_id", UUID, ForeignKey("blanket_line.id"), nullable=False),
    Column("quantity", Numeric, nullable=False),
    CheckConstraint("quantity >= 0", name="quantity"),
)
Index(None, call_off.c.sales_order_id)
Index(None, call_off.c.blanket_line_id)

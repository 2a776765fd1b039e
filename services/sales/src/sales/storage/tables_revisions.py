"""Revisions of firm orders."""

from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKey, Integer, Table, Text, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from sales.storage.tables import metadata

order_revision = Table(
    "order_revision",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("order_id", UUID, ForeignKey("sales_order.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("base", Integer, nullable=False, comment="how often the order had been revised"),
    Column("reason", Text, nullable=False),
    Column("charges", JSONB, comment="of the order as it would be; null: they stay"),
    Column("lines", JSONB, nullable=False, comment="as they are wanted, with their prices"),
    Column("terms", JSONB, nullable=False),
    Column("differences", JSONB, nullable=False),
    Column("written_by", Text, nullable=False),
    Column("granter_roles", ARRAY(Text), nullable=False, server_default="{}"),
    Column("status", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    UniqueConstraint("order_id", "number"),
    CheckConstraint("status IN ('proposed', 'awaiting-approval', 'accepted', 'rejected', 'superseded')", name="status"),
)

"""Rules of replenishment, and what they propose."""

from sqlalchemy import CheckConstraint, Column, Date, DateTime, ForeignKey, Index, Integer, Numeric, Table, Text, func
from sqlalchemy.dialects.postgresql import JSONB, UUID

from inventory.storage.tables import metadata

replenishment_rule = Table(
    "replenishment_rule",
    metadata,
    Column("product_id", UUID, ForeignKey("product.id"), primary_key=True),
    Column("warehouse", Text, ForeignKey("warehouse.code"), primary_key=True),
    Column("method", Text, nullable=False),
    Column("minimum", Numeric, nullable=False),
    Column("maximum", Numeric, nullable=False),
    Column("safety", Numeric, nullable=False),
    Column("service_level", Numeric),
    Column("cover_days", Integer, nullable=False),
    Column("lead_days", Integer),
    Column("multiple", Numeric, nullable=False),
    Column("supplier_id", UUID),
    Column("source_warehouse", Text, ForeignKey("warehouse.code")),
    CheckConstraint("method IN ('min-max', 'reorder-point', 'days-of-supply')", name="method"),
    CheckConstraint("multiple > 0 AND source_warehouse <> warehouse", name="sense"),
)

suggestion = Table(
    "suggestion",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("run_id", UUID, nullable=False),
    Column("product_id", UUID, ForeignKey("product.id"), nullable=False),
    Column("warehouse", Text, nullable=False),
    Column("source_warehouse", Text, comment="null: to be bought"),
    Column("supplier_id", UUID),
    Column("method", Text, nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("needed_on", Date, nullable=False),
    Column("steps", JSONB, nullable=False),
    Column("status", Text, nullable=False, server_default="open"),
    Column("transfer_id", UUID),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint("status IN ('open', 'replaced', 'accepted', 'ordered', 'dismissed', 'refused')", name="status"),
    CheckConstraint("quantity > 0", name="quantity"),
)
# One open proposal for a product, a warehouse and a way: running twice proposes once.
Index(
    "uq_suggestion_open",
    suggestion.c.product_id,
    suggestion.c.warehouse,
    suggestion.c.source_warehouse,
    unique=True,
    postgresql_where=suggestion.c.status == "open",
    postgresql_nulls_not_distinct=True,
)
Index(
    "ix_suggestion_accepted",
    suggestion.c.product_id,
    suggestion.c.warehouse,
    postgresql_where=suggestion.c.status == "accepted",
)
Index(None, suggestion.c.created_at, suggestion.c.id)

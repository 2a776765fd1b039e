"""Rules of replenishment, and what they propose."""

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
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from inventory.storage.tables import metadata, purchase_order_line

replenishment_rule = Table(
    "replenishment_rule",
    metadata,
    Column("id", UUID, nullable=False, unique=True, server_default=func.gen_random_uuid()),
    Column("product_id", UUID, ForeignKey("product.id"), primary_key=True),
    Column("warehouse", Text, ForeignKey("warehouse.code"), primary_key=True),
    Column("effective_from", Date, primary_key=True, server_default="1990-01-01"),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("method", Text, nullable=False),
    Column("minimum", Numeric, nullable=False),
    Column("maximum", Numeric, nullable=False),
    Column("safety", Numeric, nullable=False),
    Column("service_level", Numeric),
    Column("cover_days", Integer, nullable=False),
    Column("lead_days", Integer),
    Column("multiple", Numeric, nullable=False),
    Column("order_minimum", Numeric, nullable=False, server_default="0"),
    Column("review_days", ARRAY(SmallInteger), nullable=False, server_default="{1,2,3,4,5,6,7}"),
    Column("supplier_id", UUID),
    Column("source_warehouse", Text, ForeignKey("warehouse.code")),
    CheckConstraint("method IN ('min-max', 'reorder-point', 'days-of-supply', 'make-to-order', 'none')", name="method"),
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
    Column("order_on", Date),
    Column("supplier_short", Numeric, comment="what the run lacks to the supplier's minimum"),
    Column("sales_order_id", UUID),
    Column("sales_order_line_id", UUID, comment="the need is pegged to this line"),
    Column("purchase_order_id", UUID, comment="that serves the pegged need"),
    Column("received", Numeric, nullable=False, server_default="0"),
    Column("given", Numeric, nullable=False, server_default="0", comment="of received, to the pegged line"),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint(
        "status IN ('open', 'replaced', 'accepted', 'ordered', 'dismissed', 'refused', 'withdrawn')", name="status"
    ),
    CheckConstraint("quantity > 0", name="quantity"),
    CheckConstraint("given BETWEEN 0 AND received AND received <= quantity", name="peg"),
)
# One open proposal for a product, a warehouse and a way, or for a pegged line: running twice proposes once.
Index(
    "uq_suggestion_open",
    suggestion.c.product_id,
    suggestion.c.warehouse,
    suggestion.c.source_warehouse,
    suggestion.c.sales_order_line_id,
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
Index(
    "ix_suggestion_pegged",
    suggestion.c.product_id,
    suggestion.c.warehouse,
    postgresql_where=suggestion.c.sales_order_line_id.is_not(None) & suggestion.c.status.in_(["accepted", "ordered"]),
)
Index(
    "ix_suggestion_sales_order", suggestion.c.sales_order_id, postgresql_where=suggestion.c.sales_order_id.is_not(None)
)
Index(
    "ix_suggestion_purchase_order",
    suggestion.c.purchase_order_id,
    postgresql_where=suggestion.c.purchase_order_id.is_not(None),
)
Index(
    "ix_purchase_order_line_owed",
    purchase_order_line.c.product_id,
    postgresql_where=purchase_order_line.c.is_open,
)

supplier_terms = Table(
    "supplier_terms",
    metadata,
    Column("supplier_id", UUID, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("order_days", ARRAY(SmallInteger), nullable=False),
    Column("delivery_days", ARRAY(SmallInteger), nullable=False),
    Column("closed_on", ARRAY(Date), nullable=False),
    Column("minimum_quantity", Numeric, nullable=False),
    CheckConstraint("minimum_quantity >= 0", name="minimum"),
)

# What will run out, as the last run saw it.
stock_out = Table(
    "stock_out",
    metadata,
    Column("id", UUID, nullable=False, unique=True),
    Column("product_id", UUID, ForeignKey("product.id"), primary_key=True),
    Column("warehouse", Text, ForeignKey("warehouse.code"), primary_key=True),
    Column("run_id", UUID, nullable=False),
    Column("runs_out_on", Date, nullable=False),
    Column("cause", Text, nullable=False),
    Column("units_short", Numeric, nullable=False, comment="what customers will ask for until more comes"),
    Column("back_on", Date, comment="when what is ordered brings it back; null: nothing ordered does"),
    Column("steps", JSONB, nullable=False),
    Column("seen_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)
Index(None, stock_out.c.runs_out_on, stock_out.c.id)
Index(None, stock_out.c.units_short, stock_out.c.id)

"""What was sold at which price, what prices were at any instant, and simulations over both."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Numeric,
    Table,
    Text,
    func,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from pricing.storage.tables import metadata

# --- copies of others' facts ---

product_supplier = Table(
    "product_supplier",
    metadata,
    Column("id", UUID, primary_key=True, comment="of the product"),
    Column("version", BigInteger, nullable=False),
    Column("supplier_ids", ARRAY(UUID), nullable=False),
)

sold_line = Table(
    "sold_line",
    metadata,
    Column("order_line_id", UUID, primary_key=True),
    Column("order_id", UUID, nullable=False),
    Column("order_number", Text, nullable=False),
    Column("customer_id", UUID, nullable=False),
    Column("product_id", UUID, nullable=False),
    Column("segment", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("warehouse", Text, nullable=False, server_default=""),
    Column("currency", Text, nullable=False),
    Column("ordered_on", Date, nullable=False),
    Column("confirmed_at", DateTime(timezone=True), nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("unit_price", Numeric, nullable=False),
    Column("is_by_hand", Boolean, nullable=False, server_default="false"),
)
Index(None, sold_line.c.ordered_on, sold_line.c.order_id)
Index(None, sold_line.c.order_id)

# --- our own ---

# Every state of every price, kept by a trigger of `price`, whoever writes it.
price_history = Table(
    "price_history",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("price_id", UUID, nullable=False),
    Column("product_id", UUID, nullable=False),
    Column("scope", Text, nullable=False),
    Column("scope_key", Text, nullable=False),
    Column("min_quantity", Numeric, nullable=False),
    Column("unit_price", Numeric, nullable=False),
    Column("currency", Text, nullable=False),
    Column("effective_from", Date, nullable=False),
    Column("effective_until", Date),
    Column("recorded_from", DateTime(timezone=True), nullable=False),
    Column("recorded_until", DateTime(timezone=True)),  # the first instant without it
)
Index(None, price_history.c.product_id, price_history.c.currency, price_history.c.scope, price_history.c.scope_key)
Index("ix_price_history_open", price_history.c.price_id, postgresql_where=price_history.c.recorded_until.is_(None))

simulation = Table(
    "simulation",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("name", Text, nullable=False),
    Column("scenario", JSONB, nullable=False),
    Column("status", Text, nullable=False),
    Column("lines_total", Integer, nullable=False),
    Column("lines_done", Integer, nullable=False),
    Column("last_ordered_on", Date),  # the last order that was done
    Column("last_order_id", UUID),
    Column("requested_by", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("finished_at", DateTime(timezone=True)),
    CheckConstraint("status IN ('running', 'done', 'cancelled')", name="status"),
)
Index(None, simulation.c.created_at, simulation.c.id)
Index("ix_simulation_running", simulation.c.created_at, postgresql_where=simulation.c.status == "running")

# What changes for a customer, a product or a family. Amounts in company currency, before tax; margins of lines whose cost is known.
simulation_effect = Table(
    "simulation_effect",
    metadata,
    Column("simulation_id", UUID, ForeignKey("simulation.id", ondelete="CASCADE"), primary_key=True),
    Column("axis", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("lines", Integer, nullable=False),
    Column("lines_without_cost", Integer, nullable=False),
    Column("lines_stopped_before", Integer, nullable=False),
    Column("lines_stopped_after", Integer, nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("revenue_before", Numeric, nullable=False),
    Column("revenue_after", Numeric, nullable=False),
    Column("margin_before", Numeric, nullable=False),
    Column("margin_after", Numeric, nullable=False),
    CheckConstraint("axis IN ('customer', 'product', 'family')", name="axis"),
)

# Lines that margin rules would stop.
simulation_stop = Table(
    "simulation_stop",
    metadata,
    Column("simulation_id", UUID, ForeignKey("simulation.id", ondelete="CASCADE"), primary_key=True),
    Column("order_line_id", UUID, primary_key=True),
    Column("order_number", Text, nullable=False),
    Column("ordered_on", Date, nullable=False),
    Column("customer_id", UUID, nullable=False),
    Column("product_id", UUID, nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("unit_price_before", Numeric, nullable=False),
    Column("unit_price_after", Numeric, nullable=False),
    Column("margin_rate_before", Numeric),
    Column("margin_rate_after", Numeric),
    Column("verdict_before", Text, nullable=False),
    Column("verdict_after", Text, nullable=False),
    Column("explanation", Text, nullable=False),
    Column("reasons", JSONB, nullable=False, server_default="[]"),
    Column("owes", JSONB, nullable=False, server_default="[]"),
)

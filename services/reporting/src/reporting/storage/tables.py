"""Read models. Everything here can be rebuilt from the topics."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Computed,
    Date,
    DateTime,
    Index,
    Integer,
    Numeric,
    SmallInteger,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import UUID

from kit import schema

metadata = schema.new_metadata()

product = Table(
    "product",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("sku", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("family_code", Text, nullable=False),
    Column("family_name", Text, nullable=False),
    Column("supplier_id", UUID, comment="the first that it is bought from"),
)

partner = Table(
    "partner",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
)

# One invoiced line, one credited line, or the cost of goods that came back: the grain of every margin figure. The cost of
# an invoiced line stays null until the issue is valued.
margin_line = Table(
    "margin_line",
    metadata,
    Column("invoice_line_id", UUID, primary_key=True),
    Column("kind", Text, nullable=False, server_default="sale"),
    Column("invoice_id", UUID, nullable=False, comment="or credit note"),
    Column("invoice_number", Text, nullable=False),
    Column("issued_on", Date, nullable=False),
    Column("sales_order_id", UUID, nullable=False),
    Column("movement_id", UUID, comment="null: a charge, as is the product"),
    Column("product_id", UUID),
    Column("customer_id", UUID, nullable=False),
    Column("segment", Text, nullable=False),
    Column("salesperson", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("revenue", Numeric, nullable=False),
    Column("tax", Numeric, nullable=False, comment="of the whole invoice on its first line, zero on the others"),
    Column("cost", Numeric),
    Column("published_at", DateTime(timezone=True), nullable=False),
    Column("discount", Numeric, nullable=False, server_default="0", comment="below the list price"),
    Column("credits_line_id", UUID, comment="the invoice line of a credit"),
    Column("order_line_id", UUID, comment="of the sales order; null: a charge"),
    CheckConstraint("kind IN ('sale', 'charge', 'credit', 'return')", name="kind"),
)
Index(None, margin_line.c.issued_on, margin_line.c.invoice_line_id)
Index(None, margin_line.c.movement_id)
Index(None, margin_line.c.sales_order_id)
Index(None, margin_line.c.credits_line_id)
Index(None, margin_line.c.customer_id, margin_line.c.issued_on)
Index(None, margin_line.c.product_id, margin_line.c.issued_on)

# What each issue cost, landed costs and corrections included.
movement_cost = Table(
    "movement_cost",
    metadata,
    Column("movement_id", UUID, primary_key=True),
    Column("product_id", UUID, nullable=False),
    Column("amount", Numeric, nullable=False),
)

# What came back from customers, at the cost at which it did.
movement_return = Table(
    "movement_return",
    metadata,
    Column("movement_id", UUID, primary_key=True),
    Column("returns_movement_id", UUID, nullable=False, comment="the issue"),
    Column("amount", Numeric, nullable=False),
    Column("posted_on", Date, nullable=False),
    Column("published_at", DateTime(timezone=True), nullable=False),
)
Index(None, movement_return.c.returns_movement_id)

stock_value = Table(
    "stock_value",
    metadata,
    Column("product_id", UUID, primary_key=True),
    Column("quantity", Numeric, nullable=False),
    Column("value", Numeric, nullable=False),
)

sales_order = Table(
    "sales_order",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("number", Text, nullable=False),
    Column("customer_id", UUID, nullable=False),
    Column("ordered_on", Date, nullable=False),
    Column("line_count", Integer, nullable=False),
    Column("amount", Numeric, nullable=False),
    Column("status", Text, nullable=False),
    Column("team", Text, nullable=False, server_default=""),
    Column("site", Text, nullable=False, server_default=""),
    Column("ended_on", Date, comment="cancelled or closed"),
    CheckConstraint("status IN ('confirmed', 'cancelled', 'closed')", name="status"),
)
Index(None, sales_order.c.ordered_on)

shipment = Table(
    "shipment",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("sales_order_id", UUID, nullable=False),
    Column("shipped_on", Date, nullable=False),
    Column("line_count", Integer, nullable=False),
)
Index(None, shipment.c.shipped_on)
Index(None, shipment.c.sales_order_id)

low_margin_alert = Table(
    "low_margin_alert",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("invoice_line_id", UUID, nullable=False, unique=True),
    Column("threshold_rate", Numeric, nullable=False),
    Column("raised_at", DateTime(timezone=True), nullable=False),
)
Index(None, low_margin_alert.c.raised_at, low_margin_alert.c.id)

# One row: the margin below which a line raises an alert.
margin_threshold = Table(
    "margin_threshold",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("rate", Numeric, nullable=False),
    CheckConstraint("id = 1", name="single_row"),
)

# Rebuilds of the read models while they serve: one open at a time.
rebuild = Table(
    "rebuild",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("asked_by", Text, nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("status", Text, nullable=False),
    Column("revision", Text, comment="of the database for which its tables were made"),
    Column("ended_at", DateTime(timezone=True)),
    Column("is_open", Boolean, Computed("CASE WHEN ended_at IS NULL THEN true END", persisted=True), unique=True),
    CheckConstraint("status IN ('asked', 'running', 'done', 'cancelled')", name="status"),
)

freshness = Table(
    "freshness",
    metadata,
    Column("topic", Text, primary_key=True),
    Column("event_at", DateTime(timezone=True), nullable=False),
    Column("applied_at", DateTime(timezone=True), nullable=False),
    Column("events", BigInteger, nullable=False),
)

# Emptied by a rebuild. The threshold is a decision, not a fact of the topics: it stays.
REBUILT = (
    "product", "partner", "margin_line", "movement_cost", "movement_return", "stock_value", "sales_order", "shipment",
    "low_margin_alert", "freshness",
)  # fmt: skip

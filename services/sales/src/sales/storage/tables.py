"""Orders of customers, and copies of what they refer to."""

from kit.exchange_rates import exchange_rate_table
from sqlalchemy import (
    BigInteger,
    Boolean,
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

from kit import approvals, delegations, schema

metadata = schema.new_metadata()
approval_request = approvals.approval_table(metadata)
delegation = delegations.delegation_table(metadata)

# --- copies of others' facts ---

exchange_rate = exchange_rate_table(metadata)

product = Table(
    "product",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("sku", Text, nullable=False),
    Column("name_fr", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("is_sold", Boolean, nullable=False),
    Column("quantity_decimals", SmallInteger, nullable=False),
    Column("tax_class", Text, nullable=False),
    Column("packagings", JSONB, nullable=False, comment="code: [numerator, denominator]"),
    Column("substitutes", JSONB, nullable=False, server_default='{"ids": []}', comment="ids, the best first"),
)

partner = Table(
    "partner",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("is_customer", Boolean, nullable=False),
    Column("bill_to_id", UUID, nullable=False),
    Column("segment", Text, nullable=False),
    Column("salesperson", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("payment_days", Integer, nullable=False),
    Column("payment_terms", JSONB),
    Column("postal", JSONB, nullable=False, server_default="{}", comment="kind: lines of the address"),
)

# --- our own ---

# No foreign keys to copies: each order would lock the rows of its products, and hot products are in every order.
sales_order = Table(
    "sales_order",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("customer_id", UUID, nullable=False),
    Column("bill_to_id", UUID, nullable=False),
    Column("salesperson", Text, nullable=False),
    Column("team", Text, nullable=False, server_default=""),
    Column("channel", Text, nullable=False),
    Column("segment", Text, nullable=False),
    Column("payment_days", Integer, nullable=False),
    Column("payment_terms", JSONB, comment="null: payment_days net"),
    Column("currency", Text, nullable=False),
    Column("rate", Numeric, comment="of its day; null: the currency is the company's"),
    Column("rate_on", Date),
    Column("warehouse", Text, nullable=False),
    Column("ordered_on", Date, nullable=False),
    Column("customer_reference", Text, nullable=False),
    Column("shortage", Text, nullable=False),
    Column("granted_by", Text, nullable=False, server_default=""),
    Column("granter_roles", ARRAY(Text), nullable=False, server_default="{}"),
    Column("status", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("net", Numeric, nullable=False),
    Column("charged", Numeric, nullable=False, server_default="0", comment="part of net"),
    Column("charges", JSONB, nullable=False, server_default="[]"),
    Column("value", Numeric, nullable=False, comment="net in company currency"),
    Column("margin", Numeric, comment="as it was judged; null: a cost is not known"),
    Column("gross", Numeric),
    Column("credit", Numeric, comment="gross in company currency, as accounting knows it"),
    Column("is_given_up", Boolean, nullable=False),
    Column("deliver_to", Text, nullable=False, server_default=""),
    Column("requested_on", Date),
    Column("revision", Integer, nullable=False, server_default="0"),
    Column("delivery", Text, nullable=False, server_default="partial"),
    Column("consolidate_until", Date),
    Column("priority", Integer, nullable=False, server_default="0"),
    Column("hold_cause", Text),
    Column("hold", JSONB, comment="the customer's credit as it was judged"),
    Column("release", JSONB, comment="how far somebody let it go on"),
    Column("buyer", Text, nullable=False, server_default="", comment="the customer's user who orders"),
    Column("buyer_name", Text, nullable=False, server_default=""),
    Column("spending_breach", Text, comment="which limit of his: it waits for a colleague"),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint(
        "status IN ('draft', 'awaiting-approval', 'confirmed', 'partially-shipped', 'shipped', 'invoiced', 'closed',"
        " 'cancelled')",
        name="status",
    ),
    CheckConstraint("gross IS NOT NULL OR status IN ('draft', 'awaiting-approval', 'cancelled')", name="gross"),
    CheckConstraint("shortage IN ('refuse', 'backorder')", name="shortage"),
    CheckConstraint("delivery IN ('partial', 'complete-line', 'complete-order', 'consolidated')", name="delivery"),
    CheckConstraint("(delivery = 'consolidated') = (consolidate_until IS NOT NULL)", name="consolidation"),
    CheckConstraint("(gross IS NULL) = (credit IS NULL)", name="credit"),
    CheckConstraint("(rate IS NULL) = (rate_on IS NULL)", name="rate"),
    CheckConstraint("(hold_cause IS NULL) = (hold IS NULL)", name="hold"),
    CheckConstraint(
        "spending_breach IS NULL OR (spending_breach IN ('order', 'month') AND status = 'awaiting-approval')",
        name="spending_breach",
    ),
)
Index(None, sales_order.c.created_at, sales_order.c.id)
Index(None, sales_order.c.customer_id, sales_order.c.created_at, sales_order.c.id)
Index(None, sales_order.c.status, sales_order.c.created_at, sales_order.c.id)
Index(None, sales_order.c.ordered_on, sales_order.c.id)
Index(None, sales_order.c.net, sales_order.c.id)
Index(None, sales_order.c.priority, sales_order.c.id)
Index(None, sales_order.c.customer_reference)
Index(
    "ix_sales_order_on_hold",
    sales_order.c.created_at,
    sales_order.c.id,
    postgresql_where=sales_order.c.hold_cause.is_not(None),
)
Index(
    "ix_sales_order_under_way",
    sales_order.c.id,
    postgresql_where=sales_order.c.status.in_(["confirmed", "partially-shipped"]),
)

Index(
    "ix_sales_order_under_way_by_payer",
    sales_order.c.bill_to_id,
    sales_order.c.id,
    postgresql_where=sales_order.c.status.in_(["confirmed", "partially-shipped"]),
)

sales_order_line = Table(
    "sales_order_line",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("sales_order_id", UUID, ForeignKey("sales_order.id"), nullable=False),
    Column("position", SmallInteger, nullable=False),
    Column("product_id", UUID, nullable=False),
    Column("sku", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("tax_class", Text, nullable=False),
    Column("packaging_code", Text),
    Column("packaging_quantity", Numeric, nullable=False),
    Column("manual_unit_price", Numeric),
    Column("unit_price", Numeric, nullable=False),
    Column("price", JSONB, nullable=False, comment="steps to the unit price"),
    Column("decision", JSONB, nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("reserved", Numeric, nullable=False),
    Column("backordered", Numeric, nullable=False),
    Column("shipped", Numeric, nullable=False),
    Column("invoiced", Numeric, nullable=False),
    Column("promise", JSONB, comment="on, reason, document"),
    Column("kit", JSONB, comment="the kit that it is a part of"),
    Column("is_drop_shipped", Boolean, nullable=False, server_default="false"),
    CheckConstraint(
        "quantity >= 0 AND packaging_quantity >= 0 AND unit_price >= 0 AND reserved >= 0 AND backordered >= 0"
        " AND shipped >= 0 AND invoiced >= 0",
        name="quantities",
    ),
)
Index(None, sales_order_line.c.sales_order_id, sales_order_line.c.position)
Index(
    "ix_sales_order_line_waiting",
    sales_order_line.c.sales_order_id,
    postgresql_where=sales_order_line.c.backordered > 0,
)

delivery = Table(
    "delivery",
    metadata,
    Column("shipment_id", UUID, primary_key=True),
    Column("sales_order_id", UUID, ForeignKey("sales_order.id"), nullable=False),
    Column("customer_id", UUID, nullable=False),
    Column("number", Text, nullable=False),
    Column("shipped_at", DateTime(timezone=True), nullable=False),
    Column(
        "contents",
        JSONB,
        nullable=False,
        server_default='{"lines": [], "packages": []}',
        comment="order_line_id and quantity; sscc and weight_kg",
    ),
)
Index(None, delivery.c.sales_order_id, delivery.c.shipped_at)
Index(None, delivery.c.shipped_at, delivery.c.shipment_id)
Index(None, delivery.c.customer_id, delivery.c.shipped_at, delivery.c.shipment_id)
Index(None, delivery.c.number, delivery.c.shipment_id)

billing = Table(
    "billing",
    metadata,
    Column("invoice_id", UUID, primary_key=True),
    Column("sales_order_id", UUID, ForeignKey("sales_order.id"), primary_key=True),
    Column("number", Text, nullable=False),
    Column("issued_on", Date, nullable=False),
    Column("gross", Numeric, nullable=False, comment="of this order, where the invoice is about several"),
)
Index(None, billing.c.sales_order_id, billing.c.issued_on)

# Whose yes releases an order whose customer has no credit: more than one, where more is at stake.
release_level = Table(
    "release_level",
    metadata,
    Column("above", Numeric(18, 2), primary_key=True),
    Column("permission", Text, nullable=False),
    CheckConstraint("above >= 0", name="above"),
)

# Who pays for orders under way and whose credit may be otherwise by what was told since: his orders are judged anew.
credit_doubt = Table(
    "credit_doubt",
    metadata,
    Column("bill_to_id", UUID, primary_key=True),
    Column("told", Integer, nullable=False, comment="how often, so that what is told meanwhile is not forgotten"),
    Column("due_at", DateTime(timezone=True), nullable=False),
)
Index(None, credit_doubt.c.due_at)

# How often holds of an order were given back: a confirmation that counted on them sees that they are gone.
abandonment = Table(
    "abandonment",
    metadata,
    Column("sales_order_id", UUID, primary_key=True),
    Column("times", Integer, nullable=False),
)

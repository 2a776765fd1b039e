"""Orders to suppliers, and copies of what they refer to."""

from kit.effects import effect_table
from kit.exchange_rates import exchange_rate_table
from kit.link_answers import link_answers_table
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
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from kit import approvals, delegations, schema

metadata = schema.new_metadata()
approval_request = approvals.approval_table(metadata)
delegation = delegations.delegation_table(metadata)
effect = effect_table(metadata)
link_answers = link_answers_table(metadata)

# --- copies of others' facts ---

product = Table(
    "product",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("sku", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("is_bought", Boolean, nullable=False),
    Column("family_path", ARRAY(Text), nullable=False, server_default="{}"),
    Column("weight_kg", Numeric),
    Column("volume_m3", Numeric),
    Column("quantity_decimals", SmallInteger, nullable=False),
)
Index(None, product.c.sku)

packaging = Table(
    "packaging",
    metadata,
    Column("product_id", UUID, ForeignKey("product.id", ondelete="CASCADE"), primary_key=True),
    Column("code", Text, primary_key=True),
    Column("numerator", BigInteger, nullable=False),
    Column("denominator", BigInteger, nullable=False),
)

partner = Table(
    "partner",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("is_supplier", Boolean, nullable=False),
    Column("address", Text, nullable=False, server_default="", comment="where goods for him go"),
    Column("email", Text, nullable=False, server_default=""),
    Column("language", Text, nullable=False, server_default="fr"),
)

exchange_rate = exchange_rate_table(metadata)

# --- our own ---

purchase_order = Table(
    "purchase_order",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("supplier_id", UUID, ForeignKey("partner.id"), nullable=False),
    Column("currency", Text, nullable=False),
    Column("warehouse", Text, nullable=False),
    Column("ordered_on", Date, nullable=False),
    Column("supplier_reference", Text, nullable=False),
    Column("over_receipt_rate", Numeric, nullable=False),
    Column("department", Text, nullable=False, server_default=""),
    Column("written_by", Text, nullable=False, server_default=""),
    Column("revision", Integer, nullable=False, server_default="0"),
    Column("acknowledged_at", DateTime(timezone=True)),
    Column("deliver_to", Text, nullable=False, server_default="", comment="empty: to the warehouse"),
    Column("rate", Numeric, comment="of its day; null: the currency is the company's"),
    Column("rate_on", Date, nullable=False),
    Column("net", Numeric, nullable=False),
    Column("net_value", Numeric, nullable=False, comment="in company currency"),
    Column("status", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint(
        "status IN ('draft', 'awaiting-approval', 'placed', 'received', 'closed', 'cancelled')", name="status"
    ),
)
Index(None, purchase_order.c.created_at, purchase_order.c.id)
Index(None, purchase_order.c.supplier_id, purchase_order.c.created_at, purchase_order.c.id)
Index(None, purchase_order.c.status, purchase_order.c.created_at, purchase_order.c.id)
Index(None, purchase_order.c.ordered_on, purchase_order.c.id)
Index(None, purchase_order.c.net, purchase_order.c.id)

purchase_order_line = Table(
    "purchase_order_line",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("purchase_order_id", UUID, ForeignKey("purchase_order.id"), nullable=False),
    Column("position", SmallInteger, nullable=False),
    Column("product_id", UUID, ForeignKey("product.id"), nullable=False),
    Column("packaging_code", Text, nullable=False),
    Column("numerator", BigInteger, nullable=False),
    Column("denominator", BigInteger, nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("stock_quantity", Numeric, nullable=False),
    Column("unit_price", Numeric, nullable=False),
    Column("expected_on", Date),
    Column("received", Numeric, nullable=False),
    Column("cancelled", Numeric, nullable=False, server_default="0", comment="stock units that revisions took back"),
    Column(
        "given_up", Numeric, nullable=False, server_default="0", comment="stock units that will not come, by receipts"
    ),
    Column("over_receipt_rate", Numeric, comment="null: the order's"),
    Column("under_receipt_rate", Numeric, nullable=False, server_default="0"),
    Column("first_promised_on", Date),
    Column("blanket_line_id", UUID),
    Column("sales_order_line_id", UUID, comment="whose customer gets it from the supplier himself"),
    CheckConstraint(
        "quantity > 0 AND stock_quantity > 0 AND received >= 0 AND given_up >= 0"
        " AND cancelled >= 0 AND cancelled <= stock_quantity",
        name="quantities",
    ),
)
Index(
    "ix_purchase_order_line_expected",
    purchase_order_line.c.expected_on,
    purchase_order_line.c.id,
    postgresql_where="received + cancelled + given_up < stock_quantity",
)
Index(None, purchase_order_line.c.purchase_order_id, purchase_order_line.c.position)
Index(None, purchase_order_line.c.product_id)
Index(
    None,
    purchase_order_line.c.sales_order_line_id,
    postgresql_where=purchase_order_line.c.sales_order_line_id.is_not(None),
)

approval_rules = Table(
    "approval_rules",
    metadata,
    Column("id", Boolean, primary_key=True, server_default="true"),
    Column("version", Integer, nullable=False),
    CheckConstraint("id", name="one_row"),
)

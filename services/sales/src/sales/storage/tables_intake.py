"""Orders that come as tables, and the codes by which products are called in them."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Numeric,
    Table,
    Text,
    UniqueConstraint,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

from sales.storage.tables import metadata, partner, product

Index(None, product.c.sku)
Index(None, partner.c.code)

# --- copies of others' facts ---

product_gtin = Table(
    "product_gtin",
    metadata,
    Column("id", UUID, primary_key=True, comment="of the product"),
    Column("version", BigInteger, nullable=False),
    Column("gtins", JSONB, nullable=False, comment="GTIN: packaging"),
)
Index(None, product_gtin.c.gtins, postgresql_using="gin")

customer_code = Table(
    "customer_code",
    metadata,
    Column("customer_id", UUID, primary_key=True),
    Column("product_id", UUID, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("codes", JSONB, nullable=False, comment="code as it is compared: packaging"),
)
Index(None, customer_code.c.codes, postgresql_using="gin")

# --- our own ---

order_intake = Table(
    "order_intake",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("file_hash", LargeBinary, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("content", JSONB, nullable=False, comment="rows, and what cannot be read"),
    Column("row_count", Integer, nullable=False),
    Column("order_count", Integer, nullable=False, comment="without a fault"),
    Column("fault_count", Integer, nullable=False),
    Column("net", Numeric, nullable=False, comment="of the orders without a fault"),
    Column("customer_id", UUID, comment="whose user sent it; null: the house"),
    Column("sent_by", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("imported_at", DateTime(timezone=True)),
    CheckConstraint("status IN ('checked', 'imported')", name="status"),
    CheckConstraint("(status = 'imported') = (imported_at IS NOT NULL)", name="imported"),
)
Index(None, order_intake.c.created_at, order_intake.c.id)
Index(None, order_intake.c.customer_id, order_intake.c.created_at, order_intake.c.id)

order_intake_fault = Table(
    "order_intake_fault",
    metadata,
    Column("intake_id", UUID, ForeignKey("order_intake.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("row", Integer, nullable=False),
    Column("field", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("detail", Text, nullable=False),
)

# A number of a customer's is taken in once, whatever file it comes in.
order_intake_order = Table(
    "order_intake_order",
    metadata,
    Column("order_id", UUID, ForeignKey("sales_order.id", deferrable=True, initially="DEFERRED"), primary_key=True),
    Column("intake_id", UUID, ForeignKey("order_intake.id"), nullable=False),
    Column("customer_id", UUID, nullable=False),
    Column("customer_reference", Text, nullable=False),
    UniqueConstraint("customer_id", "customer_reference"),
)
Index(None, order_intake_order.c.intake_id, order_intake_order.c.order_id)

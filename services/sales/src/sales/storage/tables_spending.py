"""What users of customers may order, and what they have ordered."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Numeric,
    Table,
    Text,
    func,
)
from sqlalchemy.dialects.postgresql import UUID

from sales.storage.tables import metadata

# No row: without limit. The row is the lock of who orders: his orders count one after the other.
spending_limit = Table(
    "spending_limit",
    metadata,
    Column("customer_id", UUID, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("per_order", Numeric(18, 2)),
    Column("per_month", Numeric(18, 2)),
    Column("version", BigInteger, nullable=False),
    Column("set_by", Text, nullable=False),
    Column("set_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint("per_order >= 0 AND per_month >= 0", name="amounts"),
)

# What a buyer ordered on his own; an order that a colleague approved is not in here.
spending = Table(
    "spending",
    metadata,
    Column("sales_order_id", UUID, ForeignKey("sales_order.id"), primary_key=True),
    Column("customer_id", UUID, nullable=False),
    Column("subject", Text, nullable=False),
    Column("month", Date, nullable=False, comment="its first day"),
    Column("value", Numeric, nullable=False, comment="company currency, before tax"),
)
Index(None, spending.c.customer_id, spending.c.subject, spending.c.month)

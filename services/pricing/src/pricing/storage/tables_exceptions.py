"""Price exceptions, and what was used of them."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    Table,
    Text,
    func,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from pricing.storage.tables import metadata

price_exception = Table(
    "price_exception",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("customer_id", UUID, nullable=False),
    Column("product_id", UUID),
    Column("family_code", Text),
    Column("unit_price", Numeric),
    Column("discount_rate", Numeric),
    Column("min_margin_rate", Numeric),
    Column("quantity_cap", Numeric, nullable=False),
    Column("channel", Text),
    Column("effective_from", Date, nullable=False),
    Column("effective_until", Date, nullable=False),  # the first day without it
    Column("reason", Text, nullable=False),
    Column("requested_by", Text, nullable=False),
    Column("requester_roles", ARRAY(Text), nullable=False),
    Column("status", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint("(product_id IS NULL) <> (family_code IS NULL)", name="what"),
    CheckConstraint("(unit_price IS NULL) <> (discount_rate IS NULL)", name="price"),
    CheckConstraint("unit_price IS NULL OR product_id IS NOT NULL", name="price_of_a_product"),
    CheckConstraint("effective_until > effective_from", name="period"),
    CheckConstraint("quantity_cap > 0 AND unit_price > 0 AND discount_rate BETWEEN 0 AND 1", name="amounts"),
    CheckConstraint("status IN ('awaiting-approval', 'granted', 'rejected', 'revoked')", name="status"),
)
Index(None, price_exception.c.customer_id, price_exception.c.created_at, price_exception.c.id)
Index(None, price_exception.c.status, price_exception.c.created_at, price_exception.c.id)
Index(None, price_exception.c.created_at, price_exception.c.id)
Index(
    "ix_price_exception_granted", price_exception.c.customer_id, postgresql_where=price_exception.c.status == "granted"
)

# What orders take of an exception: for a while as they are decided, for good (no `held_until`) as they are confirmed.
exception_use = Table(
    "exception_use",
    metadata,
    Column("exception_id", UUID, ForeignKey("price_exception.id"), primary_key=True),
    Column("order_line_id", UUID, primary_key=True),
    Column("order_id", UUID, nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("held_until", DateTime(timezone=True)),
    CheckConstraint("quantity > 0", name="quantity"),
)
Index(None, exception_use.c.order_id)

"""Returns from customers and to suppliers, and what goes first of a product."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Numeric,
    SmallInteger,
    Table,
    Text,
    func,
)
from sqlalchemy.dialects.postgresql import UUID

from inventory.storage.tables import metadata

stock_return = Table(
    "stock_return",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("order_id", UUID, nullable=False),
    Column("partner_id", UUID, nullable=False),
    Column("warehouse", Text, ForeignKey("warehouse.code"), nullable=False),
    Column("reference", Text, nullable=False),
    Column("occurred_at", DateTime(timezone=True), nullable=False),
    Column("posted_by", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint("kind IN ('customer', 'supplier')", name="kind"),
)
Index(None, stock_return.c.order_id)
Index(None, stock_return.c.occurred_at, stock_return.c.id)

stock_return_line = Table(
    "stock_return_line",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("return_id", UUID, ForeignKey("stock_return.id"), nullable=False),
    Column("position", SmallInteger, nullable=False),
    Column("delivered_line_id", UUID, nullable=False, comment="of the shipment or receipt"),
    Column("product_id", UUID, ForeignKey("product.id"), nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("disposed", Numeric, nullable=False, server_default="0"),
    Column("reason", Text, nullable=False),
    Column("movement_id", UUID, nullable=False),
    CheckConstraint("quantity > 0 AND disposed BETWEEN 0 AND quantity", name="parts"),
)
Index(None, stock_return_line.c.return_id, stock_return_line.c.position)
Index(None, stock_return_line.c.delivered_line_id)

# What sales agreed to take back: its number is what goods are marked with.
return_agreement = Table(
    "return_agreement",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("order_id", UUID, nullable=False),
    Column("is_closed", Boolean, nullable=False, server_default="false"),
)

return_agreement_line = Table(
    "return_agreement_line",
    metadata,
    Column("agreement_id", UUID, ForeignKey("return_agreement.id"), primary_key=True),
    Column("shipment_line_id", UUID, primary_key=True),
    Column("quantity", Numeric, nullable=False),
)

removal_policy = Table(
    "removal_policy",
    metadata,
    Column("product_id", UUID, ForeignKey("product.id"), primary_key=True),
    Column("warehouse", Text, ForeignKey("warehouse.code"), primary_key=True),
    Column("removal", Text, nullable=False),
    CheckConstraint("removal IN ('fefo', 'fifo', 'nearest')", name="removal"),
)

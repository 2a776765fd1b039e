"""Landed costs."""

from sqlalchemy import CheckConstraint, Column, Date, DateTime, ForeignKey, Index, Numeric, Table, Text, func
from sqlalchemy.dialects.postgresql import UUID

from purchasing.storage.tables import metadata

landed_cost = Table(
    "landed_cost",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("supplier_id", UUID, ForeignKey("partner.id"), nullable=False),
    Column("reference", Text, nullable=False),
    Column("amount", Numeric, nullable=False, comment="in company currency"),
    Column("currency", Text, nullable=False),
    Column("currency_amount", Numeric, nullable=False, comment="as it will be billed"),
    Column("rate", Numeric, comment="of its day; null: the currency is the company's"),
    Column("rate_on", Date, nullable=False),
    Column("basis", Text, nullable=False),
    Column("posted_by", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint("amount > 0", name="amount"),
)
Index(None, landed_cost.c.created_at, landed_cost.c.id)

landed_share = Table(
    "landed_share",
    metadata,
    Column("landed_cost_id", UUID, ForeignKey("landed_cost.id"), primary_key=True),
    Column("receipt_line_id", UUID, primary_key=True),
    Column("receipt_id", UUID, nullable=False),
    Column("purchase_order_line_id", UUID, nullable=False),
    Column("product_id", UUID, nullable=False),
    Column("weight", Numeric, nullable=False, comment="its part in the basis"),
    Column("amount", Numeric, nullable=False),
)
Index(None, landed_share.c.receipt_line_id)

landed_reversal = Table(
    "landed_reversal",
    metadata,
    Column("landed_cost_id", UUID, ForeignKey("landed_cost.id"), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("posted_by", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

"""What suppliers bring to our customers themselves."""

from sqlalchemy import CheckConstraint, Column, Index, Numeric, Table, Text
from sqlalchemy.dialects.postgresql import UUID

from purchasing.storage.tables import metadata

sold_line = Table(
    "sold_line",
    metadata,
    Column("id", UUID, primary_key=True, comment="of the sales order's line"),
    Column("sales_order_id", UUID, nullable=False),
    Column("sales_order_number", Text, nullable=False),
    Column("product_id", UUID, nullable=False),
    Column("quantity", Numeric, nullable=False, comment="that the customer wants, stock units"),
    Column("deliver_to", Text, nullable=False),
    CheckConstraint("quantity >= 0", name="quantity"),
)
Index(None, sold_line.c.sales_order_id)

"""What came of our orders, and when: the facts behind suppliers' scores."""

from sqlalchemy import Column, DateTime, Index, Numeric, Table, Text
from sqlalchemy.dialects.postgresql import UUID

from purchasing.storage.tables import metadata

received_line = Table(
    "received_line",
    metadata,
    Column("receipt_line_id", UUID, primary_key=True),
    Column("receipt_id", UUID, nullable=False),
    Column("receipt_number", Text, nullable=False),
    Column("purchase_order_id", UUID, nullable=False),
    Column("purchase_order_line_id", UUID, nullable=False),
    Column("product_id", UUID, nullable=False),
    Column("supplier_id", UUID, nullable=False),
    Column("warehouse", Text, nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("received_at", DateTime(timezone=True), nullable=False),
)
Index(None, received_line.c.purchase_order_line_id)
Index(None, received_line.c.supplier_id, received_line.c.received_at)

# What inspection said of received goods, in all so far.
inspected_line = Table(
    "inspected_line",
    metadata,
    Column("inspection_id", UUID, primary_key=True),
    Column("receipt_line_id", UUID, nullable=False),
    Column("supplier_id", UUID, nullable=False),
    Column("accepted", Numeric, nullable=False),
    Column("rejected", Numeric, nullable=False),
    Column("reworked", Numeric, nullable=False),
    Column("decided_at", DateTime(timezone=True), nullable=False),
)
Index(None, inspected_line.c.supplier_id, inspected_line.c.decided_at)

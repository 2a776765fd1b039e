"""How customers want to be delivered, and what they were promised."""

from sqlalchemy import CheckConstraint, Column, Date, DateTime, ForeignKey, Index, Integer, SmallInteger, Table, Text
from sqlalchemy.dialects.postgresql import UUID

from sales.storage.tables import metadata

usual_delivery = Table(
    "usual_delivery",
    metadata,
    Column("customer_id", UUID, primary_key=True),
    Column("policy", Text, nullable=False),
    Column("consolidation_days", SmallInteger, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint("policy IN ('partial', 'complete-line', 'complete-order', 'consolidated')", name="policy"),
    CheckConstraint("consolidation_days BETWEEN 0 AND 90", name="consolidation_days"),
)

# Every promise of a line that waited, and what became of it. Only added to.
line_promise = Table(
    "line_promise",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("sales_order_id", UUID, ForeignKey("sales_order.id"), nullable=False),
    Column("sales_order_line_id", UUID, nullable=False),
    Column("promised_on", Date),
    Column("reason", Text, nullable=False),
    Column("document_number", Text, nullable=False),
    Column("cause", Text, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
)
Index(None, line_promise.c.sales_order_id, line_promise.c.made_at, line_promise.c.id)

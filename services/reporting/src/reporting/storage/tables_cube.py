"""The tables of the margin cube, beside those of single lines."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, Index, Numeric, Table, Text
from sqlalchemy.dialects.postgresql import UUID

from reporting.storage.tables import metadata

# Each posting of cost to an issue: what it cost, what was learned of it later, what came back of it. It becomes a
# margin_entry once the invoice line that the issue faces is known.
cost_entry = Table(
    "cost_entry",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("movement_id", UUID, nullable=False, comment="the issue"),
    Column("amount", Numeric, nullable=False),
    Column("posted_on", Date, nullable=False),
    Column("document_id", Text, nullable=False),
    Column("entry_number", Text, nullable=False),
    CheckConstraint("kind IN ('cost', 'landed', 'adjustment', 'return')", name="kind"),
)
Index(None, cost_entry.c.movement_id)

# The grain of the cube: one dated piece of revenue or cost of a sale, with all that it is added up by. Never changed but
# for team and site, which the order tells.
margin_entry = Table(
    "margin_entry",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("line_id", UUID, nullable=False, comment="the invoice line whose sale it is about"),
    Column("movement_id", UUID, comment="the issue"),
    Column("sales_order_id", UUID, nullable=False),
    Column("product_id", UUID),
    Column("customer_id", UUID, nullable=False),
    Column("segment", Text, nullable=False),
    Column("salesperson", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("site", Text, nullable=False),
    Column("sold_on", Date, nullable=False),
    Column("known_on", Date, nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("discount", Numeric, nullable=False),
    Column("revenue", Numeric, nullable=False),
    Column("cost", Numeric, nullable=False),
    Column("document_id", Text, nullable=False),
    Column("entry_number", Text, nullable=False),
)
Index(None, margin_entry.c.sold_on, margin_entry.c.id)
Index(None, margin_entry.c.known_on, margin_entry.c.id)
Index(None, margin_entry.c.sales_order_id)
Index(None, margin_entry.c.line_id)

# Sums of entries by one axis, month and kind, kept with them: what dashboards read.
margin_total = Table(
    "margin_total",
    metadata,
    Column("axis", Text, primary_key=True, comment="a column of margin_entry"),
    Column("basis", Text, primary_key=True),
    Column("month", Date, primary_key=True, comment="its first day"),
    Column("key", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("quantity", Numeric, nullable=False),
    Column("discount", Numeric, nullable=False),
    Column("revenue", Numeric, nullable=False),
    Column("cost", Numeric, nullable=False),
    Column("entries", BigInteger, nullable=False),
    CheckConstraint("basis IN ('sold', 'known')", name="basis"),
)

REBUILT = ("cost_entry", "margin_entry", "margin_total")

"""Facts by day and by document: what the dashboard and the insights are computed from."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, Index, Numeric, SmallInteger, Table, Text
from sqlalchemy.dialects.postgresql import UUID

from reporting.storage.tables import metadata

# Sums of margin_entry by the day on which they were known, kept with them.
margin_day = Table(
    "margin_day",
    metadata,
    Column("day", Date, primary_key=True, comment="on which it was known"),
    Column("revenue", Numeric, nullable=False),
    Column("cost", Numeric, nullable=False),
)

# Sums by day of what orders, invoices and receivables come to, each a rate or an amount with its count; see day_totals.py.
day_total = Table(
    "day_total",
    metadata,
    Column("figure", Text, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("numerator", Numeric, nullable=False),
    Column("denominator", BigInteger, nullable=False),
)

stock_day = Table(
    "stock_day",
    metadata,
    Column("day", Date, primary_key=True),
    Column("amount", Numeric, nullable=False, comment="by which the value of stock changed"),
)

receivable = Table(
    "receivable",
    metadata,
    Column("document_id", UUID, primary_key=True, comment="invoice or advance"),
    Column("customer_id", UUID, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("exchange_rate", Numeric, nullable=False, comment="of its currency for one of the company's"),
)
Index(None, receivable.c.customer_id)

# What a document is owed, and each thing that settles a part of it; whichever is told first waits for the other.
receivable_entry = Table(
    "receivable_entry",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("document_id", UUID, nullable=False),
    Column("kind", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("amount", Numeric, nullable=False, comment="currency of the document; < 0 settles"),
    CheckConstraint("kind IN ('invoice', 'payment', 'credit', 'discount', 'write-off')", name="kind"),
)
Index(None, receivable_entry.c.document_id, receivable_entry.c.day)

bill_line = Table(
    "bill_line",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("bill_id", UUID, nullable=False),
    Column("supplier_id", UUID, nullable=False),
    Column("product_id", UUID, nullable=False),
    Column("billed_on", Date, nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("amount", Numeric, nullable=False, comment="company currency"),
)
Index(None, bill_line.c.billed_on)
Index(None, bill_line.c.bill_id)

cancelled_bill = Table("cancelled_bill", metadata, Column("bill_id", UUID, primary_key=True))

return_line = Table(
    "return_line",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("customer_id", UUID, nullable=False),
    Column("returned_on", Date, nullable=False),
)
Index(None, return_line.c.returned_on)

# What an activity costs, as somebody set it; without a row it is the default of `domain/serving.py`.
service_rate = Table(
    "service_rate",
    metadata,
    Column("activity", Text, primary_key=True),
    Column("rate", Numeric, nullable=False),
)

# How KPIs were before this system, as somebody brought it.
kpi_baseline = Table(
    "kpi_baseline",
    metadata,
    Column("kpi_id", Text, primary_key=True),
    Column("month", Date, primary_key=True, comment="its first day"),
    Column("value", Numeric, nullable=False),
)

go_live = Table(
    "go_live",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("day", Date, nullable=False, comment="from which on figures are ours"),
    CheckConstraint("id = 1", name="single_row"),
)

# Rates, baselines and the go-live are decisions, not facts of the topics: a rebuild lets them be.
REBUILT = (
    "margin_day", "day_total", "stock_day", "receivable", "receivable_entry", "bill_line", "cancelled_bill", "return_line",
)  # fmt: skip

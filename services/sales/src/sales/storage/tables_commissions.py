"""Salespeople and their teams, and the base of their commissions."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    Numeric,
    Table,
    Text,
    UniqueConstraint,
    func,
)
from sqlalchemy.dialects.postgresql import UUID

from sales.storage.tables import metadata

salesperson = Table(
    "salesperson",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("version", Integer, nullable=False),
)
Index(None, salesperson.c.team, salesperson.c.code)

# --- what others tell, in any order: invoices, payments; costs are in issue_cost ---

commission_invoice = Table(
    "commission_invoice",
    metadata,
    Column("invoice_id", UUID, primary_key=True),
    Column("sales_order_id", UUID, primary_key=True),
    Column("number", Text, nullable=False),
    Column("customer_id", UUID, nullable=False),
    Column("salesperson", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("segment", Text, nullable=False),
    Column("currency", Text, nullable=False, comment="the company's: that of the base"),
    Column("rate", Numeric, comment="of the invoice's currency on its day; null: it is the company's"),
    Column("issued_on", Date, nullable=False),
    Column("net", Numeric, nullable=False, comment="of this order's goods, in the invoice's currency"),
    Column("gross", Numeric, nullable=False, comment="of the whole invoice, in its currency"),
)

commission_line = Table(
    "commission_line",
    metadata,
    Column("invoice_line_id", UUID, primary_key=True),
    Column("invoice_id", UUID, nullable=False),
    Column("sales_order_id", UUID, nullable=False),
    Column("movement_id", UUID, nullable=False),
    ForeignKeyConstraint(
        ("invoice_id", "sales_order_id"), ("commission_invoice.invoice_id", "commission_invoice.sales_order_id")
    ),
)
Index(None, commission_line.c.invoice_id, commission_line.c.sales_order_id)
Index(None, commission_line.c.movement_id)

commission_payment = Table(
    "commission_payment",
    metadata,
    Column("invoice_id", UUID, primary_key=True),
    Column("payment_id", UUID, primary_key=True),
    Column("amount", Numeric, nullable=False),
    Column("paid_on", Date, nullable=False),
)

# What credit notes take off an invoice, order by order.
commission_credit = Table(
    "commission_credit",
    metadata,
    Column("invoice_id", UUID, primary_key=True),
    Column("sales_order_id", UUID, primary_key=True),
    Column("credit_note_id", UUID, primary_key=True),
    Column("net", Numeric, nullable=False),
    Column("gross", Numeric, nullable=False),
)

# What goods of an issue cost that came back.
returned_cost = Table(
    "returned_cost",
    metadata,
    Column("movement_id", UUID, primary_key=True),
    Column("issue_id", UUID, nullable=False),
    Column("cost", Numeric, nullable=False),
)
Index(None, returned_cost.c.issue_id)

# --- what follows from them ---

commission_entry = Table(
    "commission_entry",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("invoice_id", UUID, nullable=False),
    Column("sales_order_id", UUID, nullable=False),
    Column("salesperson", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("month", Date, nullable=False, comment="its first day"),
    Column("amount", Numeric, nullable=False),
    Column("margin", Numeric, nullable=False),
    Column("collected", Numeric, nullable=False),
    Column("cause", Text, nullable=False),
    Column("earned_on", Date, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint("cause IN ('collected', 'costed', 'credited')", name="cause"),
    CheckConstraint("amount <> 0", name="amount"),
    ForeignKeyConstraint(
        ("invoice_id", "sales_order_id"), ("commission_invoice.invoice_id", "commission_invoice.sales_order_id")
    ),
)
Index(None, commission_entry.c.invoice_id, commission_entry.c.sales_order_id)
Index(None, commission_entry.c.month, commission_entry.c.id)
Index(None, commission_entry.c.salesperson, commission_entry.c.month, commission_entry.c.id)

commission_month = Table(
    "commission_month",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("month", Date, nullable=False, comment="its first day"),
    Column("salesperson", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("amount", Numeric, nullable=False, comment="sum of the entries"),
    Column("entries", Integer, nullable=False),
    UniqueConstraint("month", "salesperson", "team", "currency"),
)
Index(None, commission_month.c.month, commission_month.c.id)

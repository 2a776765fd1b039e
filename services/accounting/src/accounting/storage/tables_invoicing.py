"""What is to be invoiced and how, what invoices charge, customer credit notes and what asked for them."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    SmallInteger,
    Table,
    Text,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

from accounting.storage.tables import metadata

# What sales or an accountant asks to be credited. It waits until what was delivered is billed.
credit_request = Table(
    "credit_request",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("sales_order_id", UUID, comment="null: by hand, on an invoice"),
    Column("invoice_id", UUID, comment="null: told by sales, on delivered lines"),
    Column("customer_id", UUID, nullable=False),
    Column("bill_to_id", UUID, nullable=False),
    Column("currency", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("source_id", UUID),
    Column("source_number", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("credited_on", Date, nullable=False, comment="not before"),
    Column("lines", JSONB, nullable=False),
    Column("net_amount", Numeric(18, 2), nullable=False),
    Column("status", Text, nullable=False),
    Column("refusal", Text, nullable=False, server_default=""),
    Column("requested_by", Text, nullable=False),
    Column("requested_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("num_nonnulls(sales_order_id, invoice_id) = 1", name="about"),
    CheckConstraint("source IN ('return', 'price-dispute', 'manual', 'down-payment')", name="source"),
    CheckConstraint("status IN ('waiting', 'awaiting-approval', 'credited', 'refused', 'rejected')", name="status"),
)
Index(None, credit_request.c.status, credit_request.c.requested_at, credit_request.c.id)
Index(
    "ix_credit_request_waiting",
    credit_request.c.sales_order_id,
    postgresql_where=credit_request.c.status == "waiting",
)

customer_credit_note = Table(
    "customer_credit_note",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("credit_request_id", UUID, ForeignKey("credit_request.id"), nullable=False, unique=True),
    Column("customer_id", UUID, nullable=False),
    Column("bill_to_id", UUID, nullable=False),
    Column("currency", Text, nullable=False),
    Column("credited_on", Date, nullable=False),
    Column("net_amount", Numeric(18, 2), nullable=False),
    Column("tax_amount", Numeric(18, 2), nullable=False),
    Column("gross_amount", Numeric(18, 2), nullable=False),
    Column("entry_id", UUID, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column(
        "down_payment_id",
        UUID,
        ForeignKey("down_payment.id"),
        comment="that it gives back; null: it is on invoiced lines",
    ),
    CheckConstraint("net_amount > 0 AND tax_amount >= 0 AND gross_amount = net_amount + tax_amount", name="amounts"),
)
Index(None, customer_credit_note.c.down_payment_id, unique=True)
Index(None, customer_credit_note.c.credited_on, customer_credit_note.c.id)
Index(None, customer_credit_note.c.customer_id, customer_credit_note.c.credited_on, customer_credit_note.c.id)

customer_credit_note_line = Table(
    "customer_credit_note_line",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("credit_note_id", UUID, ForeignKey("customer_credit_note.id"), nullable=False),
    Column("invoice_line_id", UUID, ForeignKey("invoice_line.id"), nullable=False),
    Column("quantity", Numeric, nullable=False, comment="came back; zero: only the price"),
    Column("restocking_fee", Numeric(18, 2), nullable=False, comment="kept"),
    Column("net_amount", Numeric(18, 2), nullable=False),
    Column("reason", Text, nullable=False),
)
Index(None, customer_credit_note_line.c.credit_note_id)
Index(None, customer_credit_note_line.c.invoice_line_id)

# What left, line by line, and whether it is invoiced.
shipment = Table(
    "shipment",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("number", Text, nullable=False),
    Column("sales_order_id", UUID, nullable=False),
    Column("shipped_at", DateTime(timezone=True), nullable=False),
    Column("is_invoiced", Boolean, nullable=False),
)
Index("ix_shipment_not_invoiced", shipment.c.shipped_at, shipment.c.id, postgresql_where=~shipment.c.is_invoiced)
Index("ix_shipment_order_not_invoiced", shipment.c.sales_order_id, postgresql_where=~shipment.c.is_invoiced)

shipment_line = Table(
    "shipment_line",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("shipment_id", UUID, ForeignKey("shipment.id"), nullable=False),
    Column("sales_order_line_id", UUID, nullable=False),
    Column("product_id", UUID, nullable=False),
    Column("movement_id", UUID, nullable=False),
    Column("quantity", Numeric, nullable=False),
)
Index(None, shipment_line.c.shipment_id)

# How who pays is invoiced; each delivery by itself for who is not here.
invoicing_policy = Table(
    "invoicing_policy",
    metadata,
    Column("partner_id", UUID, primary_key=True),
    Column("policy", Text, nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint("policy IN ('delivery', 'weekly', 'monthly', 'completion')", name="policy"),
)

invoice_run = Table(
    "invoice_run",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("through", Date, nullable=False),
    Column("everything", Boolean, nullable=False),
    Column("invoices", Integer, nullable=False),
    Column("shipments", Integer, nullable=False),
    Column("run_by", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)
Index(None, invoice_run.c.created_at, invoice_run.c.id)

# What an invoice charges on top of its lines: each charge of an order once.
invoice_charge = Table(
    "invoice_charge",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("invoice_id", UUID, ForeignKey("invoice.id"), nullable=False),
    Column("sales_order_id", UUID, nullable=False),
    Column("sales_order_charge_id", UUID, nullable=False, unique=True),
    Column("rule", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("net_amount", Numeric(18, 2), nullable=False),
    Column("tax_class", Text, nullable=False),
    Column("tax_rate", Numeric, nullable=False),
    Column("tax_rounding", Text, nullable=False),
    Column("vat_category", Text, nullable=False, server_default="S"),
    Column("vat_reason_code", Text, nullable=False, server_default=""),
    Column("vat_reason", Text, nullable=False, server_default=""),
)
Index(None, invoice_charge.c.invoice_id)

# How tax classes are taxed by where goods go; at home when nothing is said.
vat_treatment = Table(
    "vat_treatment",
    metadata,
    Column("zone", Text, primary_key=True),
    Column("tax_class", Text, primary_key=True, comment="empty: every class without a row of its own"),
    Column("effective_from", Date, primary_key=True),
    Column("category", Text, nullable=False),
    Column("rate", Numeric, comment="null: the rate of the class at home"),
    Column("reason_code", Text, nullable=False),
    Column("reason", Text, nullable=False),
    CheckConstraint("zone IN ('france', 'corsica', 'overseas', 'eu-business', 'eu-other', 'export')", name="zone"),
    CheckConstraint("category IN ('S', 'Z', 'E', 'AE', 'K', 'G', 'O')", name="category"),
    CheckConstraint("category = 'S' OR coalesce(rate, 1) = 0", name="without_tax"),
)

# Tax of customer invoices and credit notes, by category, rate and reason.
document_tax = Table(
    "document_tax",
    metadata,
    Column("document_id", UUID, primary_key=True),
    Column("position", SmallInteger, primary_key=True),
    Column("category", Text, nullable=False),
    Column("rate", Numeric, nullable=False),
    Column("reason_code", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("base", Numeric(18, 2), nullable=False),
    Column("tax", Numeric(18, 2), nullable=False),
)

# What of an invoiced line is credited; a line that is not here is not credited at all.
invoice_line_credit = Table(
    "invoice_line_credit",
    metadata,
    Column("invoice_line_id", UUID, ForeignKey("invoice_line.id"), primary_key=True),
    Column("billed_quantity", Numeric, nullable=False),
    Column("billed_amount", Numeric(18, 2), nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("amount", Numeric(18, 2), nullable=False),
    CheckConstraint(
        "quantity BETWEEN 0 AND billed_quantity AND amount BETWEEN 0 AND billed_amount", name="no_more_than_billed"
    ),
)

# Credit that was paid back to a customer instead of being set against what he owes.
credit_refund = Table(
    "credit_refund",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("credit_note_id", UUID, ForeignKey("payment.id"), nullable=False, comment="or the payment that is left"),
    Column("amount", Numeric(18, 2), nullable=False),
    Column("paid_on", Date, nullable=False),
    Column("method", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("entry_id", UUID, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint("amount > 0", name="amount"),
)
Index(None, credit_refund.c.credit_note_id)

credit_refund_reversal = Table(
    "credit_refund_reversal",
    metadata,
    Column("refund_id", UUID, ForeignKey("credit_refund.id"), primary_key=True),
    Column("entry_id", UUID, nullable=False),
    Column("reversed_on", Date, nullable=False),
    Column("reason", Text, nullable=False),
    Column("reversed_by", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

# Advances on orders, what of them no invoice has taken off yet, and which invoice took what.
down_payment = Table(
    "down_payment",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("sales_order_id", UUID, nullable=False),
    Column("sales_order_number", Text, nullable=False),
    Column("customer_id", UUID, nullable=False),
    Column("bill_to_id", UUID, nullable=False),
    Column("currency", Text, nullable=False),
    Column("issued_on", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("net_amount", Numeric(18, 2), nullable=False),
    Column("tax_amount", Numeric(18, 2), nullable=False),
    Column("gross_amount", Numeric(18, 2), nullable=False),
    Column("rate", Numeric, comment="of its day; null: the currency is the company's"),
    Column("rate_on", Date, nullable=False),
    Column("value", Numeric(18, 2), nullable=False, comment="gross, in company currency"),
    Column("entry_id", UUID, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint("net_amount > 0 AND tax_amount >= 0 AND gross_amount = net_amount + tax_amount", name="amounts"),
)
Index(None, down_payment.c.issued_on, down_payment.c.id)
Index(None, down_payment.c.customer_id, down_payment.c.issued_on, down_payment.c.id)
Index(None, down_payment.c.sales_order_id)

down_payment_left = Table(
    "down_payment_left",
    metadata,
    Column("down_payment_id", UUID, ForeignKey("down_payment.id"), primary_key=True),
    Column("net", Numeric(18, 2), nullable=False),
    Column("tax", Numeric(18, 2), nullable=False),
    Column("net_value", Numeric(18, 2), nullable=False),
    Column("tax_value", Numeric(18, 2), nullable=False),
    CheckConstraint("net >= 0 AND tax >= 0", name="no_more_than_invoiced"),
)

down_payment_use = Table(
    "down_payment_use",
    metadata,
    Column("invoice_id", UUID, ForeignKey("invoice.id"), primary_key=True),
    Column("down_payment_id", UUID, ForeignKey("down_payment.id"), primary_key=True),
    Column("net", Numeric(18, 2), nullable=False),
    Column("tax", Numeric(18, 2), nullable=False),
    Column("net_value", Numeric(18, 2), nullable=False),
    Column("tax_value", Numeric(18, 2), nullable=False),
)
Index(None, down_payment_use.c.down_payment_id)

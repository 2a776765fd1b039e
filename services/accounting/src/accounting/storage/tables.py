"""The books. What is posted is append-only; what is open or left is state."""

from kit.exchange_rates import exchange_rate_table
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Numeric,
    Table,
    Text,
    UniqueConstraint,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

from kit import schema

metadata = schema.new_metadata()


def _created_at() -> "Column[object]":
    return Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now())


# --- copies of others' facts ---

product = Table(
    "product",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("sku", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("costing_method", Text, nullable=False),
    Column("family", Text, comment="code; null: not told yet"),
    Column("tax_class", Text, comment="null: not told yet"),
)

partner = Table(
    "partner",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("payment_days", Integer, nullable=False),
    Column("discount_rate", Numeric(7, 6), comment="for early payment; null: none is offered"),
    Column("discount_days", Integer, comment="after the document, to pay with the discount"),
    Column("vat_id", Text, nullable=False, server_default=""),
    Column("country", Text, nullable=False, server_default="", comment="where goods are delivered"),
    Column("postal_code", Text, nullable=False, server_default=""),
)

purchase_order_line = Table(
    "purchase_order_line",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("purchase_order_id", UUID, nullable=False),
    Column("purchase_order_number", Text, nullable=False),
    Column("supplier_id", UUID, nullable=False),
    Column("product_id", UUID, nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("unit_price", Numeric, nullable=False),
    Column("currency", Text, nullable=False),
)

Index(None, purchase_order_line.c.supplier_id)

sales_order = Table(
    "sales_order",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("number", Text, nullable=False),
    Column("customer_id", UUID, nullable=False),
    Column("bill_to_id", UUID, nullable=False),
    Column("salesperson", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("segment", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("payment_days", Integer, nullable=False),
    Column("payment_terms", JSONB, comment="null: payment_days net"),
    Column("customer_reference", Text, nullable=False),
    Column("is_complete", Boolean, nullable=False, server_default="false", comment="nothing more is to leave"),
    Column("exchange_rate", Numeric, comment="of its day; null: the currency is the company's"),
)

sales_order_line = Table(
    "sales_order_line",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("sales_order_id", UUID, nullable=False),
    Column("product_id", UUID, nullable=False),
    Column("description", Text, nullable=False),
    Column("unit_price", Numeric, nullable=False),
    Column("list_price", Numeric),
    Column("tax_class", Text, nullable=False),
    Column("quantity", Numeric, comment="ordered; null: heard before this was kept"),
)

Index(None, sales_order_line.c.sales_order_id)

sales_order_charge = Table(
    "sales_order_charge",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("sales_order_id", UUID, nullable=False),
    Column("rule", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("amount", Numeric, nullable=False, comment="before tax"),
    Column("tax_class", Text, nullable=False),
)
Index(None, sales_order_charge.c.sales_order_id)

exchange_rate = exchange_rate_table(metadata)

# --- ledger ---

journal_entry = Table(
    "journal_entry",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("journal", Text, nullable=False),
    Column("fiscal_year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("posted_on", Date, nullable=False),
    Column("document_on", Date, nullable=False),
    Column("label", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("source_id", UUID, nullable=False),
    Column("reverses", UUID),
    Column("document_number", Text, nullable=False, server_default=""),
    Column("hash", LargeBinary, nullable=False),
    _created_at(),
    UniqueConstraint("journal", "fiscal_year", "number"),
)
Index(None, journal_entry.c.posted_on, journal_entry.c.id)
Index(None, journal_entry.c.source_id)
Index(
    "uq_journal_entry_reverses",
    journal_entry.c.reverses,
    unique=True,
    postgresql_where=journal_entry.c.reverses.is_not(None),
)

journal_line = Table(
    "journal_line",
    metadata,
    Column("entry_id", UUID, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("account", Text, nullable=False),
    Column("partner_id", UUID),
    Column("posted_on", Date, nullable=False),
    Column("debit", Numeric(18, 2), nullable=False),
    Column("credit", Numeric(18, 2), nullable=False),
    Column("currency", Text, comment="of the document, when it is not the company's"),
    Column("currency_amount", Numeric, comment="> 0, on the side of the line"),
    Column("rate", Numeric),
    Column("rate_on", Date),
    Column("site", Text, comment="axis: code of the warehouse"),
    Column("family", Text, comment="axis: code of the product's family"),
    Column("customer_id", UUID, comment="axis"),
    Column("channel", Text, comment="axis"),
    CheckConstraint("num_nonnulls(currency, currency_amount, rate, rate_on) IN (0, 4)", name="foreign"),
    CheckConstraint("debit >= 0 AND credit >= 0 AND (debit = 0) <> (credit = 0)", name="one_side"),
)
Index(None, journal_line.c.account, journal_line.c.posted_on)
Index(
    "ix_journal_line_of_partner",
    journal_line.c.partner_id,
    journal_line.c.posted_on,
    postgresql_where=journal_line.c.partner_id.is_not(None),
)

# Numbers without gaps and the end of the hash chain, per journal and year.
journal_head = Table(
    "journal_head",
    metadata,
    Column("journal", Text, primary_key=True),
    Column("fiscal_year", Integer, primary_key=True),
    Column("last_number", Integer, nullable=False),
    Column("last_hash", LargeBinary, nullable=False),
)

period = Table(
    "period",
    metadata,
    Column("month", Date, primary_key=True),
    Column("status", Text, nullable=False),
    Column("closed_at", DateTime(timezone=True)),
    Column("sealed_at", DateTime(timezone=True)),
    Column("seal", LargeBinary, comment="hash over the hashes of the period's entries"),
    CheckConstraint("extract(day FROM month) = 1", name="first_day"),
    CheckConstraint("status IN ('open', 'locked', 'closed', 'sealed')", name="status"),
    CheckConstraint("(status = 'sealed') = (seal IS NOT NULL) AND (seal IS NULL) = (sealed_at IS NULL)", name="seal"),
)

# --- valuation ---

stock = Table(
    "stock",
    metadata,
    Column("product_id", UUID, primary_key=True),
    Column("method", Text, nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("value", Numeric(38, 20), nullable=False, comment="exact: of the pool (AVCO), or of all open layers"),
    Column("posted", Numeric(18, 2), nullable=False, comment="what the ledger's stock account holds of it"),
    Column("deficit_quantity", Numeric, nullable=False),
    Column("deficit_value", Numeric(18, 2), nullable=False),
    Column("last_unit_cost", Numeric, nullable=False),
    Column("next_sequence", BigInteger, nullable=False),
    CheckConstraint("quantity <> 0 OR posted = 0", name="nothing_is_worth_nothing"),
)

cost_layer = Table(
    "cost_layer",
    metadata,
    Column("movement_id", UUID, primary_key=True),
    Column("product_id", UUID, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("received", Numeric, nullable=False),
    Column("quantity", Numeric, nullable=False, comment="what is left"),
    Column("value", Numeric(38, 20), nullable=False, comment="exact, of what is left; under AVCO what that has cost"),
    Column("lot", Text, nullable=False, server_default=""),
    CheckConstraint("quantity >= 0 AND quantity <= received", name="left"),
    CheckConstraint("quantity > 0 OR value = 0", name="nothing_is_worth_nothing"),
)
Index("ix_cost_layer_open", cost_layer.c.product_id, cost_layer.c.sequence, postgresql_where=cost_layer.c.quantity > 0)
Index("ix_cost_layer_lot", cost_layer.c.product_id, cost_layer.c.lot, postgresql_where="quantity > 0 AND lot <> ''")

layer_use = Table(
    "layer_use",
    metadata,
    Column("issue_id", UUID, primary_key=True),
    Column("layer_id", UUID, primary_key=True),
    Column("quantity", Numeric, nullable=False),
)
Index(None, layer_use.c.layer_id)

movement_valuation = Table(
    "movement_valuation",
    metadata,
    Column("movement_id", UUID, primary_key=True),
    Column("product_id", UUID, nullable=False),
    Column("quantity", Numeric, nullable=False, comment="> 0 into stock, < 0 out of it"),
    Column("amount", Numeric(18, 2), nullable=False, comment="same sign"),
    Column("quantity_after", Numeric, nullable=False),
    Column("value_after", Numeric(18, 2), nullable=False),
    Column("reason", Text, nullable=False),
    Column("order_line_id", UUID),
    Column("document_number", Text, nullable=False),
    Column("occurred_at", DateTime(timezone=True), nullable=False),
    Column("posted_on", Date, nullable=False),
    Column("entry_id", UUID),
    Column("reverses", UUID),
    Column("returns", UUID),
    _created_at(),
    Column("sequence", BigInteger, nullable=False, comment="place among all that changed the product's value"),
    Column("warehouse", Text, nullable=False, server_default=""),
    Column("lot", Text, nullable=False, server_default=""),
)
# Written in the order of both: a report reads the blocks of its days, and writing costs next to nothing.
for _column in (movement_valuation.c.posted_on, movement_valuation.c.created_at):
    Index(
        f"ix_movement_valuation_{_column.name}",
        _column,
        postgresql_using="brin",
        postgresql_with={"pages_per_range": 32},
    )
Index(
    "ix_movement_valuation_returns",
    movement_valuation.c.returns,
    postgresql_where=movement_valuation.c.returns.is_not(None),
)
Index(None, movement_valuation.c.product_id, movement_valuation.c.movement_id)
Index(
    "ix_movement_valuation_shipped",
    movement_valuation.c.order_line_id,
    postgresql_where=movement_valuation.c.reason == "shipment",
)
Index(
    "uq_movement_valuation_reverses",
    movement_valuation.c.reverses,
    unique=True,
    postgresql_where=movement_valuation.c.reverses.is_not(None),
)

# Changes of a product's value without a movement.
revaluation = Table(
    "revaluation",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("product_id", UUID, nullable=False),
    Column("amount", Numeric(18, 2), nullable=False, comment="onto stock"),
    Column("reason", Text, nullable=False),
    Column("document_id", UUID, nullable=False),
    Column("entry_id", UUID),
    _created_at(),
    Column("sequence", BigInteger, nullable=False, comment="place among all that changed the product's value"),
    Column("posted_on", Date, nullable=False),
    Column("layer_id", UUID, comment="the receipt whose cost it is"),
    Column("difference", Numeric(18, 2), comment="the whole of that cost"),
    Column("of_quantity", Numeric, comment="over which it was spread"),
)
Index(None, revaluation.c.product_id)
Index(None, revaluation.c.posted_on)
Index(None, revaluation.c.entry_id)
Index(None, revaluation.c.created_at)

# Received and not billed yet, line by line: what account 4081 is made of.
goods_received = Table(
    "goods_received",
    metadata,
    Column("movement_id", UUID, primary_key=True),
    Column("receipt_id", UUID, nullable=False),
    Column("receipt_number", Text, nullable=False),
    Column("receipt_line_id", UUID, nullable=False, unique=True),
    Column("purchase_order_id", UUID, nullable=False),
    Column("purchase_order_line_id", UUID, nullable=False),
    Column("supplier_id", UUID, nullable=False),
    Column("product_id", UUID, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("quantity", Numeric, nullable=False, comment="received, returns taken off"),
    Column("currency", Text, nullable=False),
    Column("rate", Numeric, comment="of the day of receipt; null: the currency is the company's"),
    Column("rate_on", Date, nullable=False),
    Column("amount", Numeric, nullable=False, comment="in its currency"),
    Column("value", Numeric(18, 2), nullable=False),
    Column("billed_quantity", Numeric, nullable=False),
    Column("billed_amount", Numeric, nullable=False),
    Column("billed_value", Numeric(18, 2), nullable=False, comment="cleared, at the value received"),
    Column("unit_price", Numeric, comment="of the order when it came, in its currency"),
)
Index(None, goods_received.c.receipt_id)
Index(None, goods_received.c.purchase_order_line_id)
Index("ix_goods_received_open", goods_received.c.supplier_id, postgresql_where="billed_quantity < quantity")

# --- documents ---

tax_rate = Table(
    "tax_rate",
    metadata,
    Column("tax_class", Text, primary_key=True),
    Column("effective_from", Date, primary_key=True),
    Column("rate", Numeric, nullable=False),
    Column("rounding", Text, nullable=False),
    CheckConstraint("rate >= 0 AND rate < 1", name="rate"),
    CheckConstraint("rounding IN ('document', 'line')", name="rounding"),
)

document_head = Table(
    "document_head",
    metadata,
    Column("prefix", Text, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last_number", Integer, nullable=False),
)

invoice = Table(
    "invoice",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("sales_order_id", UUID, comment="null: several"),
    Column("sales_order_number", Text, nullable=False, comment="empty: several"),
    Column("shipment_id", UUID, comment="null: several"),
    Column("customer_id", UUID, nullable=False),
    Column("bill_to_id", UUID, nullable=False),
    Column("currency", Text, nullable=False),
    Column("issued_on", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("net_amount", Numeric(18, 2), nullable=False),
    Column("tax_amount", Numeric(18, 2), nullable=False),
    Column("gross_amount", Numeric(18, 2), nullable=False),
    Column("rate", Numeric, comment="of the day of the invoice; null: the currency is the company's"),
    Column("rate_on", Date, nullable=False),
    Column("value", Numeric(18, 2), nullable=False, comment="gross, in company currency"),
    Column("entry_id", UUID),
    Column("discount_rate", Numeric(7, 6), comment="for early payment, of the gross amount"),
    Column("discount_until", Date),
    Column("discount_amount", Numeric(18, 2)),
    _created_at(),
)
Index(None, invoice.c.issued_on, invoice.c.id)
Index(
    "ix_invoice_discounted",
    invoice.c.bill_to_id,
    invoice.c.issued_on,
    postgresql_where=invoice.c.discount_rate.is_not(None),
)
Index(None, invoice.c.customer_id, invoice.c.issued_on, invoice.c.id)

invoice_line = Table(
    "invoice_line",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("invoice_id", UUID, ForeignKey("invoice.id"), nullable=False),
    Column("sales_order_id", UUID, nullable=False),
    Column("shipment_id", UUID, nullable=False),
    Column("sales_order_line_id", UUID, nullable=False),
    Column("shipment_line_id", UUID, nullable=False, unique=True),  # a shipped line is invoiced once
    Column("movement_id", UUID, nullable=False),
    Column("product_id", UUID, nullable=False),
    Column("description", Text, nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("unit_price", Numeric, nullable=False),
    Column("net_amount", Numeric(18, 2), nullable=False),
    Column("tax_class", Text, nullable=False),
    Column("tax_rate", Numeric, nullable=False),
    Column("tax_rounding", Text, nullable=False, server_default="document"),
    Column("vat_category", Text, nullable=False, server_default="S"),
    Column("vat_reason_code", Text, nullable=False, server_default=""),
    Column("vat_reason", Text, nullable=False, server_default=""),
)
Index(None, invoice_line.c.invoice_id)
Index(None, invoice_line.c.sales_order_id)

bill = Table(
    "bill",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("supplier_id", UUID, nullable=False),
    Column("supplier_number", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("billed_on", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("net_amount", Numeric, nullable=False),
    Column("tax_amount", Numeric, nullable=False),
    Column("gross_amount", Numeric, nullable=False),
    Column("rate", Numeric),
    Column("rate_on", Date, nullable=False),
    Column("value", Numeric(18, 2), nullable=False, comment="gross, in company currency"),
    Column("entry_id", UUID, nullable=False),
    _created_at(),
)
Index(None, bill.c.supplier_id, bill.c.supplier_number)
Index(None, bill.c.billed_on, bill.c.id)

bill_line = Table(
    "bill_line",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("bill_id", UUID, ForeignKey("bill.id"), nullable=False),
    Column("receipt_line_id", UUID, nullable=False),
    Column("product_id", UUID, nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("received_amount", Numeric, nullable=False, comment="what these units were received at"),
    Column("received_value", Numeric(18, 2), nullable=False, comment="the same in company currency"),
    Column("received_rate", Numeric),
    Column("received_rate_on", Date, nullable=False),
    Column("net_amount", Numeric, nullable=False),
)
Index(None, bill_line.c.bill_id)

payment = Table(
    "payment",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("partner_id", UUID, nullable=False),
    Column("direction", Text, nullable=False),
    Column("amount", Numeric, nullable=False),
    Column("currency", Text, nullable=False),
    Column("paid_on", Date, nullable=False),
    Column("method", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("unmatched_amount", Numeric, nullable=False),
    Column("rate", Numeric),
    Column("rate_on", Date, nullable=False),
    Column("value", Numeric(18, 2), nullable=False, comment="what moved on the account, company currency"),
    Column("unmatched_value", Numeric(18, 2), nullable=False),
    Column("exchange_gain", Numeric(18, 2), nullable=False),
    Column("entry_id", UUID, nullable=False),
    _created_at(),
    CheckConstraint("direction IN ('received', 'paid') AND amount > 0 AND unmatched_amount >= 0", name="amounts"),
)
Index(None, payment.c.partner_id, payment.c.paid_on, payment.c.id)
Index(None, payment.c.paid_on, payment.c.id)
Index("ix_payment_unmatched", payment.c.paid_on, payment.c.id, postgresql_where=payment.c.unmatched_amount > 0)

# What is still owed, by customers (receivable) and to suppliers.
open_item = Table(
    "open_item",
    metadata,
    Column("document_id", UUID, primary_key=True),
    Column("number", Text, nullable=False),
    Column("partner_id", UUID, nullable=False),
    Column("is_receivable", Boolean, nullable=False),
    Column("issued_on", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("currency", Text, nullable=False),
    Column("amount", Numeric, nullable=False),
    Column("open_amount", Numeric, nullable=False),
    Column("value", Numeric(18, 2), nullable=False, comment="in company currency, as the books have it"),
    Column("open_value", Numeric(18, 2), nullable=False),
    Column("entry_id", UUID, comment="that it was brought in by, from another system"),
    CheckConstraint("open_amount >= 0 AND open_amount <= amount", name="open_amount"),
    CheckConstraint("open_value >= 0 AND (open_amount > 0 OR open_value = 0)", name="open_value"),
)
Index(
    "ix_open_item_open",
    open_item.c.partner_id,
    open_item.c.due_on,
    open_item.c.number,
    postgresql_where=open_item.c.open_amount > 0,
)

payment_match = Table(
    "payment_match",
    metadata,
    Column("payment_id", UUID, ForeignKey("payment.id"), primary_key=True),
    Column("document_id", UUID, ForeignKey("open_item.document_id"), primary_key=True),
    Column("amount", Numeric, nullable=False),
    Column("value", Numeric(18, 2), nullable=False),
    Column("matched_on", Date, comment="when it was later than the payment"),
)
Index(None, payment_match.c.document_id)

# --- credit ---

credit_account = Table(
    "credit_account",
    metadata,
    Column("partner_id", UUID, primary_key=True),
    Column("credit_limit", Numeric(18, 2)),
    Column("is_on_hold", Boolean, nullable=False),
    Column("receivable", Numeric(18, 2), nullable=False),
    Column("committed", Numeric(18, 2), nullable=False, comment="orders not invoiced, tentative ones included"),
    Column("insured_limit", Numeric(18, 2)),
    Column("temporary_limit", Numeric(18, 2), comment="stands in for the limit until temporary_until"),
    Column("temporary_until", DateTime(timezone=True)),
    Column("customer_class", Text, nullable=False, server_default="", comment="whose rules of overdue count"),
    CheckConstraint("(temporary_limit IS NULL) = (temporary_until IS NULL)", name="temporary"),
    CheckConstraint("temporary_limit >= 0 AND insured_limit >= 0", name="limits"),
)

credit_hold = Table(
    "credit_hold",
    metadata,
    Column("order_id", UUID, primary_key=True),
    Column("partner_id", UUID, nullable=False),
    Column("amount", Numeric(18, 2), nullable=False),
    Column("remaining", Numeric(18, 2), nullable=False),
    Column("status", Text, nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    _created_at(),
    CheckConstraint("status IN ('tentative', 'firm', 'released')", name="status"),
    CheckConstraint("remaining >= 0", name="remaining"),
)
Index("ix_credit_hold_tentative", credit_hold.c.expires_at, postgresql_where=credit_hold.c.status == "tentative")
# What still takes of a customer's credit, in the order in which it came: a few of all the orders that ever were.
Index(
    "ix_credit_hold_taking",
    credit_hold.c.partner_id,
    credit_hold.c.created_at,
    credit_hold.c.order_id,
    postgresql_where=credit_hold.c.remaining > 0,
)

overdue_rule = Table(
    "overdue_rule",
    metadata,
    Column("customer_class", Text, primary_key=True, comment="empty: every class without a rule of its own"),
    Column("days", Integer, primary_key=True),
    Column("amount", Numeric(18, 2), nullable=False),
    CheckConstraint("days >= 0 AND amount >= 0", name="bounds"),
)

# What customers' discounts for early payment are expected to cost, as it was published last.
cash_discount = Table(
    "cash_discount",
    metadata,
    Column("partner_id", UUID, primary_key=True),
    Column("offered_rate", Numeric(7, 6), nullable=False),
    Column("share_taken", Numeric(5, 4), nullable=False),
    CheckConstraint("offered_rate >= 0 AND share_taken BETWEEN 0 AND 1", name="rates"),
)

APPEND_ONLY = (
    "journal_entry", "journal_line", "movement_valuation", "revaluation", "layer_use", "invoice_line", "bill_line", "payment_match",
)  # fmt: skip

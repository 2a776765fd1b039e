"""The books and the tables of kit."""

from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from accounting.storage.tables import APPEND_ONLY
from alembic import op
from kit.migrations import append_only
from sqlalchemy.dialects import postgresql

revision = "accounting_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("entity_id", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=True),
        sa.Column("changes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index(
        op.f("ix_audit_entry_entity_entity_id_id"), "audit_entry", ["entity", "entity_id", "id"], unique=False
    )
    op.create_table(
        "bill",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("supplier_id", sa.UUID(), nullable=False),
        sa.Column("supplier_number", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("billed_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("net_amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("tax_amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("gross_amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("entry_id", sa.UUID(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bill")),
        sa.UniqueConstraint("number", name=op.f("uq_bill_number")),
        sa.UniqueConstraint("supplier_id", "supplier_number", name=op.f("uq_bill_supplier_id_supplier_number")),
    )
    op.create_index(op.f("ix_bill_billed_on_id"), "bill", ["billed_on", "id"], unique=False)
    op.create_table(
        "consumer_position",
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("partition", sa.Integer(), nullable=False),
        sa.Column("next_offset", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("topic", "partition", name=op.f("pk_consumer_position")),
    )
    op.create_table(
        "cost_layer",
        sa.Column("movement_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.Numeric(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False, comment="what is left"),
        sa.Column(
            "value", sa.Numeric(precision=38, scale=20), nullable=False, comment="exact value of what is left (FIFO)"
        ),
        sa.CheckConstraint("quantity > 0 OR value = 0", name=op.f("ck_cost_layer_nothing_is_worth_nothing")),
        sa.CheckConstraint("quantity >= 0 AND quantity <= received", name=op.f("ck_cost_layer_left")),
        sa.PrimaryKeyConstraint("movement_id", name=op.f("pk_cost_layer")),
    )
    op.create_index(
        "ix_cost_layer_open",
        "cost_layer",
        ["product_id", "sequence"],
        unique=False,
        postgresql_where=sa.text("quantity > 0"),
    )
    op.create_table(
        "credit_account",
        sa.Column("partner_id", sa.UUID(), nullable=False),
        sa.Column("credit_limit", sa.Numeric(precision=18, scale=2), nullable=True),
        sa.Column("is_on_hold", sa.Boolean(), nullable=False),
        sa.Column("receivable", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column(
            "committed",
            sa.Numeric(precision=18, scale=2),
            nullable=False,
            comment="orders not invoiced, tentative ones included",
        ),
        sa.PrimaryKeyConstraint("partner_id", name=op.f("pk_credit_account")),
    )
    op.create_table(
        "credit_hold",
        sa.Column("order_id", sa.UUID(), nullable=False),
        sa.Column("partner_id", sa.UUID(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("remaining", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status IN ('tentative', 'firm', 'released')", name=op.f("ck_credit_hold_status")),
        sa.CheckConstraint("remaining >= 0", name=op.f("ck_credit_hold_remaining")),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_credit_hold")),
    )
    op.create_index(op.f("ix_credit_hold_partner_id"), "credit_hold", ["partner_id"], unique=False)
    op.create_index(
        "ix_credit_hold_tentative",
        "credit_hold",
        ["expires_at"],
        unique=False,
        postgresql_where=sa.text("status = 'tentative'"),
    )
    op.create_table(
        "document_head",
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("prefix", "year", name=op.f("pk_document_head")),
    )
    op.create_table(
        "goods_received",
        sa.Column("movement_id", sa.UUID(), nullable=False),
        sa.Column("receipt_id", sa.UUID(), nullable=False),
        sa.Column("receipt_number", sa.Text(), nullable=False),
        sa.Column("receipt_line_id", sa.UUID(), nullable=False),
        sa.Column("purchase_order_id", sa.UUID(), nullable=False),
        sa.Column("purchase_order_line_id", sa.UUID(), nullable=False),
        sa.Column("supplier_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False, comment="received, returns taken off"),
        sa.Column("value", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("billed_quantity", sa.Numeric(), nullable=False),
        sa.Column(
            "billed_value", sa.Numeric(precision=18, scale=2), nullable=False, comment="cleared, at the value received"
        ),
        sa.PrimaryKeyConstraint("movement_id", name=op.f("pk_goods_received")),
        sa.UniqueConstraint("receipt_line_id", name=op.f("uq_goods_received_receipt_line_id")),
    )
    op.create_index(
        "ix_goods_received_open",
        "goods_received",
        ["supplier_id"],
        unique=False,
        postgresql_where="billed_quantity < quantity",
    )
    op.create_index(
        op.f("ix_goods_received_purchase_order_line_id"), "goods_received", ["purchase_order_line_id"], unique=False
    )
    op.create_index(op.f("ix_goods_received_receipt_id"), "goods_received", ["receipt_id"], unique=False)
    op.create_table(
        "idempotency_key",
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("request_hash", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("subject", "key", name=op.f("pk_idempotency_key")),
    )
    op.create_table(
        "inbox",
        sa.Column("event_id", sa.UUID(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_inbox")),
    )
    op.create_table(
        "invoice",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("sales_order_id", sa.UUID(), nullable=False),
        sa.Column("sales_order_number", sa.Text(), nullable=False),
        sa.Column("shipment_id", sa.UUID(), nullable=False),
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("bill_to_id", sa.UUID(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("net_amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("tax_amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("gross_amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("entry_id", sa.UUID(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice")),
        sa.UniqueConstraint("number", name=op.f("uq_invoice_number")),
        sa.UniqueConstraint("shipment_id", name=op.f("uq_invoice_shipment_id")),
    )
    op.create_index(
        op.f("ix_invoice_customer_id_issued_on_id"), "invoice", ["customer_id", "issued_on", "id"], unique=False
    )
    op.create_index(op.f("ix_invoice_issued_on_id"), "invoice", ["issued_on", "id"], unique=False)
    op.create_table(
        "journal_entry",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("journal", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("document_on", sa.Date(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_id", sa.UUID(), nullable=False),
        sa.Column("reverses", sa.UUID(), nullable=True),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entry")),
        sa.UniqueConstraint(
            "journal", "fiscal_year", "number", name=op.f("uq_journal_entry_journal_fiscal_year_number")
        ),
        sa.UniqueConstraint("reverses", name=op.f("uq_journal_entry_reverses")),
    )
    op.create_index(op.f("ix_journal_entry_posted_on_id"), "journal_entry", ["posted_on", "id"], unique=False)
    op.create_index(op.f("ix_journal_entry_source_id"), "journal_entry", ["source_id"], unique=False)
    op.create_table(
        "journal_head",
        sa.Column("journal", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("last_hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("journal", "fiscal_year", name=op.f("pk_journal_head")),
    )
    op.create_table(
        "journal_line",
        sa.Column("entry_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("partner_id", sa.UUID(), nullable=True),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("debit", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("credit", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.CheckConstraint(
            "debit >= 0 AND credit >= 0 AND (debit = 0) <> (credit = 0)", name=op.f("ck_journal_line_one_side")
        ),
        sa.PrimaryKeyConstraint("entry_id", "position", name=op.f("pk_journal_line")),
    )
    op.create_index(op.f("ix_journal_line_account_posted_on"), "journal_line", ["account", "posted_on"], unique=False)
    op.create_table(
        "layer_use",
        sa.Column("issue_id", sa.UUID(), nullable=False),
        sa.Column("layer_id", sa.UUID(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.PrimaryKeyConstraint("issue_id", "layer_id", name=op.f("pk_layer_use")),
    )
    op.create_index(op.f("ix_layer_use_layer_id"), "layer_use", ["layer_id"], unique=False)
    op.create_table(
        "movement_valuation",
        sa.Column("movement_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False, comment="> 0 into stock, < 0 out of it"),
        sa.Column("amount", sa.Numeric(precision=18, scale=2), nullable=False, comment="same sign"),
        sa.Column("quantity_after", sa.Numeric(), nullable=False),
        sa.Column("value_after", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("order_line_id", sa.UUID(), nullable=True),
        sa.Column("document_number", sa.Text(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("entry_id", sa.UUID(), nullable=True),
        sa.Column("reverses", sa.UUID(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("movement_id", name=op.f("pk_movement_valuation")),
        sa.UniqueConstraint("reverses", name=op.f("uq_movement_valuation_reverses")),
    )
    op.create_index(op.f("ix_movement_valuation_order_line_id"), "movement_valuation", ["order_line_id"], unique=False)
    op.create_index(
        op.f("ix_movement_valuation_product_id_movement_id"),
        "movement_valuation",
        ["product_id", "movement_id"],
        unique=False,
    )
    op.create_table(
        "open_item",
        sa.Column("document_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("partner_id", sa.UUID(), nullable=False),
        sa.Column("is_receivable", sa.Boolean(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("open_amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.CheckConstraint("open_amount >= 0 AND open_amount <= amount", name=op.f("ck_open_item_open_amount")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_open_item")),
    )
    op.create_index(
        "ix_open_item_open",
        "open_item",
        ["partner_id", "due_on", "number"],
        unique=False,
        postgresql_where=sa.text("open_amount > 0"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("event_id", sa.UUID(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("traceparent", sa.Text(), nullable=True),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_table(
        "parked_message",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("event_id", sa.UUID(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("partition", sa.Integer(), nullable=False),
        sa.Column("record_offset", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("traceparent", sa.Text(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parked_message")),
    )
    op.create_index(op.f("ix_parked_message_topic_key_id"), "parked_message", ["topic", "key", "id"], unique=False)
    op.create_table(
        "partner",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("payment_days", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner")),
    )
    op.create_table(
        "payment",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("partner_id", sa.UUID(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("unmatched_amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("entry_id", sa.UUID(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "direction IN ('received', 'paid') AND amount > 0 AND unmatched_amount >= 0",
            name=op.f("ck_payment_amounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("number", name=op.f("uq_payment_number")),
    )
    op.create_index(op.f("ix_payment_paid_on_id"), "payment", ["paid_on", "id"], unique=False)
    op.create_index(op.f("ix_payment_partner_id_paid_on_id"), "payment", ["partner_id", "paid_on", "id"], unique=False)
    op.create_table(
        "period",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("extract(day FROM month) = 1", name=op.f("ck_period_first_day")),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_period")),
    )
    op.create_table(
        "product",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("costing_method", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
    )
    op.create_table(
        "purchase_order_line",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("purchase_order_id", sa.UUID(), nullable=False),
        sa.Column("purchase_order_number", sa.Text(), nullable=False),
        sa.Column("supplier_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("unit_price", sa.Numeric(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_order_line")),
    )
    op.create_table(
        "revaluation",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=2), nullable=False, comment="onto stock"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document_id", sa.UUID(), nullable=False),
        sa.Column("entry_id", sa.UUID(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revaluation")),
    )
    op.create_index(op.f("ix_revaluation_product_id"), "revaluation", ["product_id"], unique=False)
    op.create_table(
        "sales_order",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("bill_to_id", sa.UUID(), nullable=False),
        sa.Column("salesperson", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("segment", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("payment_days", sa.Integer(), nullable=False),
        sa.Column("customer_reference", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sales_order")),
    )
    op.create_table(
        "sales_order_line",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("sales_order_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("unit_price", sa.Numeric(), nullable=False),
        sa.Column("list_price", sa.Numeric(), nullable=True),
        sa.Column("tax_class", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sales_order_line")),
    )
    op.create_index(op.f("ix_sales_order_line_sales_order_id"), "sales_order_line", ["sales_order_id"], unique=False)
    op.create_table(
        "stock",
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column(
            "value",
            sa.Numeric(precision=38, scale=20),
            nullable=False,
            comment="exact value of the pool (AVCO); zero under FIFO",
        ),
        sa.Column(
            "posted",
            sa.Numeric(precision=18, scale=2),
            nullable=False,
            comment="what the ledger's stock account holds of it",
        ),
        sa.Column("deficit_quantity", sa.Numeric(), nullable=False),
        sa.Column("deficit_value", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("last_unit_cost", sa.Numeric(), nullable=False),
        sa.Column("next_sequence", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity <> 0 OR posted = 0", name=op.f("ck_stock_nothing_is_worth_nothing")),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_stock")),
    )
    op.create_table(
        "tax_rate",
        sa.Column("tax_class", sa.Text(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("rate", sa.Numeric(), nullable=False),
        sa.CheckConstraint("rate >= 0 AND rate < 1", name=op.f("ck_tax_rate_rate")),
        sa.PrimaryKeyConstraint("tax_class", "effective_from", name=op.f("pk_tax_rate")),
    )
    op.create_table(
        "bill_line",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("bill_id", sa.UUID(), nullable=False),
        sa.Column("receipt_line_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column(
            "received_amount",
            sa.Numeric(precision=18, scale=2),
            nullable=False,
            comment="what these units were received at",
        ),
        sa.Column("net_amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.ForeignKeyConstraint(["bill_id"], ["bill.id"], name=op.f("fk_bill_line_bill_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bill_line")),
    )
    op.create_index(op.f("ix_bill_line_bill_id"), "bill_line", ["bill_id"], unique=False)
    op.create_table(
        "invoice_line",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("invoice_id", sa.UUID(), nullable=False),
        sa.Column("sales_order_line_id", sa.UUID(), nullable=False),
        sa.Column("shipment_line_id", sa.UUID(), nullable=False),
        sa.Column("movement_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("unit_price", sa.Numeric(), nullable=False),
        sa.Column("net_amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("tax_class", sa.Text(), nullable=False),
        sa.Column("tax_rate", sa.Numeric(), nullable=False),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_invoice_line_invoice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_line")),
        sa.UniqueConstraint("shipment_line_id", name=op.f("uq_invoice_line_shipment_line_id")),
    )
    op.create_index(op.f("ix_invoice_line_invoice_id"), "invoice_line", ["invoice_id"], unique=False)
    op.create_table(
        "payment_match",
        sa.Column("payment_id", sa.UUID(), nullable=False),
        sa.Column("document_id", sa.UUID(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["open_item.document_id"], name=op.f("fk_payment_match_document_id")),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_payment_match_payment_id")),
        sa.PrimaryKeyConstraint("payment_id", "document_id", name=op.f("pk_payment_match")),
    )
    op.create_index(op.f("ix_payment_match_document_id"), "payment_match", ["document_id"], unique=False)
    append_only(*APPEND_ONLY)
    # An entry balances: said by the domain, held by the database when the transaction ends.
    op.execute(
        "CREATE FUNCTION check_balanced() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " IF EXISTS (SELECT 1 FROM added GROUP BY entry_id HAVING sum(debit) <> sum(credit))"
        " THEN RAISE EXCEPTION 'an entry does not balance' USING ERRCODE = 'check_violation'; END IF; RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER journal_line_balanced AFTER INSERT ON journal_line REFERENCING NEW TABLE AS added"
        " FOR EACH STATEMENT EXECUTE FUNCTION check_balanced()"
    )
    # Rates of metropolitan France (CGI art. 278 to 281), in force since 2014.
    op.bulk_insert(
        sa.table("tax_rate", sa.column("tax_class"), sa.column("effective_from", sa.Date), sa.column("rate")),
        [
            {"tax_class": name, "effective_from": date(2014, 1, 1), "rate": rate}
            for name, rate in (
                ("standard", Decimal("0.20")),
                ("intermediate", Decimal("0.10")),
                ("reduced", Decimal("0.055")),
                ("super-reduced", Decimal("0.021")),
                ("zero", Decimal(0)),
            )
        ],
    )

"""Invoices that suppliers sent."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "accounting_1202"
down_revision = "accounting_1502"
branch_labels = None
depends_on = None

_JSON = postgresql.JSONB(astext_type=sa.Text())


def _texts(*names: str) -> "list[sa.Column[str]]":
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _numbers(*names: str) -> "list[sa.Column[object]]":
    return [sa.Column(name, sa.Numeric(), nullable=False) for name in names]


def upgrade() -> None:
    op.create_index(op.f("ix_purchase_order_line_supplier_id"), "purchase_order_line", ["supplier_id"])
    op.create_table(
        "received_invoice",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False, comment="upload or platform"),
        *_texts("status"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        *_texts("received_by", "syntax", "profile"),
        sa.Column("findings", _JSON, nullable=False),
        *_texts("rules_version"),
        sa.Column("is_readable", sa.Boolean(), nullable=False, comment="false: what follows is not known"),
        *_texts("kind", "number", "number_key"),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        *_texts("currency", "seller_name"),
        sa.Column("seller_key", sa.Text(), nullable=False, comment="SIREN, else VAT number, else name"),
        *_texts("seller_vat_id", "seller_country"),
        sa.Column("supplier_id", sa.UUID(), nullable=True),
        *_texts("order_number", "iban"),
        *_numbers("net_amount", "tax_amount", "gross_amount"),
        sa.Column("tax_rate", sa.Numeric(), nullable=False, comment="of the largest base"),
        sa.Column("line_count", sa.Integer(), nullable=False),
        sa.Column("matched_count", sa.Integer(), nullable=False, comment="lines that found their orders when it came"),
        sa.Column("bill_id", sa.UUID(), nullable=True, comment="the supplier bill that was made of it"),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column(
            "decision", sa.Text(), nullable=True, comment="why it was accepted in spite of its findings, or rejected"
        ),
        sa.CheckConstraint(
            "status IN ('refused', 'received', 'entered', 'rejected')", name=op.f("ck_received_invoice_status")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received_invoice")),
    )
    op.create_index(
        "uq_received_invoice_number",
        "received_invoice",
        ["seller_key", "number_key", sa.text("date_part('year', issued_on)")],
        unique=True,
        postgresql_where=sa.text("status IN ('received', 'entered')"),
    )
    op.create_index(
        op.f("ix_received_invoice_status_received_at_id"), "received_invoice", ["status", "received_at", "id"]
    )
    op.create_table(
        "received_invoice_line",
        sa.Column("received_invoice_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *_texts("name", "seller_sku", "buyer_sku", "gtin", "order_number"),
        *_numbers("quantity"),
        *_texts("unit"),
        *_numbers("unit_price", "net_amount", "tax_rate"),
        sa.ForeignKeyConstraint(
            ["received_invoice_id"],
            ["received_invoice.id"],
            name=op.f("fk_received_invoice_line_received_invoice_id"),
        ),
        sa.PrimaryKeyConstraint("received_invoice_id", "position", name=op.f("pk_received_invoice_line")),
    )

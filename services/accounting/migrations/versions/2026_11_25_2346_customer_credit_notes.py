"""Customer credit notes, what asked for them, and where the tax of an invoice line was rounded."""

import sqlalchemy as sa
from alembic import op
from kit.migrations import append_only
from sqlalchemy.dialects import postgresql

revision = "accounting_1101"
down_revision = "accounting_1301"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "credit_request",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("sales_order_id", sa.UUID(), nullable=True, comment="null: by hand, on an invoice"),
        sa.Column("invoice_id", sa.UUID(), nullable=True, comment="null: told by sales, on delivered lines"),
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("bill_to_id", sa.UUID(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_id", sa.UUID(), nullable=True),
        sa.Column("source_number", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("credited_on", sa.Date(), nullable=False, comment="not before"),
        sa.Column("lines", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("net_amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("refusal", sa.Text(), server_default="", nullable=False),
        sa.Column("requested_by", sa.Text(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("source IN ('return', 'price-dispute', 'manual')", name=op.f("ck_credit_request_source")),
        sa.CheckConstraint(
            "status IN ('waiting', 'awaiting-approval', 'credited', 'refused', 'rejected')",
            name=op.f("ck_credit_request_status"),
        ),
        sa.CheckConstraint("num_nonnulls(sales_order_id, invoice_id) = 1", name=op.f("ck_credit_request_about")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_request")),
    )
    op.create_index(
        op.f("ix_credit_request_status_requested_at_id"),
        "credit_request",
        ["status", "requested_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_credit_request_waiting",
        "credit_request",
        ["sales_order_id"],
        unique=False,
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.create_table(
        "customer_credit_note",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("credit_request_id", sa.UUID(), nullable=False),
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("bill_to_id", sa.UUID(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("credited_on", sa.Date(), nullable=False),
        sa.Column("net_amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("tax_amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("gross_amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("entry_id", sa.UUID(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "net_amount > 0 AND tax_amount >= 0 AND gross_amount = net_amount + tax_amount",
            name=op.f("ck_customer_credit_note_amounts"),
        ),
        sa.ForeignKeyConstraint(
            ["credit_request_id"], ["credit_request.id"], name=op.f("fk_customer_credit_note_credit_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_credit_note")),
        sa.UniqueConstraint("credit_request_id", name=op.f("uq_customer_credit_note_credit_request_id")),
        sa.UniqueConstraint("number", name=op.f("uq_customer_credit_note_number")),
    )
    op.create_index(
        op.f("ix_customer_credit_note_credited_on_id"), "customer_credit_note", ["credited_on", "id"], unique=False
    )
    op.create_index(
        op.f("ix_customer_credit_note_customer_id_credited_on_id"),
        "customer_credit_note",
        ["customer_id", "credited_on", "id"],
        unique=False,
    )
    op.create_table(
        "credit_refund",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("credit_note_id", sa.UUID(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("entry_id", sa.UUID(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_credit_refund_amount")),
        sa.ForeignKeyConstraint(
            ["credit_note_id"], ["customer_credit_note.id"], name=op.f("fk_credit_refund_credit_note_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_refund")),
        sa.UniqueConstraint("number", name=op.f("uq_credit_refund_number")),
    )
    op.create_index(op.f("ix_credit_refund_credit_note_id"), "credit_refund", ["credit_note_id"], unique=False)
    op.create_table(
        "customer_credit_note_line",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("credit_note_id", sa.UUID(), nullable=False),
        sa.Column("invoice_line_id", sa.UUID(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False, comment="came back; zero: only the price"),
        sa.Column("restocking_fee", sa.Numeric(precision=18, scale=2), nullable=False, comment="kept"),
        sa.Column("net_amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["credit_note_id"], ["customer_credit_note.id"], name=op.f("fk_customer_credit_note_line_credit_note_id")
        ),
        sa.ForeignKeyConstraint(
            ["invoice_line_id"], ["invoice_line.id"], name=op.f("fk_customer_credit_note_line_invoice_line_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_credit_note_line")),
    )
    op.create_index(
        op.f("ix_customer_credit_note_line_credit_note_id"),
        "customer_credit_note_line",
        ["credit_note_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_customer_credit_note_line_invoice_line_id"),
        "customer_credit_note_line",
        ["invoice_line_id"],
        unique=False,
    )
    op.create_table(
        "invoice_line_credit",
        sa.Column("invoice_line_id", sa.UUID(), nullable=False),
        sa.Column("billed_quantity", sa.Numeric(), nullable=False),
        sa.Column("billed_amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.CheckConstraint(
            "quantity BETWEEN 0 AND billed_quantity AND amount BETWEEN 0 AND billed_amount",
            name=op.f("ck_invoice_line_credit_no_more_than_billed"),
        ),
        sa.ForeignKeyConstraint(
            ["invoice_line_id"], ["invoice_line.id"], name=op.f("fk_invoice_line_credit_invoice_line_id")
        ),
        sa.PrimaryKeyConstraint("invoice_line_id", name=op.f("pk_invoice_line_credit")),
    )
    op.add_column("invoice_line", sa.Column("tax_rounding", sa.Text(), server_default="document", nullable=False))
    append_only("customer_credit_note", "customer_credit_note_line", "credit_refund")

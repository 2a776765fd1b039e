"""Invoices that are issued again because nobody took them."""

import sqlalchemy as sa
from alembic import op
from kit.migrations import append_only

revision = "accounting_1205"
down_revision = "accounting_1107"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "invoice_reissue",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("invoice_id", sa.UUID(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reversal_entry_id", sa.UUID(), nullable=False, comment="takes the issue before back"),
        sa.Column("entry_id", sa.UUID(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("issued_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_invoice_reissue_invoice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_reissue")),
        sa.UniqueConstraint("number", name=op.f("uq_invoice_reissue_number")),
        sa.UniqueConstraint("invoice_id", "ordinal", name=op.f("uq_invoice_reissue_invoice_id_ordinal")),
    )
    append_only("invoice_reissue")

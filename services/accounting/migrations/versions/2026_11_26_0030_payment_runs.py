"""Runs of payments and their files, mandates, blocks of documents, where partners are paid."""

import sqlalchemy as sa
from alembic import op
from kit.migrations import append_only
from sqlalchemy.dialects import postgresql

revision = "accounting_1303"
down_revision = "accounting_1105"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mandate",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("partner_id", sa.UUID(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("iban", sa.Text(), nullable=False),
        sa.Column("bic", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.CheckConstraint("scheme IN ('CORE', 'B2B')", name=op.f("ck_mandate_scheme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate")),
        sa.UniqueConstraint("reference", name=op.f("uq_mandate_reference")),
    )
    op.create_index(
        "uq_mandate_of_partner", "mandate", ["partner_id"], unique=True, postgresql_where=sa.text("revoked_on IS NULL")
    )
    op.create_table(
        "partner_bank",
        sa.Column("id", sa.UUID(), nullable=False, comment="of the partner"),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("accounts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_bank")),
    )
    op.create_table(
        "document_block",
        sa.Column("document_id", sa.UUID(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("blocked_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["open_item.document_id"], name=op.f("fk_document_block_document_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_document_block")),
    )
    op.create_table(
        "payment_run",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False, comment="SEPA, or of the mandates: CORE, B2B"),
        sa.Column("bank_account_id", sa.UUID(), nullable=False),
        sa.Column("execute_on", sa.Date(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("total", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("payments", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('transfer', 'direct-debit')", name=op.f("ck_payment_run_kind")),
        sa.CheckConstraint(
            "status IN ('draft', 'waiting', 'approved', 'sent', 'cancelled')", name=op.f("ck_payment_run_status")
        ),
        sa.ForeignKeyConstraint(["bank_account_id"], ["bank_account.id"], name=op.f("fk_payment_run_bank_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_run")),
        sa.UniqueConstraint("number", name=op.f("uq_payment_run_number")),
    )
    op.create_index(op.f("ix_payment_run_created_at_id"), "payment_run", ["created_at", "id"])
    op.create_table(
        "payment_file",
        sa.Column("run_id", sa.UUID(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["payment_run.id"], name=op.f("fk_payment_file_run_id")),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_payment_file")),
    )
    op.create_table(
        "payment_order",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("run_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("partner_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("iban", sa.Text(), nullable=False),
        sa.Column("bic", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("end_to_end_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("mandate_id", sa.UUID(), nullable=True),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_payment_order_mandate_id")),
        sa.ForeignKeyConstraint(["run_id"], ["payment_run.id"], name=op.f("fk_payment_order_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_order")),
        sa.UniqueConstraint("end_to_end_id", name=op.f("uq_payment_order_end_to_end_id")),
        sa.UniqueConstraint("run_id", "position", name=op.f("uq_payment_order_run_id_position")),
    )
    op.create_table(
        "payment_order_document",
        sa.Column("order_id", sa.UUID(), nullable=False),
        sa.Column("document_id", sa.UUID(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("discount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("is_live", sa.Boolean(), nullable=False, comment="its run was not cancelled"),
        sa.ForeignKeyConstraint(
            ["document_id"], ["open_item.document_id"], name=op.f("fk_payment_order_document_document_id")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["payment_order.id"], name=op.f("fk_payment_order_document_order_id")),
        sa.PrimaryKeyConstraint("order_id", "document_id", name=op.f("pk_payment_order_document")),
    )
    op.create_index(
        "uq_payment_order_document_live",
        "payment_order_document",
        ["document_id"],
        unique=True,
        postgresql_where="is_live",
    )
    append_only("payment_file")
    op.drop_constraint(op.f("ck_partner_account_source"), "partner_account", type_="check")
    op.create_check_constraint(
        op.f("ck_partner_account_source"), "partner_account", "source IN ('learned', 'catalog', 'set')"
    )

"""What entries of statements were for, what is settled without money, letters, and the rules of clearing."""

import sqlalchemy as sa
from alembic import op
from kit.migrations import append_only
from sqlalchemy.dialects import postgresql

revision = "accounting_1302"
down_revision = "accounting_1201"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lettering",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("partner_id", sa.UUID(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("lettered_on", sa.Date(), nullable=False),
        sa.Column("undone_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lettering")),
        sa.UniqueConstraint("partner_id", "account", "letter", name=op.f("uq_lettering_partner_id_account_letter")),
    )
    op.create_table(
        "lettering_head",
        sa.Column("partner_id", sa.UUID(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("partner_id", "account", name=op.f("pk_lettering_head")),
    )
    op.create_table(
        "partner_account",
        sa.Column("iban", sa.Text(), nullable=False),
        sa.Column("partner_id", sa.UUID(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False, comment="how often payments confirmed it"),
        sa.CheckConstraint("source IN ('learned', 'set')", name=op.f("ck_partner_account_source")),
        sa.PrimaryKeyConstraint("iban", name=op.f("pk_partner_account")),
    )
    op.create_index(op.f("ix_partner_account_partner_id"), "partner_account", ["partner_id"])
    op.create_table(
        "write_off_limit",
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_write_off_limit_amount")),
        sa.PrimaryKeyConstraint("role", name=op.f("pk_write_off_limit")),
    )
    op.create_table(
        "bank_rule",
        sa.Column("position", sa.SmallInteger(), nullable=False, comment="the first that fits counts"),
        sa.Column("bank_account_id", sa.UUID(), nullable=True),
        sa.Column("is_incoming", sa.Boolean(), nullable=False),
        sa.Column("contains", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["bank_account_id"], ["bank_account.id"], name=op.f("fk_bank_rule_bank_account_id")),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_bank_rule")),
    )
    op.create_table(
        "lettering_line",
        sa.Column("lettering_id", sa.UUID(), nullable=False),
        sa.Column("entry_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(["lettering_id"], ["lettering.id"], name=op.f("fk_lettering_line_lettering_id")),
        sa.PrimaryKeyConstraint("lettering_id", "entry_id", "position", name=op.f("pk_lettering_line")),
    )
    op.create_index(op.f("ix_lettering_line_entry_id_position"), "lettering_line", ["entry_id", "position"])
    op.create_table(
        "payment_reversal",
        sa.Column("payment_id", sa.UUID(), nullable=False),
        sa.Column("entry_id", sa.UUID(), nullable=False),
        sa.Column("reversed_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reversed_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_payment_reversal_payment_id")),
        sa.PrimaryKeyConstraint("payment_id", name=op.f("pk_payment_reversal")),
    )
    op.create_table(
        "settlement_adjustment",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("payment_id", sa.UUID(), nullable=False),
        sa.Column("document_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(), nullable=False),
        sa.Column("value", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("tax_value", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.CheckConstraint(
            "kind IN ('discount', 'write-off') AND amount > 0", name=op.f("ck_settlement_adjustment_kind")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["open_item.document_id"], name=op.f("fk_settlement_adjustment_document_id")
        ),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_settlement_adjustment_payment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement_adjustment")),
    )
    op.create_index(op.f("ix_settlement_adjustment_document_id"), "settlement_adjustment", ["document_id"])
    op.create_index(op.f("ix_settlement_adjustment_payment_id"), "settlement_adjustment", ["payment_id"])
    op.create_table(
        "bank_clearing",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("bank_entry_id", sa.UUID(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False, comment="as it was decided"),
        sa.Column("from_suspense", sa.Boolean(), nullable=False),
        sa.Column("to_suspense", sa.Boolean(), nullable=False),
        sa.Column("payment_id", sa.UUID(), nullable=True),
        sa.Column("entry_id", sa.UUID(), nullable=False),
        sa.Column("cleared_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("(undone_by IS NULL) = (undone_at IS NULL)", name=op.f("ck_bank_clearing_undone")),
        sa.ForeignKeyConstraint(["bank_entry_id"], ["bank_entry.id"], name=op.f("fk_bank_clearing_bank_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_clearing")),
    )
    op.create_index(op.f("ix_bank_clearing_payment_id"), "bank_clearing", ["payment_id"])
    op.create_index(
        "uq_bank_clearing_of_entry",
        "bank_clearing",
        ["bank_entry_id", "to_suspense"],
        unique=True,
        postgresql_where=sa.text("undone_at IS NULL"),
    )
    op.create_table(
        "waiting_clearing",
        sa.Column("bank_entry_id", sa.UUID(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["bank_entry_id"], ["bank_entry.id"], name=op.f("fk_waiting_clearing_bank_entry_id")),
        sa.PrimaryKeyConstraint("bank_entry_id", name=op.f("pk_waiting_clearing")),
    )
    op.add_column(
        "partner",
        sa.Column("discount_days", sa.Integer(), nullable=True, comment="after the document, to pay with the discount"),
    )
    op.create_index(
        "ix_journal_line_of_partner",
        "journal_line",
        ["partner_id", "posted_on"],
        postgresql_where=sa.text("partner_id IS NOT NULL"),
    )
    append_only("settlement_adjustment", "payment_reversal")
    op.execute("INSERT INTO write_off_limit (role, amount) VALUES ('finance', 5)")

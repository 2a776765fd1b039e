"""Bank accounts, their statements and entries."""

import sqlalchemy as sa
from alembic import op
from kit.migrations import append_only

revision = "accounting_1301"
down_revision = "accounting_1300"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bank_account",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False, comment="the IBAN, or the number on statements"),
        sa.Column("bic", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("ledger_account", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("ledger_account ~ '^512[0-9]{0,5}$'", name=op.f("ck_bank_account_ledger_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_account")),
        sa.UniqueConstraint("account", name=op.f("uq_bank_account_account")),
        sa.UniqueConstraint("ledger_account", name=op.f("uq_bank_account_ledger_account")),
    )
    op.create_table(
        "bank_file",
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("received_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_bank_file")),
    )
    op.create_table(
        "bank_statement",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("bank_account_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False, comment="as the bank numbers it"),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("opening_balance", sa.Numeric(), nullable=False),
        sa.Column("closing_balance", sa.Numeric(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("follows", sa.Boolean(), nullable=False, comment="it opens where the one before closed"),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["bank_account_id"], ["bank_account.id"], name=op.f("fk_bank_statement_bank_account_id")
        ),
        sa.ForeignKeyConstraint(["sha256"], ["bank_file.sha256"], name=op.f("fk_bank_statement_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_statement")),
        sa.UniqueConstraint(
            "bank_account_id", "number", "page", name=op.f("uq_bank_statement_bank_account_id_number_page")
        ),
    )
    op.create_index(
        op.f("ix_bank_statement_bank_account_id_closed_on_id"), "bank_statement", ["bank_account_id", "closed_on", "id"]
    )
    op.create_table(
        "bank_entry",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("statement_id", sa.UUID(), nullable=False),
        sa.Column("bank_account_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("part", sa.SmallInteger(), nullable=False),
        sa.Column("amount", sa.Numeric(), nullable=False, comment="above zero: it came in"),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("valued_on", sa.Date(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=False, comment="the bank's own"),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("is_reversal", sa.Boolean(), nullable=False),
        sa.Column("party_name", sa.Text(), nullable=False),
        sa.Column("party_iban", sa.Text(), nullable=False),
        sa.Column("end_to_end_id", sa.Text(), nullable=False),
        sa.Column("mandate_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("return_reason", sa.Text(), nullable=False),
        sa.Column("instructed_amount", sa.Numeric(), nullable=True),
        sa.Column("instructed_currency", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column(
            "owner",
            sa.Text(),
            server_default="",
            nullable=False,
            comment="who finds out what it is, while nobody knows",
        ),
        sa.CheckConstraint("status IN ('open', 'waiting', 'suspended', 'cleared')", name=op.f("ck_bank_entry_status")),
        sa.ForeignKeyConstraint(["bank_account_id"], ["bank_account.id"], name=op.f("fk_bank_entry_bank_account_id")),
        sa.ForeignKeyConstraint(["statement_id"], ["bank_statement.id"], name=op.f("fk_bank_entry_statement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_entry")),
        sa.UniqueConstraint("statement_id", "position", "part", name=op.f("uq_bank_entry_statement_id_position_part")),
    )
    op.create_index(op.f("ix_bank_entry_booked_on_id"), "bank_entry", ["booked_on", "id"])
    op.create_index(
        "ix_bank_entry_open",
        "bank_entry",
        ["bank_account_id", "booked_on", "id"],
        postgresql_where=sa.text("status != 'cleared'"),
    )
    op.create_index(
        "ix_bank_entry_reference",
        "bank_entry",
        ["bank_account_id", "reference"],
        postgresql_where=sa.text("reference != ''"),
    )
    append_only("bank_file", "bank_statement")

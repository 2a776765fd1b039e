"""What customers were credited."""

import sqlalchemy as sa
from alembic import op

revision = "sales_1100"
down_revision = "sales_0210"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "commission_credit",
        sa.Column("invoice_id", sa.UUID(), nullable=False),
        sa.Column("credit_note_id", sa.UUID(), nullable=False),
        sa.Column("net", sa.Numeric(), nullable=False),
        sa.Column("gross", sa.Numeric(), nullable=False),
        sa.PrimaryKeyConstraint("invoice_id", "credit_note_id", name=op.f("pk_commission_credit")),
    )
    op.create_table(
        "returned_cost",
        sa.Column("movement_id", sa.UUID(), nullable=False),
        sa.Column("issue_id", sa.UUID(), nullable=False),
        sa.Column("cost", sa.Numeric(), nullable=False),
        sa.PrimaryKeyConstraint("movement_id", name=op.f("pk_returned_cost")),
    )
    op.create_index(op.f("ix_returned_cost_issue_id"), "returned_cost", ["issue_id"], unique=False)
    op.create_table(
        "credit_note",
        sa.Column("credit_note_id", sa.UUID(), nullable=False),
        sa.Column("sales_order_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("source_id", sa.UUID(), nullable=True, comment="null: by hand"),
        sa.Column("credited_on", sa.Date(), nullable=False),
        sa.Column("net", sa.Numeric(), nullable=False),
        sa.Column("gross", sa.Numeric(), nullable=False),
        sa.ForeignKeyConstraint(["sales_order_id"], ["sales_order.id"], name=op.f("fk_credit_note_sales_order_id")),
        sa.PrimaryKeyConstraint("credit_note_id", "sales_order_id", name=op.f("pk_credit_note")),
    )
    op.create_index(op.f("ix_credit_note_sales_order_id"), "credit_note", ["sales_order_id"], unique=False)
    op.create_index(op.f("ix_credit_note_source_id"), "credit_note", ["source_id"], unique=False)
    op.drop_constraint(op.f("ck_commission_entry_cause"), "commission_entry")
    op.create_check_constraint(
        op.f("ck_commission_entry_cause"), "commission_entry", "cause IN ('collected', 'costed', 'credited')"
    )

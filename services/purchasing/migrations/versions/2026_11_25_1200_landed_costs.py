"""Landed costs."""

import sqlalchemy as sa
from alembic import op
from kit.migrations import append_only
from kit.numbers import create_sequences

revision = "purchasing_0005"
down_revision = "purchasing_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("product", sa.Column("weight_kg", sa.Numeric(), nullable=True))
    op.create_table(
        "landed_cost",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("supplier_id", sa.UUID(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("posted_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_landed_cost_amount")),
        sa.ForeignKeyConstraint(["supplier_id"], ["partner.id"], name=op.f("fk_landed_cost_supplier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_landed_cost")),
        sa.UniqueConstraint("number", name=op.f("uq_landed_cost_number")),
    )
    op.create_index(op.f("ix_landed_cost_created_at_id"), "landed_cost", ["created_at", "id"], unique=False)
    op.create_table(
        "landed_share",
        sa.Column("landed_cost_id", sa.UUID(), nullable=False),
        sa.Column("receipt_line_id", sa.UUID(), nullable=False),
        sa.Column("receipt_id", sa.UUID(), nullable=False),
        sa.Column("purchase_order_line_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("weight", sa.Numeric(), nullable=False, comment="its part in the basis"),
        sa.Column("amount", sa.Numeric(), nullable=False),
        sa.ForeignKeyConstraint(["landed_cost_id"], ["landed_cost.id"], name=op.f("fk_landed_share_landed_cost_id")),
        sa.PrimaryKeyConstraint("landed_cost_id", "receipt_line_id", name=op.f("pk_landed_share")),
    )
    op.create_index(op.f("ix_landed_share_receipt_line_id"), "landed_share", ["receipt_line_id"], unique=False)
    op.create_table(
        "landed_reversal",
        sa.Column("landed_cost_id", sa.UUID(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("posted_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["landed_cost_id"], ["landed_cost.id"], name=op.f("fk_landed_reversal_landed_cost_id")),
        sa.PrimaryKeyConstraint("landed_cost_id", name=op.f("pk_landed_reversal")),
    )
    append_only("landed_cost", "landed_share", "landed_reversal")
    create_sequences("LC")

"""What orders are charged with, and what of it is invoiced."""

import sqlalchemy as sa
from alembic import op
from kit.migrations import append_only

revision = "accounting_1102"
down_revision = "accounting_1101"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sales_order_charge",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("sales_order_id", sa.UUID(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(), nullable=False, comment="before tax"),
        sa.Column("tax_class", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sales_order_charge")),
    )
    op.create_index(
        op.f("ix_sales_order_charge_sales_order_id"), "sales_order_charge", ["sales_order_id"], unique=False
    )
    op.create_table(
        "invoice_charge",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("invoice_id", sa.UUID(), nullable=False),
        sa.Column("sales_order_id", sa.UUID(), nullable=False),
        sa.Column("sales_order_charge_id", sa.UUID(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("net_amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("tax_class", sa.Text(), nullable=False),
        sa.Column("tax_rate", sa.Numeric(), nullable=False),
        sa.Column("tax_rounding", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_invoice_charge_invoice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_charge")),
        sa.UniqueConstraint("sales_order_charge_id", name=op.f("uq_invoice_charge_sales_order_charge_id")),
    )
    op.create_index(op.f("ix_invoice_charge_invoice_id"), "invoice_charge", ["invoice_id"], unique=False)
    append_only("invoice_charge")

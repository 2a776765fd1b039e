"""Salespeople and their teams, and the base of their commissions."""

import sqlalchemy as sa
from alembic import op
from kit.migrations import append_only

revision = "sales_0105"
down_revision = "sales_0104"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("sales_order", "offer"):
        op.add_column(table, sa.Column("team", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "salesperson",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_salesperson")),
    )
    op.create_index(op.f("ix_salesperson_team_code"), "salesperson", ["team", "code"], unique=False)
    op.create_table(
        "commission_invoice",
        sa.Column("invoice_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("sales_order_id", sa.UUID(), nullable=False),
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("salesperson", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("segment", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("net", sa.Numeric(), nullable=False),
        sa.Column("gross", sa.Numeric(), nullable=False),
        sa.PrimaryKeyConstraint("invoice_id", name=op.f("pk_commission_invoice")),
    )
    op.create_table(
        "commission_line",
        sa.Column("invoice_line_id", sa.UUID(), nullable=False),
        sa.Column("invoice_id", sa.UUID(), nullable=False),
        sa.Column("movement_id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["commission_invoice.invoice_id"], name=op.f("fk_commission_line_invoice_id")
        ),
        sa.PrimaryKeyConstraint("invoice_line_id", name=op.f("pk_commission_line")),
    )
    op.create_index(op.f("ix_commission_line_invoice_id"), "commission_line", ["invoice_id"], unique=False)
    op.create_index(op.f("ix_commission_line_movement_id"), "commission_line", ["movement_id"], unique=False)
    op.create_table(
        "commission_payment",
        sa.Column("invoice_id", sa.UUID(), nullable=False),
        sa.Column("payment_id", sa.UUID(), nullable=False),
        sa.Column("amount", sa.Numeric(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("invoice_id", "payment_id", name=op.f("pk_commission_payment")),
    )
    op.create_table(
        "commission_entry",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("invoice_id", sa.UUID(), nullable=False),
        sa.Column("salesperson", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False, comment="its first day"),
        sa.Column("amount", sa.Numeric(), nullable=False),
        sa.Column("margin", sa.Numeric(), nullable=False),
        sa.Column("collected", sa.Numeric(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("earned_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("cause IN ('collected', 'costed')", name=op.f("ck_commission_entry_cause")),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_commission_entry_amount")),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["commission_invoice.invoice_id"], name=op.f("fk_commission_entry_invoice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commission_entry")),
    )
    op.create_index(op.f("ix_commission_entry_invoice_id"), "commission_entry", ["invoice_id"], unique=False)
    op.create_index(op.f("ix_commission_entry_month_id"), "commission_entry", ["month", "id"], unique=False)
    op.create_index(
        op.f("ix_commission_entry_salesperson_month_id"),
        "commission_entry",
        ["salesperson", "month", "id"],
        unique=False,
    )
    op.create_table(
        "commission_month",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False, comment="its first day"),
        sa.Column("salesperson", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(), nullable=False, comment="sum of the entries"),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commission_month")),
        sa.UniqueConstraint(
            "month", "salesperson", "team", "currency", name=op.f("uq_commission_month_month_salesperson_team_currency")
        ),
    )
    op.create_index(op.f("ix_commission_month_month_id"), "commission_month", ["month", "id"], unique=False)
    append_only("commission_entry")

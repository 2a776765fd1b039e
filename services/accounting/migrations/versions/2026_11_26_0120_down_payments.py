"""Advances on orders, and how much of each product an order is about."""

import sqlalchemy as sa
from alembic import op
from kit.migrations import append_only

revision = "accounting_1106"
down_revision = "accounting_1306"
branch_labels = None
depends_on = None

_AMOUNT = sa.Numeric(precision=18, scale=2)


def upgrade() -> None:
    op.add_column(
        "sales_order_line",
        sa.Column("quantity", sa.Numeric(), nullable=True, comment="ordered; null: heard before this was kept"),
    )
    op.create_table(
        "down_payment",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("sales_order_id", sa.UUID(), nullable=False),
        sa.Column("sales_order_number", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("bill_to_id", sa.UUID(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("net_amount", _AMOUNT, nullable=False),
        sa.Column("tax_amount", _AMOUNT, nullable=False),
        sa.Column("gross_amount", _AMOUNT, nullable=False),
        sa.Column("rate", sa.Numeric(), nullable=True, comment="of its day; null: the currency is the company's"),
        sa.Column("rate_on", sa.Date(), nullable=False),
        sa.Column("value", _AMOUNT, nullable=False, comment="gross, in company currency"),
        sa.Column("entry_id", sa.UUID(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "net_amount > 0 AND tax_amount >= 0 AND gross_amount = net_amount + tax_amount",
            name=op.f("ck_down_payment_amounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_down_payment")),
        sa.UniqueConstraint("number", name=op.f("uq_down_payment_number")),
    )
    op.create_index(op.f("ix_down_payment_issued_on_id"), "down_payment", ["issued_on", "id"])
    op.create_index(
        op.f("ix_down_payment_customer_id_issued_on_id"), "down_payment", ["customer_id", "issued_on", "id"]
    )
    op.create_index(op.f("ix_down_payment_sales_order_id"), "down_payment", ["sales_order_id"])
    op.create_table(
        "down_payment_left",
        sa.Column("down_payment_id", sa.UUID(), nullable=False),
        sa.Column("net", _AMOUNT, nullable=False),
        sa.Column("tax", _AMOUNT, nullable=False),
        sa.Column("net_value", _AMOUNT, nullable=False),
        sa.Column("tax_value", _AMOUNT, nullable=False),
        sa.CheckConstraint("net >= 0 AND tax >= 0", name=op.f("ck_down_payment_left_no_more_than_invoiced")),
        sa.ForeignKeyConstraint(
            ["down_payment_id"], ["down_payment.id"], name=op.f("fk_down_payment_left_down_payment_id")
        ),
        sa.PrimaryKeyConstraint("down_payment_id", name=op.f("pk_down_payment_left")),
    )
    op.create_table(
        "down_payment_use",
        sa.Column("invoice_id", sa.UUID(), nullable=False),
        sa.Column("down_payment_id", sa.UUID(), nullable=False),
        sa.Column("net", _AMOUNT, nullable=False),
        sa.Column("tax", _AMOUNT, nullable=False),
        sa.Column("net_value", _AMOUNT, nullable=False),
        sa.Column("tax_value", _AMOUNT, nullable=False),
        sa.ForeignKeyConstraint(
            ["down_payment_id"], ["down_payment.id"], name=op.f("fk_down_payment_use_down_payment_id")
        ),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_down_payment_use_invoice_id")),
        sa.PrimaryKeyConstraint("invoice_id", "down_payment_id", name=op.f("pk_down_payment_use")),
    )
    op.create_index(op.f("ix_down_payment_use_down_payment_id"), "down_payment_use", ["down_payment_id"])
    append_only("down_payment", "down_payment_use")

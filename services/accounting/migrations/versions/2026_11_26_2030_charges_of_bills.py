"""Suppliers' bills have charges beside goods, a tax class by line, and the total that they come to."""

import sqlalchemy as sa
from alembic import op

revision = "accounting_3101"
down_revision = "accounting_3111"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "supplier_bill_charge",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("bill_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("net_amount", sa.Numeric(), nullable=False),
        sa.Column("tax_class", sa.Text(), nullable=False),
        sa.CheckConstraint("net_amount > 0", name=op.f("ck_supplier_bill_charge_above_zero")),
        sa.ForeignKeyConstraint(["bill_id"], ["supplier_bill.id"], name=op.f("fk_supplier_bill_charge_bill_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_bill_charge")),
    )
    op.create_index(op.f("ix_supplier_bill_charge_bill_id_position"), "supplier_bill_charge", ["bill_id", "position"])
    op.add_column(
        "supplier_bill_line",
        sa.Column("tax_class", sa.Text(), server_default="", nullable=False, comment="empty: that of the bill"),
    )
    op.add_column("supplier_bill", sa.Column("gross_amount", sa.Numeric(), comment="null: not computed yet"))
    op.execute("UPDATE supplier_bill s SET gross_amount = b.gross_amount FROM bill b WHERE b.id = s.id")
    op.create_index(
        "ix_supplier_bill_number_key",
        "supplier_bill",
        ["number_key"],
        postgresql_ops={"number_key": "text_pattern_ops"},
    )
    op.create_index(op.f("ix_credit_note_line_receipt_line_id"), "credit_note_line", ["receipt_line_id"])
    op.create_index(op.f("ix_received_invoice_bill_id"), "received_invoice", ["bill_id"])

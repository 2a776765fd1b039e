"""Invoices of several orders: billings and the base of commissions are kept order by order."""

import sqlalchemy as sa
from alembic import op

revision = "sales_1101"
down_revision = "sales_0212"
branch_labels = None
depends_on = None

_PARTS = ("invoice_id", "sales_order_id")
_OF_ITS_INVOICE = "UPDATE {table} AS t SET sales_order_id = i.sales_order_id FROM commission_invoice i WHERE i.invoice_id = t.invoice_id"


def upgrade() -> None:
    op.drop_constraint(op.f("pk_billing"), "billing")
    op.create_primary_key(op.f("pk_billing"), "billing", list(_PARTS))
    for table in ("commission_line", "commission_entry"):
        op.add_column(table, sa.Column("sales_order_id", sa.UUID(), nullable=True))
    op.add_column("commission_credit", sa.Column("sales_order_id", sa.UUID(), nullable=True))
    op.execute(
        "ALTER TABLE commission_entry DISABLE TRIGGER USER"
    )  # append-only: this is the same fact in more columns
    for table in ("commission_line", "commission_entry", "commission_credit"):
        op.execute(_OF_ITS_INVOICE.format(table=table))
        op.alter_column(table, "sales_order_id", existing_type=sa.UUID(), nullable=False)
    op.execute("ALTER TABLE commission_entry ENABLE TRIGGER USER")
    op.drop_constraint(op.f("pk_commission_credit"), "commission_credit")
    op.create_primary_key(op.f("pk_commission_credit"), "commission_credit", [*_PARTS, "credit_note_id"])
    for table in ("commission_line", "commission_entry"):
        op.drop_constraint(op.f(f"fk_{table}_invoice_id"), table)
        op.drop_index(op.f(f"ix_{table}_invoice_id"), table)
        op.create_index(op.f(f"ix_{table}_invoice_id_sales_order_id"), table, list(_PARTS))
    op.drop_constraint(op.f("pk_commission_invoice"), "commission_invoice")
    op.create_primary_key(op.f("pk_commission_invoice"), "commission_invoice", list(_PARTS))
    for table in ("commission_line", "commission_entry"):
        op.create_foreign_key(
            op.f(f"fk_{table}_invoice_id_sales_order_id"), table, "commission_invoice", list(_PARTS), list(_PARTS)
        )
    for table, column, comment in (
        ("billing", "gross", "of this order, where the invoice is about several"),
        ("commission_invoice", "net", "of this order's goods, in the invoice's currency"),
        ("commission_invoice", "gross", "of the whole invoice, in its currency"),
    ):
        op.alter_column(table, column, existing_type=sa.Numeric(), existing_nullable=False, comment=comment)

"""Deliveries that wait for their invoice, policies and runs; invoices of several deliveries and orders."""

import sqlalchemy as sa
from alembic import op

revision = "accounting_1103"
down_revision = "accounting_1102"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "invoice_run",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("through", sa.Date(), nullable=False),
        sa.Column("everything", sa.Boolean(), nullable=False),
        sa.Column("invoices", sa.Integer(), nullable=False),
        sa.Column("shipments", sa.Integer(), nullable=False),
        sa.Column("run_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_run")),
    )
    op.create_index(op.f("ix_invoice_run_created_at_id"), "invoice_run", ["created_at", "id"], unique=False)
    op.create_table(
        "invoicing_policy",
        sa.Column("partner_id", sa.UUID(), nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "policy IN ('delivery', 'weekly', 'monthly', 'completion')", name=op.f("ck_invoicing_policy_policy")
        ),
        sa.PrimaryKeyConstraint("partner_id", name=op.f("pk_invoicing_policy")),
    )
    op.create_table(
        "shipment",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("sales_order_id", sa.UUID(), nullable=False),
        sa.Column("shipped_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_invoiced", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipment")),
    )
    op.create_index(
        "ix_shipment_not_invoiced",
        "shipment",
        ["shipped_at", "id"],
        unique=False,
        postgresql_where=sa.text("NOT is_invoiced"),
    )
    op.create_index(
        "ix_shipment_order_not_invoiced",
        "shipment",
        ["sales_order_id"],
        unique=False,
        postgresql_where=sa.text("NOT is_invoiced"),
    )
    op.create_table(
        "shipment_line",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("shipment_id", sa.UUID(), nullable=False),
        sa.Column("sales_order_line_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("movement_id", sa.UUID(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.ForeignKeyConstraint(["shipment_id"], ["shipment.id"], name=op.f("fk_shipment_line_shipment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipment_line")),
    )
    op.create_index(op.f("ix_shipment_line_shipment_id"), "shipment_line", ["shipment_id"], unique=False)
    op.alter_column("invoice", "sales_order_id", existing_type=sa.UUID(), nullable=True, comment="null: several")
    op.alter_column(
        "invoice", "sales_order_number", existing_type=sa.TEXT(), comment="empty: several", existing_nullable=False
    )
    op.alter_column("invoice", "shipment_id", existing_type=sa.UUID(), nullable=True, comment="null: several")
    op.drop_index(op.f("ix_invoice_sales_order_id"), table_name="invoice")
    op.drop_constraint(op.f("uq_invoice_shipment_id"), "invoice", type_="unique")
    for column in ("sales_order_id", "shipment_id"):
        op.add_column("invoice_line", sa.Column(column, sa.UUID(), nullable=True))
    op.execute("ALTER TABLE invoice_line DISABLE TRIGGER USER")  # append-only: this is the same fact in more columns
    op.execute(
        "UPDATE invoice_line l SET sales_order_id = i.sales_order_id, shipment_id = i.shipment_id FROM invoice i"
        " WHERE i.id = l.invoice_id"
    )
    op.execute("ALTER TABLE invoice_line ENABLE TRIGGER USER")
    for column in ("sales_order_id", "shipment_id"):
        op.alter_column("invoice_line", column, existing_type=sa.UUID(), nullable=False)
    op.execute(
        "INSERT INTO shipment (id, number, sales_order_id, shipped_at, is_invoiced)"
        " SELECT shipment_id, '', sales_order_id, issued_on, true FROM invoice"
    )
    op.execute(
        "INSERT INTO shipment_line (id, shipment_id, sales_order_line_id, product_id, movement_id, quantity)"
        " SELECT shipment_line_id, shipment_id, sales_order_line_id, product_id, movement_id, quantity FROM invoice_line"
    )
    op.create_index(op.f("ix_invoice_line_sales_order_id"), "invoice_line", ["sales_order_id"], unique=False)
    op.add_column(
        "sales_order",
        sa.Column(
            "is_complete", sa.Boolean(), server_default="false", nullable=False, comment="nothing more is to leave"
        ),
    )

"""Lines that suppliers bring to customers themselves."""

import sqlalchemy as sa
from alembic import op

revision = "inventory_0310"
down_revision = "inventory_0203"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "reservation_line", sa.Column("is_drop_shipped", sa.Boolean(), server_default="false", nullable=False)
    )
    op.create_check_constraint(
        op.f("ck_reservation_line_drop_shipped"),
        "reservation_line",
        "NOT is_drop_shipped OR (reserved = 0 AND held_from IS NULL)",
    )
    op.add_column(
        "purchase_order_line",
        sa.Column("sales_order_line_id", sa.UUID(), comment="whose customer gets it from the supplier himself"),
    )
    op.add_column(
        "movement",
        sa.Column("passes_on", sa.UUID(), comment="the receipt of what a supplier brought to the customer himself"),
    )
    op.create_index(
        op.f("ix_purchase_order_line_sales_order_line_id"),
        "purchase_order_line",
        ["sales_order_line_id"],
        postgresql_where=sa.text("sales_order_line_id IS NOT NULL"),
    )

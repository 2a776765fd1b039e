"""What customers are sold that suppliers bring them.

Partners are heard again from the beginning of their topic: their addresses are filled by facts alone.
"""

import sqlalchemy as sa
from alembic import op

revision = "purchasing_0301"
down_revision = "purchasing_0010"
branch_labels = None
depends_on = None

_COMMENT = "whose customer gets it from the supplier himself"


def upgrade() -> None:
    op.create_table(
        "sold_line",
        sa.Column("id", sa.UUID(), nullable=False, comment="of the sales order's line"),
        sa.Column("sales_order_id", sa.UUID(), nullable=False),
        sa.Column("sales_order_number", sa.Text(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False, comment="that the customer wants, stock units"),
        sa.Column("deliver_to", sa.Text(), nullable=False),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_sold_line_quantity")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sold_line")),
    )
    op.create_index(op.f("ix_sold_line_sales_order_id"), "sold_line", ["sales_order_id"])
    for table in ("purchase_order_line", "purchase_request_line"):
        op.add_column(table, sa.Column("sales_order_line_id", sa.UUID(), comment=_COMMENT))
        op.create_index(
            op.f(f"ix_{table}_sales_order_line_id"),
            table,
            ["sales_order_line_id"],
            postgresql_where=sa.text("sales_order_line_id IS NOT NULL"),
        )
    op.add_column(
        "purchase_order",
        sa.Column("deliver_to", sa.Text(), server_default="", nullable=False, comment="empty: to the warehouse"),
    )
    op.add_column(
        "partner",
        sa.Column("address", sa.Text(), server_default="", nullable=False, comment="where goods for him go"),
    )
    op.execute("UPDATE partner SET version = 0")
    op.execute("UPDATE consumer_position SET next_offset = 0 WHERE topic = 'catalog.partners.v1'")
    op.execute("DELETE FROM inbox WHERE created_at < now() - interval '1 minute'")

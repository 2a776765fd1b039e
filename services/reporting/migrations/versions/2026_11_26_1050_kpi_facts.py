"""Lines of orders, deliveries, purchases, receipts and counts, that KPIs are computed from."""

import sqlalchemy as sa
from alembic import op

revision = "reporting_1201"
down_revision = "reporting_1200"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "order_line",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("sales_order_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("promised_on", sa.Date(), comment="as it was promised first"),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("is_by_hand", sa.Boolean(), nullable=False, comment="its price was set by somebody"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_line")),
    )
    op.create_index("ix_order_line_sales_order_id", "order_line", ["sales_order_id"])
    op.create_index("ix_order_line_promised_on", "order_line", ["promised_on"])
    op.create_table(
        "shipment_line",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("sales_order_id", sa.UUID(), nullable=False),
        sa.Column("order_line_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("shipped_on", sa.Date(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipment_line")),
    )
    op.create_index("ix_shipment_line_order_line_id", "shipment_line", ["order_line_id"])
    op.create_index("ix_shipment_line_product_id_shipped_on", "shipment_line", ["product_id", "shipped_on"])
    op.create_table(
        "purchase_line",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("purchase_order_id", sa.UUID(), nullable=False),
        sa.Column("supplier_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("expected_on", sa.Date()),
        sa.Column("quantity", sa.Numeric(), nullable=False, comment="what revisions took back left out"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_line")),
    )
    op.create_table(
        "receipt_line",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("purchase_line_id", sa.UUID(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_line")),
    )
    op.create_index("ix_receipt_line_purchase_line_id", "receipt_line", ["purchase_line_id"])
    op.create_table(
        "count_line",
        sa.Column("count_id", sa.UUID(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("expected", sa.Numeric(), nullable=False),
        sa.Column("counted", sa.Numeric(), nullable=False),
        sa.Column("unit_cost", sa.Numeric(), nullable=False),
        sa.PrimaryKeyConstraint("count_id", "part", "position", name=op.f("pk_count_line")),
    )
    op.create_index("ix_count_line_counted_on", "count_line", ["counted_on"])

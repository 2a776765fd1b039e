"""What left in a shipment, and in which packages; nobody knows it of those of before."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "sales_3201"
down_revision = "sales_3200"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "delivery",
        sa.Column(
            "contents",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default='{"lines": [], "packages": []}',
            nullable=False,
            comment="order_line_id and quantity; sscc and weight_kg",
        ),
    )
    op.create_index(op.f("ix_delivery_shipped_at_shipment_id"), "delivery", ["shipped_at", "shipment_id"], unique=False)

"""Shipments know their customer; a customer's shipments and price disputes are found in their order."""

import sqlalchemy as sa
from alembic import op

revision = "sales_3400"
down_revision = "sales_3340"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("delivery", sa.Column("customer_id", sa.UUID()))
    op.execute("UPDATE delivery d SET customer_id = o.customer_id FROM sales_order o WHERE o.id = d.sales_order_id")
    op.alter_column("delivery", "customer_id", nullable=False)
    op.create_index(
        "ix_delivery_customer_id_shipped_at_shipment_id", "delivery", ["customer_id", "shipped_at", "shipment_id"]
    )
    op.create_index("ix_price_dispute_customer_id_created_at_id", "price_dispute", ["customer_id", "created_at", "id"])

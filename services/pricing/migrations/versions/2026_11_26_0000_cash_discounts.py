"""What discounts for early payment are going to cost, by customer, as accounting told last."""

import sqlalchemy as sa
from alembic import op

revision = "pricing_0201"
down_revision = "pricing_0104"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cash_discount",
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("offered_rate", sa.Numeric(), nullable=False),
        sa.Column("expected_rate", sa.Numeric(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("expected_rate >= 0 AND expected_rate <= offered_rate", name=op.f("ck_cash_discount_rates")),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_cash_discount")),
    )

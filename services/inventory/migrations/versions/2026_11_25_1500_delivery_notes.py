"""What differs from delivery notes, rests that nobody waits for, samples."""

import sqlalchemy as sa
from alembic import op

revision = "inventory_0011"
down_revision = "inventory_0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "purchase_order_line",
        sa.Column(
            "cancelled", sa.Numeric(), server_default="0", nullable=False, comment="the rest that nobody waits for"
        ),
    )
    op.add_column("claim", sa.Column("supplier_id", sa.UUID(), nullable=True))
    op.add_column("claim", sa.Column("order_id", sa.UUID(), nullable=True))
    op.add_column("claim", sa.Column("with_supplier_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("quality_plan", sa.Column("sample_rate", sa.Numeric(), server_default="1", nullable=False))
    op.add_column(
        "quality_plan",
        sa.Column(
            "minimum_days", sa.Integer(), server_default="0", nullable=False, comment="what expires sooner is inspected"
        ),
    )
    op.drop_constraint("ck_quality_plan_plan", "quality_plan")
    op.create_check_constraint(
        op.f("ck_quality_plan_plan"),
        "quality_plan",
        "kind IN ('none', 'all', 'sample', 'skip-lot') AND every >= 1 AND tightened_for >= 0"
        " AND sample_rate > 0 AND sample_rate <= 1 AND minimum_days >= 0",
    )
    op.add_column(
        "inspection",
        sa.Column(
            "sample", sa.Numeric(), server_default="0", nullable=False, comment="how much of it is to be looked at"
        ),
    )
    op.execute("UPDATE inspection SET sample = quantity")

"""What a revised order is charged with."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "sales_0211"
down_revision = "sales_1100"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "order_revision",
        sa.Column(
            "charges",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=True,
            comment="of the order as it would be; null: they stay",
        ),
    )

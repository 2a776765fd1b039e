"""How long after delivery goods come back without somebody's approval."""

import sqlalchemy as sa
from alembic import op

revision = "sales_3120"
down_revision = "sales_0310"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "return_rule",
        sa.Column(
            "window_days", sa.Integer(), nullable=True, comment="after the order's last delivery; null: for ever"
        ),
    )

"""Purchase orders that are revised, and tolerances of their lines."""

import sqlalchemy as sa
from alembic import op

revision = "inventory_0013"
down_revision = "inventory_0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("purchase_order", sa.Column("revision", sa.Integer(), server_default="0", nullable=False))
    op.add_column(
        "purchase_order_line",
        sa.Column("over_receipt_rate", sa.Numeric(), nullable=True, comment="null: the order's"),
    )
    op.add_column(
        "purchase_order_line", sa.Column("under_receipt_rate", sa.Numeric(), server_default="0", nullable=False)
    )

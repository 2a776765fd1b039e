"""The index behind the margins of one order."""

from alembic import op

revision = "reporting_0002"
down_revision = "reporting_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_margin_line_sales_order_id", "margin_line", ["sales_order_id"], unique=False)

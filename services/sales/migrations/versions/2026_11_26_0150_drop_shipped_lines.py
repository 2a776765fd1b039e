"""Lines that suppliers bring to customers themselves."""

import sqlalchemy as sa
from alembic import op

revision = "sales_0310"
down_revision = "sales_0215"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "sales_order_line", sa.Column("is_drop_shipped", sa.Boolean(), server_default="false", nullable=False)
    )

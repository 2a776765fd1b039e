"""Who speaks for the prices of an order, or a revision, that are set by hand; nobody, for those of before."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "sales_0100"
down_revision = "sales_0302"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sales_order", sa.Column("granted_by", sa.Text(), nullable=False, server_default=""))
    op.add_column(
        "sales_order", sa.Column("granter_roles", postgresql.ARRAY(sa.Text()), nullable=False, server_default="{}")
    )
    op.add_column(
        "order_revision", sa.Column("granter_roles", postgresql.ARRAY(sa.Text()), nullable=False, server_default="{}")
    )

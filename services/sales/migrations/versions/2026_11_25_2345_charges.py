"""What orders and offers are charged with on top of their lines."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "sales_0210"
down_revision = "sales_0105"
branch_labels = None
depends_on = None

_JSONB = postgresql.JSONB(astext_type=sa.Text())


def upgrade() -> None:
    for table, comment in (("sales_order", None), ("offer", "of the usual choice")):
        op.add_column(
            table, sa.Column("charged", sa.Numeric(), nullable=False, server_default="0", comment="part of net")
        )
        op.add_column(table, sa.Column("charges", _JSONB, nullable=False, server_default="[]", comment=comment))

"""What carrying costs may depend on the site that goods leave from."""

import sqlalchemy as sa
from alembic import op

revision = "pricing_3001"
down_revision = "pricing_0202"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("price_rule", sa.Column("warehouse", sa.Text(), comment="the site that goods leave from"))
    op.add_column("price_rule_history", sa.Column("warehouse", sa.Text()))
    op.add_column("sold_line", sa.Column("warehouse", sa.Text(), server_default="", nullable=False))

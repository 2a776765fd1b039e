"""Say for each tax class where it is rounded."""

import sqlalchemy as sa
from alembic import op

revision = "accounting_0003"
down_revision = "accounting_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tax_rate", sa.Column("rounding", sa.Text(), nullable=False, server_default="document"))
    op.alter_column("tax_rate", "rounding", server_default=None)
    op.create_check_constraint(op.f("ck_tax_rate_rounding"), "tax_rate", "rounding IN ('document', 'line')")

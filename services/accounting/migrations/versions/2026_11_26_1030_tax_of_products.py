"""What is received and not billed bears the tax of its products."""

import sqlalchemy as sa
from alembic import op

revision = "accounting_2002"
down_revision = "accounting_2001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("product", sa.Column("tax_class", sa.Text(), nullable=True, comment="null: not told yet"))

"""A line of a supplier's answer may hold longer or shorter than the whole."""

import sqlalchemy as sa
from alembic import op

revision = "purchasing_3310"
down_revision = "purchasing_3230"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("quote_line", sa.Column("valid_until", sa.Date(), comment="null: that of the answer"))

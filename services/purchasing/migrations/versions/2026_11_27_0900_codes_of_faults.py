"""Faults of a price list in every language: a code, and the values behind it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "purchasing_3320"
down_revision = "purchasing_3312"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("price_file_fault", sa.Column("code", sa.Text(), nullable=False, server_default=""))
    op.add_column(
        "price_file_fault",
        sa.Column("values", JSONB(), nullable=False, server_default="{}", comment="behind the code"),
    )

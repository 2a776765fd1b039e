"""Suppliers' answers have several prices by quantity, and the number by which packagings are sold."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "purchasing_3230"
down_revision = "purchasing_3220"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "quote_line",
        sa.Column(
            "multiple", sa.Numeric(), server_default="1", nullable=False, comment="packagings are sold by so many"
        ),
    )
    op.add_column(
        "quote_line",
        sa.Column(
            "breaks",
            postgresql.JSONB(),
            server_default="[]",
            nullable=False,
            comment="from_quantity and unit_price, ascending",
        ),
    )

"""Kits in offers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "sales_0213"
down_revision = "sales_1101"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "offer_line",
        sa.Column(
            "kit", postgresql.JSONB(astext_type=sa.Text()), nullable=True, comment="the kit that it is a part of"
        ),
    )

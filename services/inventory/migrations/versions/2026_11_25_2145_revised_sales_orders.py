"""Holds follow the revisions of their orders."""

import sqlalchemy as sa
from alembic import op

revision = "inventory_0201"
down_revision = "inventory_0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "reservation",
        sa.Column(
            "revision",
            sa.Integer(),
            server_default="0",
            nullable=False,
            comment="of the order, which the lines follow",
        ),
    )

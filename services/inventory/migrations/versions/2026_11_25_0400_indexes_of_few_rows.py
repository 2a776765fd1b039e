"""Indexes of what few rows have: reversals, and order lines that wait for stock."""

import sqlalchemy as sa
from alembic import op

revision = "inventory_0002"
down_revision = "inventory_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_constraint("uq_movement_reverses", "movement", type_="unique")
    op.create_index(
        "uq_movement_reverses",
        "movement",
        ["reverses"],
        unique=True,
        postgresql_where=sa.text("reverses IS NOT NULL"),
    )
    op.create_index(
        "ix_reservation_line_waiting",
        "reservation_line",
        ["product_id", "warehouse"],
        unique=False,
        postgresql_where=sa.text("reserved + shipped < quantity"),
    )

"""Holds by date: orders that are wanted later."""

import sqlalchemy as sa
from alembic import op

revision = "inventory_0301"
down_revision = "inventory_0202"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reservation_line", sa.Column("needed_on", sa.Date()))
    op.add_column(
        "reservation_line",
        sa.Column("held_from", sa.Date(), comment="until this day it is held by date only; null: for good"),
    )
    op.create_check_constraint(
        op.f("ck_reservation_line_held_by_date"), "reservation_line", "held_from IS NULL OR reserved = 0"
    )
    where = sa.text("held_from IS NOT NULL")
    op.create_index(
        "ix_reservation_line_by_date", "reservation_line", ["product_id", "warehouse"], postgresql_where=where
    )
    op.create_index(op.f("ix_reservation_line_held_from"), "reservation_line", ["held_from"], postgresql_where=where)

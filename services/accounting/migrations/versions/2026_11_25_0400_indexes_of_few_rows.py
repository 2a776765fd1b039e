"""Indexes of what few rows have: reversals, and the costs of shipments."""

import sqlalchemy as sa
from alembic import op

revision = "accounting_0002"
down_revision = "accounting_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("journal_entry", "movement_valuation"):
        op.drop_constraint(f"uq_{table}_reverses", table, type_="unique")
        op.create_index(
            f"uq_{table}_reverses", table, ["reverses"], unique=True, postgresql_where=sa.text("reverses IS NOT NULL")
        )
    op.drop_index("ix_movement_valuation_order_line_id", "movement_valuation")
    op.create_index(
        "ix_movement_valuation_shipped",
        "movement_valuation",
        ["order_line_id"],
        unique=False,
        postgresql_where=sa.text("reason = 'shipment'"),
    )

"""Returns are valued by the delivery that they give back."""

import sqlalchemy as sa
from alembic import op

revision = "accounting_0004"
down_revision = "accounting_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("movement_valuation", sa.Column("returns", sa.UUID(), nullable=True))
    op.create_index(
        "ix_movement_valuation_returns",
        "movement_valuation",
        ["returns"],
        postgresql_where=sa.text("returns IS NOT NULL"),
    )

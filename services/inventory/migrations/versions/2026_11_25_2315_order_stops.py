"""Orders that are not to go out, and decisions in somebody's name."""

import sqlalchemy as sa
from alembic import op
from kit.delegations import create_delegation_table

revision = "inventory_0101"
down_revision = "inventory_0301"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "order_stop",
        sa.Column("order_id", sa.UUID(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_order_stop")),
    )
    create_delegation_table()

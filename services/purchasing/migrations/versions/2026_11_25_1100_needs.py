"""Needs of inventory become request lines."""

import sqlalchemy as sa
from alembic import op

revision = "purchasing_0003"
down_revision = "purchasing_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "purchase_request_line",
        sa.Column("need_id", sa.UUID(), nullable=True, comment="of inventory's replenishment, if that asked"),
    )
    op.create_unique_constraint(op.f("uq_purchase_request_line_need_id"), "purchase_request_line", ["need_id"])

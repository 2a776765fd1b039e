"""How often a link has answered."""

import sqlalchemy as sa
from alembic import op

revision = "sales_3310"
down_revision = "sales_3201"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "link_answers",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("hour_began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("in_hour", sa.Integer(), nullable=False),
        sa.Column("in_all", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_link_answers")),
    )

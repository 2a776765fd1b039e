"""Why a simulation would stop a line, as codes with their facts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "pricing_3020"
down_revision = "pricing_3001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "simulation_stop", sa.Column("reasons", postgresql.JSONB(), nullable=False, server_default=sa.text("'[]'"))
    )

"""Credits of the cube by day: customers' returns and rebates are read from them."""

import sqlalchemy as sa
from alembic import op

revision = "reporting_3400"
down_revision = "reporting_3340"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_margin_entry_credits", "margin_entry", ["sold_on"], postgresql_where=sa.text("kind = 'credit'"))

"""Terms of payment from the customer to his orders."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "sales_0302"
down_revision = "sales_0301"
branch_labels = None
depends_on = None

_JSONB = postgresql.JSONB(astext_type=sa.Text())


def upgrade() -> None:
    op.add_column("partner", sa.Column("payment_terms", _JSONB, nullable=True))
    op.add_column("sales_order", sa.Column("payment_terms", _JSONB, nullable=True, comment="null: payment_days net"))

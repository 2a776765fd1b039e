"""Terms of payment by what is bought and whose law counts, and decisions in somebody's name."""

import sqlalchemy as sa
from alembic import op
from kit.delegations import create_delegation_table

revision = "catalog_0101"
down_revision = "catalog_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("payment_terms", sa.Column("sector", sa.Text(), server_default="general", nullable=False))
    op.add_column("payment_terms", sa.Column("is_french_law", sa.Boolean(), server_default="true", nullable=False))
    op.create_check_constraint(
        op.f("ck_payment_terms_sector"),
        "payment_terms",
        "sector IN ('general', 'periodic', 'transport', 'perishable', 'meat', 'spirits', 'wine')",
    )
    create_delegation_table()

"""How the goods of an order may leave."""

import sqlalchemy as sa
from alembic import op

revision = "inventory_0202"
down_revision = "inventory_0201"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reservation", sa.Column("delivery", sa.Text(), server_default="partial", nullable=False))
    op.add_column("reservation", sa.Column("consolidate_until", sa.Date(), nullable=True))
    op.create_check_constraint(
        op.f("ck_reservation_delivery"),
        "reservation",
        "delivery IN ('partial', 'complete-line', 'complete-order', 'consolidated')",
    )

"""What proofs need of receipts; proposals are decided in the inbox of approvals."""

import sqlalchemy as sa
from alembic import op

revision = "accounting_1502"
down_revision = "accounting_1402"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_revaluation_entry_id", "revaluation", ["entry_id"])
    op.add_column(
        "goods_received",
        sa.Column("unit_price", sa.Numeric(), nullable=True, comment="of the order when it came, in its currency"),
    )
    op.execute(
        "UPDATE goods_received g SET unit_price = l.unit_price FROM purchase_order_line l WHERE l.id = g.purchase_order_line_id"
    )
    op.drop_column("valuation_proposal", "content_hash")
    op.drop_column("valuation_proposal", "expires_at")

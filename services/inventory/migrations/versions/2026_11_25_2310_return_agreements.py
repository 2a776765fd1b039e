"""What sales agreed to take back."""

import sqlalchemy as sa
from alembic import op

revision = "inventory_0203"
down_revision = "inventory_0101"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "return_agreement",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("order_id", sa.UUID(), nullable=False),
        sa.Column("is_closed", sa.Boolean(), server_default="false", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_agreement")),
        sa.UniqueConstraint("number", name=op.f("uq_return_agreement_number")),
    )
    op.create_table(
        "return_agreement_line",
        sa.Column("agreement_id", sa.UUID(), nullable=False),
        sa.Column("shipment_line_id", sa.UUID(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["return_agreement.id"], name=op.f("fk_return_agreement_line_agreement_id")
        ),
        sa.PrimaryKeyConstraint("agreement_id", "shipment_line_id", name=op.f("pk_return_agreement_line")),
    )

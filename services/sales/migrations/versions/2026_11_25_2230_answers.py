"""Answers of customers to offers."""

import sqlalchemy as sa
from alembic import op
from kit.migrations import append_only

revision = "sales_0103"
down_revision = "sales_0102"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "offer_answer",
        sa.Column("offer_id", sa.UUID(), nullable=False, comment="of the edition"),
        sa.Column("is_accepted", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_offer_answer_offer_id")),
        sa.PrimaryKeyConstraint("offer_id", name=op.f("pk_offer_answer")),
    )
    append_only("offer_answer")

"""Debts that may not be paid."""

import sqlalchemy as sa
from alembic import op

revision = "accounting_1306"
down_revision = "accounting_1305"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "doubtful_debt",
        sa.Column("document_id", sa.UUID(), nullable=False),
        sa.Column("rate", sa.Numeric(precision=7, scale=6), nullable=False, comment="of the net amount, feared lost"),
        sa.Column("carried", sa.Numeric(precision=18, scale=2), nullable=False, comment="on 416"),
        sa.Column("allowance", sa.Numeric(precision=18, scale=2), nullable=False, comment="on 491"),
        sa.Column("is_current", sa.Boolean(), nullable=False, comment="false: nobody doubts it any more"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "rate >= 0 AND rate <= 1 AND carried >= 0 AND allowance >= 0", name=op.f("ck_doubtful_debt_bounds")
        ),
        sa.ForeignKeyConstraint(["document_id"], ["open_item.document_id"], name=op.f("fk_doubtful_debt_document_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_doubtful_debt")),
    )
    op.create_index(
        "ix_doubtful_debt_current", "doubtful_debt", ["document_id"], postgresql_where=sa.text("is_current")
    )

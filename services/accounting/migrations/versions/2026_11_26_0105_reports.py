"""Reports of trade to the tax office."""

import sqlalchemy as sa
from alembic import op
from kit.migrations import append_only

revision = "accounting_1204"
down_revision = "accounting_1203"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "e_report",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False, comment="SE: our sales; BY: our purchases"),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False, comment="1, then corrections"),
        sa.Column("invoice_count", sa.Integer(), nullable=False),
        sa.Column("total_count", sa.Integer(), nullable=False),
        sa.Column("net_amount", sa.Numeric(), nullable=False),
        sa.Column("tax_amount", sa.Numeric(), nullable=False),
        sa.Column("substance", sa.LargeBinary(), nullable=False, comment="hash of what is told"),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role IN ('SE', 'BY')", name=op.f("ck_e_report_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_e_report")),
        sa.UniqueConstraint("number", name=op.f("uq_e_report_number")),
        sa.UniqueConstraint("role", "starts_on", "ordinal", name=op.f("uq_e_report_role_starts_on_ordinal")),
    )
    op.create_index(op.f("ix_e_report_made_at_id"), "e_report", ["made_at", "id"])
    append_only("e_report")

"""Costs and income of later months, the closings of months and of fiscal years."""

import sqlalchemy as sa
from accounting.storage.tables_close import APPEND_ONLY
from alembic import op
from kit.migrations import append_only
from sqlalchemy.dialects import postgresql

revision = "accounting_1402"
down_revision = "accounting_1302"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deferral",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("amount > 0 AND ends_on >= starts_on AND account ~ '^[67]'", name=op.f("ck_deferral_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deferral")),
    )
    op.create_index(op.f("ix_deferral_ends_on_id"), "deferral", ["ends_on", "id"])
    op.create_table(
        "closing",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("blockers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("accepted_blockers", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reckoned_ms", sa.Integer(), nullable=False, comment="what reckoning it took"),
        sa.Column("hours_after_end", sa.Integer(), nullable=False, comment="from the month's last moment"),
        sa.Column("closed_by", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing")),
    )
    op.create_index(op.f("ix_closing_month_closed_at"), "closing", ["month", "closed_at"])
    op.create_table(
        "year_closing",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("result", sa.Numeric(precision=18, scale=2), nullable=False, comment="above zero: a profit"),
        sa.Column("closing_entry_id", sa.UUID(), nullable=False),
        sa.Column("opening_entry_id", sa.UUID(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("closed_by", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_year_closing")),
    )
    append_only(*APPEND_ONLY)

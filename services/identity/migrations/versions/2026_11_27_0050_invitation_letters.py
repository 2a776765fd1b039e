"""Invitations leave by e-mail: what is to be done outside, and the last letter to somebody."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "identity_3200"
down_revision = "identity_3220"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "effect",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False, comment="names the cause, which has one effect"),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "status IN ('waiting', 'trying', 'done', 'parked', 'given-up')", name=op.f("ck_effect_status")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_effect")),
        sa.UniqueConstraint("key", name=op.f("uq_effect_key")),
    )
    op.create_index("ix_effect_due", "effect", ["next_at"], postgresql_where=sa.text("status IN ('waiting', 'trying')"))
    op.create_index("ix_effect_created_at_id", "effect", ["created_at", "id"])
    op.create_table(
        "invitation_letter",
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("effect_key", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_invitation_letter_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_invitation_letter")),
    )

"""Suppliers get their links by e-mail.

Partners are heard again from the beginning of their topic: their e-mail addresses are filled by facts alone.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "purchasing_3311"
down_revision = "purchasing_3310"
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
    op.add_column(
        "rfq_invitation",
        sa.Column(
            "invitation_id",
            sa.UUID(),
            comment="of the newest one, which its link comes from; null: the link is of before",
        ),
    )
    op.add_column(
        "rfq_invitation",
        sa.Column("invited_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
    )
    op.add_column(
        "rfq_invitation",
        sa.Column("letter_key", sa.Text(), comment="of the effect that brings the newest invitation"),
    )
    op.create_index("ix_rfq_open", "rfq", ["respond_by"], postgresql_where=sa.text("status = 'open'"))
    op.add_column("partner", sa.Column("email", sa.Text(), server_default="", nullable=False))
    op.add_column("partner", sa.Column("language", sa.Text(), server_default="fr", nullable=False))
    op.execute("UPDATE partner SET version = 0")
    op.execute("UPDATE consumer_position SET next_offset = 0 WHERE topic = 'catalog.partners.v1'")
    op.execute("DELETE FROM inbox WHERE created_at < now() - interval '1 minute'")

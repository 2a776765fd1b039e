"""Reviews of sealed months are kept as they were; who gets them by mail; effects."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "reporting_3140"
down_revision = "reporting_3132"
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
        "sealed_review",
        sa.Column("month", sa.Date(), nullable=False, comment="its first day"),
        sa.Column("seal", sa.Text(), nullable=False, comment="of the month's entries, hexadecimal"),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("figures", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_sealed_review")),
    )
    op.create_table(
        "review_subscription",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column(
            "day",
            sa.SmallInteger(),
            comment="of the month, on which the month before is sent; null: when a month is sealed",
        ),
        sa.Column("since", sa.Date(), nullable=False, comment="months that ended before are not sent"),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("language IN ('fr', 'en')", name=op.f("ck_review_subscription_language")),
        sa.CheckConstraint("day BETWEEN 1 AND 28", name=op.f("ck_review_subscription_day")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_subscription")),
    )
    op.create_index("uq_review_subscription_email", "review_subscription", [sa.text("lower(email)")], unique=True)

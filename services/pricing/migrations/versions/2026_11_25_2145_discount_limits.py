"""Who may grant which discount; what a house that has said nothing yet begins with."""

import sqlalchemy as sa
from alembic import op

revision = "pricing_0101"
down_revision = "pricing_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "discount_limit",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("max_rate", sa.Numeric(), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("family_code", sa.Text(), nullable=True),
        sa.Column("segment", sa.Text(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("effective_until", sa.Date(), nullable=True),
        sa.CheckConstraint("(role IS NULL) <> (level IS NULL)", name=op.f("ck_discount_limit_holder")),
        sa.CheckConstraint("effective_until > effective_from", name=op.f("ck_discount_limit_period")),
        sa.CheckConstraint("level IN ('manager', 'director')", name=op.f("ck_discount_limit_level")),
        sa.CheckConstraint("max_rate BETWEEN 0 AND 1", name=op.f("ck_discount_limit_max_rate")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discount_limit")),
    )
    op.create_table(
        "discount_limit_set",
        sa.Column("id", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id", name=op.f("ck_discount_limit_set_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discount_limit_set")),
    )
    op.execute("INSERT INTO discount_limit_set (version) VALUES (1)")
    op.execute(
        "INSERT INTO discount_limit (id, max_rate, role, level, effective_from) VALUES"
        " (gen_random_uuid(), 0.10, 'sales', NULL, '1990-01-01'),"
        " (gen_random_uuid(), 0.25, NULL, 'manager', '1990-01-01'),"
        " (gen_random_uuid(), 0.50, NULL, 'director', '1990-01-01')"
    )
    op.execute("UPDATE margin_rule_set SET version = version + 1")

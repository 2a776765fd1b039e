"""Late interest and indemnities are posted as debit notes."""

import sqlalchemy as sa
from alembic import op
from kit.migrations import append_only
from sqlalchemy.dialects.postgresql import JSONB

revision = "accounting_2401"
down_revision = "accounting_2301"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "dunning_level",
        sa.Column(
            "posts", sa.Boolean(), server_default="false", nullable=False, comment="what it claims, by a debit note"
        ),
    )
    op.create_check_constraint(op.f("ck_dunning_level_posts_claims"), "dunning_level", "claims OR NOT posts")
    op.create_table(
        "late_charge",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("partner_id", sa.UUID(), nullable=False),
        sa.Column("letter_id", sa.UUID(), nullable=True, comment="that posted it; null: on demand"),
        sa.Column("charged_on", sa.Date(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("interest", sa.Numeric(18, 2), nullable=False),
        sa.Column("indemnity", sa.Numeric(18, 2), nullable=False),
        sa.Column("value", sa.Numeric(18, 2), nullable=False, comment="in company currency"),
        sa.Column("entry_id", sa.UUID(), nullable=False),
        sa.Column("charged_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.CheckConstraint(
            "interest >= 0 AND indemnity >= 0 AND interest + indemnity > 0", name=op.f("ck_late_charge_amounts")
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["dunning_letter.id"], name=op.f("fk_late_charge_letter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_charge")),
        sa.UniqueConstraint("number", name=op.f("uq_late_charge_number")),
    )
    op.create_index(op.f("ix_late_charge_charged_on_id"), "late_charge", ["charged_on", "id"])
    op.create_index(op.f("ix_late_charge_partner_id_charged_on_id"), "late_charge", ["partner_id", "charged_on", "id"])
    op.create_index(op.f("ix_late_charge_letter_id"), "late_charge", ["letter_id"])
    op.create_table(
        "late_charge_line",
        sa.Column("late_charge_id", sa.UUID(), nullable=False),
        sa.Column("document_id", sa.UUID(), nullable=False),
        sa.Column("after", sa.Date(), nullable=False, comment="interest starts on the next day"),
        sa.Column("through", sa.Date(), nullable=False),
        sa.Column("amount", sa.Numeric(), nullable=False, comment="that was open"),
        sa.Column("steps", JSONB(), nullable=False, comment="days at each rate"),
        sa.Column("interest", sa.Numeric(18, 2), nullable=False),
        sa.Column("indemnity", sa.Numeric(18, 2), nullable=False),
        sa.Column("is_live", sa.Boolean(), nullable=False, comment="not taken back"),
        sa.ForeignKeyConstraint(
            ["late_charge_id"], ["late_charge.id"], name=op.f("fk_late_charge_line_late_charge_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["open_item.document_id"], name=op.f("fk_late_charge_line_document_id")
        ),
        sa.PrimaryKeyConstraint("late_charge_id", "document_id", name=op.f("pk_late_charge_line")),
    )
    op.create_index(
        "uq_late_charge_line_after",
        "late_charge_line",
        ["document_id", "after"],
        unique=True,
        postgresql_where=sa.text("is_live"),
    )
    op.create_index(
        "uq_late_charge_line_indemnity",
        "late_charge_line",
        ["document_id"],
        unique=True,
        postgresql_where=sa.text("is_live AND indemnity > 0"),
    )
    op.create_table(
        "late_charge_reversal",
        sa.Column("late_charge_id", sa.UUID(), nullable=False),
        sa.Column("entry_id", sa.UUID(), nullable=False),
        sa.Column("reversed_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reversed_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.ForeignKeyConstraint(
            ["late_charge_id"], ["late_charge.id"], name=op.f("fk_late_charge_reversal_late_charge_id")
        ),
        sa.PrimaryKeyConstraint("late_charge_id", name=op.f("pk_late_charge_reversal")),
    )
    append_only("late_charge", "late_charge_reversal")

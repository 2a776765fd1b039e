"""Reminders, and effects outside."""

import sqlalchemy as sa
from alembic import op
from kit.migrations import append_only
from sqlalchemy.dialects import postgresql

revision = "accounting_1305"
down_revision = "accounting_1304"
branch_labels = None
depends_on = None

# What a company starts with; it says it in its own words and days.
_LADDER = [
    {
        "level": 1,
        "days_late": 7,
        "pause_days": 0,
        "claims": False,
        "words": {
            "fr": {
                "title": "Rappel",
                "text": "Sauf erreur de notre part, les factures ci-dessous sont arrivées à échéance. Nous vous remercions de"
                " bien vouloir les régler. Si votre règlement est en route, ne tenez pas compte de ce courrier.",
            },
            "en": {
                "title": "Payment reminder",
                "text": "According to our books the invoices below are past their due date. We would be grateful for your"
                " payment. If it is on its way, please disregard this letter.",
            },
        },
    },
    {
        "level": 2,
        "days_late": 20,
        "pause_days": 7,
        "claims": True,
        "words": {
            "fr": {
                "title": "Deuxième relance",
                "text": "Malgré notre rappel, les factures ci-dessous restent impayées. Nous vous prions de les régler sous huit"
                " jours, avec les pénalités de retard et l'indemnité forfaitaire de recouvrement prévues par la loi.",
            },
            "en": {
                "title": "Second reminder",
                "text": "In spite of our reminder the invoices below are still unpaid. Please pay them within eight days, with the"
                " late payment interest and the fixed recovery charge that the law provides.",
            },
        },
    },
    {
        "level": 3,
        "days_late": 35,
        "pause_days": 10,
        "claims": True,
        "words": {
            "fr": {
                "title": "Mise en demeure",
                "text": "Nous vous mettons en demeure de régler sous huit jours la totalité des sommes ci-dessous. À défaut, nous"
                " confierons le recouvrement de notre créance à un tiers, sans autre avis.",
            },
            "en": {
                "title": "Formal notice",
                "text": "We hereby give you formal notice to pay all amounts below within eight days. Failing this, we will have"
                " our claim recovered by a third party without further notice.",
            },
        },
    },
]


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
    levels = op.create_table(
        "dunning_level",
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("days_late", sa.Integer(), nullable=False),
        sa.Column("pause_days", sa.Integer(), nullable=False, comment="since the letter before, at least"),
        sa.Column("claims", sa.Boolean(), nullable=False, comment="late interest and indemnity"),
        sa.Column(
            "words",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="title and text by language",
        ),
        sa.CheckConstraint("level > 0 AND days_late > 0 AND pause_days >= 0", name=op.f("ck_dunning_level_bounds")),
        sa.PrimaryKeyConstraint("level", name=op.f("pk_dunning_level")),
    )
    op.bulk_insert(levels, _LADDER)
    op.create_table(
        "late_interest_rate",
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("ecb_rate", sa.Numeric(precision=7, scale=6), nullable=False),
        sa.Column("legal_rate", sa.Numeric(precision=7, scale=6), nullable=False),
        sa.Column("rate", sa.Numeric(precision=7, scale=6), nullable=False),
        sa.PrimaryKeyConstraint("effective_from", name=op.f("pk_late_interest_rate")),
    )
    op.create_table(
        "dunning_hold",
        sa.Column("partner_id", sa.UUID(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("held_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("partner_id", name=op.f("pk_dunning_hold")),
    )
    op.create_table(
        "dunning_run",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("run_on", sa.Date(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dunning_run")),
        sa.UniqueConstraint("number", name=op.f("uq_dunning_run_number")),
    )
    op.create_index(op.f("ix_dunning_run_created_at_id"), "dunning_run", ["created_at", "id"])
    op.create_table(
        "dunning_letter",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("run_id", sa.UUID(), nullable=False),
        sa.Column("partner_id", sa.UUID(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column(
            "words", postgresql.JSONB(astext_type=sa.Text()), nullable=False, comment="title and text as they were"
        ),
        sa.Column("email", sa.Text(), nullable=False, comment="empty: by post"),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("open_amount", sa.Numeric(), nullable=False),
        sa.Column("credit", sa.Numeric(), nullable=False),
        sa.Column("interest", sa.Numeric(), nullable=False),
        sa.Column("indemnity", sa.Numeric(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["dunning_run.id"], name=op.f("fk_dunning_letter_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dunning_letter")),
        sa.UniqueConstraint("number", name=op.f("uq_dunning_letter_number")),
    )
    op.create_index(op.f("ix_dunning_letter_run_id_number"), "dunning_letter", ["run_id", "number"])
    op.create_index(op.f("ix_dunning_letter_partner_id_number"), "dunning_letter", ["partner_id", "number"])
    op.create_table(
        "dunning_claim",
        sa.Column("letter_id", sa.UUID(), nullable=False),
        sa.Column("document_id", sa.UUID(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("is_raised", sa.Boolean(), nullable=False, comment="by this letter"),
        sa.Column("days_late", sa.Integer(), nullable=False),
        sa.Column("open_amount", sa.Numeric(), nullable=False),
        sa.Column("interest", sa.Numeric(), nullable=False),
        sa.Column("indemnity", sa.Numeric(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["open_item.document_id"], name=op.f("fk_dunning_claim_document_id")),
        sa.ForeignKeyConstraint(["letter_id"], ["dunning_letter.id"], name=op.f("fk_dunning_claim_letter_id")),
        sa.PrimaryKeyConstraint("letter_id", "document_id", name=op.f("pk_dunning_claim")),
    )
    op.create_index(
        "uq_dunning_claim_raised",
        "dunning_claim",
        ["document_id", "level"],
        unique=True,
        postgresql_where=sa.text("is_raised"),
    )
    append_only("dunning_run", "dunning_letter", "dunning_claim")

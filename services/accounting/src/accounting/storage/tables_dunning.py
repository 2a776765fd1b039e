"""Reminders: the ladder, rates of late interest, who is held, and the letters as they were written."""

from kit.effects import effect_table
from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    SmallInteger,
    Table,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

from accounting.storage.tables import metadata

effect = effect_table(metadata)

dunning_level = Table(
    "dunning_level",
    metadata,
    Column("level", SmallInteger, primary_key=True),
    Column("days_late", Integer, nullable=False),
    Column("pause_days", Integer, nullable=False, comment="since the letter before, at least"),
    Column("claims", Boolean, nullable=False, comment="late interest and indemnity"),
    Column("words", JSONB, nullable=False, comment="title and text by language"),
    Column("posts", Boolean, nullable=False, server_default="false", comment="what it claims, by a debit note"),
    CheckConstraint("claims OR NOT posts", name="posts_claims"),
    CheckConstraint("level > 0 AND days_late > 0 AND pause_days >= 0", name="bounds"),
)

late_interest_rate = Table(
    "late_interest_rate",
    metadata,
    Column("effective_from", Date, primary_key=True),
    Column("ecb_rate", Numeric(7, 6), nullable=False),
    Column("legal_rate", Numeric(7, 6), nullable=False),
    Column("rate", Numeric(7, 6), nullable=False),
)

dunning_hold = Table(
    "dunning_hold",
    metadata,
    Column("partner_id", UUID, primary_key=True),
    Column("until", Date),
    Column("reason", Text, nullable=False),
    Column("held_by", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

dunning_run = Table(
    "dunning_run",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("run_on", Date, nullable=False),
    Column("letters", Integer, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
)
Index(None, dunning_run.c.created_at, dunning_run.c.id)

dunning_letter = Table(
    "dunning_letter",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("run_id", UUID, ForeignKey("dunning_run.id"), nullable=False),
    Column("partner_id", UUID, nullable=False),
    Column("written_on", Date, nullable=False),
    Column("level", SmallInteger, nullable=False),
    Column("language", Text, nullable=False),
    Column("words", JSONB, nullable=False, comment="title and text as they were"),
    Column("email", Text, nullable=False, comment="empty: by post"),
    Column("currency", Text, nullable=False),
    Column("open_amount", Numeric, nullable=False),
    Column("credit", Numeric, nullable=False),
    Column("interest", Numeric, nullable=False),
    Column("indemnity", Numeric, nullable=False),
)
Index(None, dunning_letter.c.run_id, dunning_letter.c.number)
Index(None, dunning_letter.c.partner_id, dunning_letter.c.number)

dunning_claim = Table(
    "dunning_claim",
    metadata,
    Column("letter_id", UUID, ForeignKey("dunning_letter.id"), primary_key=True),
    Column("document_id", UUID, ForeignKey("open_item.document_id"), primary_key=True),
    Column("level", SmallInteger, nullable=False),
    Column("is_raised", Boolean, nullable=False, comment="by this letter"),
    Column("days_late", Integer, nullable=False),
    Column("open_amount", Numeric, nullable=False),
    Column("interest", Numeric, nullable=False),
    Column("indemnity", Numeric, nullable=False),
)
Index(
    "uq_dunning_claim_raised",
    dunning_claim.c.document_id,
    dunning_claim.c.level,
    unique=True,
    postgresql_where=dunning_claim.c.is_raised,
)

# Debit notes of late interest and indemnities; the document that is owed is the open item of the same id.
late_charge = Table(
    "late_charge",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("partner_id", UUID, nullable=False),
    Column("letter_id", UUID, ForeignKey("dunning_letter.id"), comment="that posted it; null: on demand"),
    Column("charged_on", Date, nullable=False),
    Column("currency", Text, nullable=False),
    Column("interest", Numeric(18, 2), nullable=False),
    Column("indemnity", Numeric(18, 2), nullable=False),
    Column("value", Numeric(18, 2), nullable=False, comment="in company currency"),
    Column("entry_id", UUID, nullable=False),
    Column("charged_by", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint("interest >= 0 AND indemnity >= 0 AND interest + indemnity > 0", name="amounts"),
)
Index(None, late_charge.c.charged_on, late_charge.c.id)
Index(None, late_charge.c.partner_id, late_charge.c.charged_on, late_charge.c.id)
Index(None, late_charge.c.letter_id)

late_charge_line = Table(
    "late_charge_line",
    metadata,
    Column("late_charge_id", UUID, ForeignKey("late_charge.id"), primary_key=True),
    Column("document_id", UUID, ForeignKey("open_item.document_id"), primary_key=True),
    Column("after", Date, nullable=False, comment="interest starts on the next day"),
    Column("through", Date, nullable=False),
    Column("amount", Numeric, nullable=False, comment="that was open"),
    Column("steps", JSONB, nullable=False, comment="days at each rate"),
    Column("interest", Numeric(18, 2), nullable=False),
    Column("indemnity", Numeric(18, 2), nullable=False),
    Column("is_live", Boolean, nullable=False, comment="not taken back"),
)
# Each day is charged once, and the indemnity once, however many ask at a time.
Index(
    "uq_late_charge_line_after",
    late_charge_line.c.document_id,
    late_charge_line.c.after,
    unique=True,
    postgresql_where=late_charge_line.c.is_live,
)
Index(
    "uq_late_charge_line_indemnity",
    late_charge_line.c.document_id,
    unique=True,
    postgresql_where=text("is_live AND indemnity > 0"),
)

late_charge_reversal = Table(
    "late_charge_reversal",
    metadata,
    Column("late_charge_id", UUID, ForeignKey("late_charge.id"), primary_key=True),
    Column("entry_id", UUID, nullable=False),
    Column("reversed_on", Date, nullable=False),
    Column("reason", Text, nullable=False),
    Column("reversed_by", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

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

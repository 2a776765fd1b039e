"""What is settled without money, payments that were taken back, and the letters of what is settled whole."""

from sqlalchemy import (
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
    UniqueConstraint,
    func,
)
from sqlalchemy.dialects.postgresql import UUID

from accounting.storage.tables import metadata

settlement_adjustment = Table(
    "settlement_adjustment",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("payment_id", UUID, ForeignKey("payment.id"), nullable=False),
    Column("document_id", UUID, ForeignKey("open_item.document_id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("amount", Numeric, nullable=False),
    Column("value", Numeric(18, 2), nullable=False),
    Column("tax_value", Numeric(18, 2), nullable=False),
    CheckConstraint("kind IN ('discount', 'write-off') AND amount > 0", name="kind"),
)
Index(None, settlement_adjustment.c.payment_id)
Index(None, settlement_adjustment.c.document_id)

payment_reversal = Table(
    "payment_reversal",
    metadata,
    Column("payment_id", UUID, ForeignKey("payment.id"), primary_key=True),
    Column("entry_id", UUID, nullable=False),
    Column("reversed_on", Date, nullable=False),
    Column("reason", Text, nullable=False),
    Column("reversed_by", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

lettering_head = Table(
    "lettering_head",
    metadata,
    Column("partner_id", UUID, primary_key=True),
    Column("account", Text, primary_key=True),
    Column("last", Integer, nullable=False),
)

lettering = Table(
    "lettering",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("partner_id", UUID, nullable=False),
    Column("account", Text, nullable=False),
    Column("letter", Text, nullable=False),
    Column("lettered_on", Date, nullable=False),
    Column("undone_on", Date),
    UniqueConstraint("partner_id", "account", "letter"),
)

lettering_line = Table(
    "lettering_line",
    metadata,
    Column("lettering_id", UUID, ForeignKey("lettering.id"), primary_key=True),
    Column("entry_id", UUID, primary_key=True),
    Column("position", SmallInteger, primary_key=True),
)
Index(None, lettering_line.c.entry_id, lettering_line.c.position)

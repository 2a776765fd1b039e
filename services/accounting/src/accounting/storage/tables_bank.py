"""The company's bank accounts, their statements, and what became of each entry."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Numeric,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

from accounting.storage.tables import metadata


def _created_at() -> "Column[object]":
    return Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now())


bank_account = Table(
    "bank_account",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("name", Text, nullable=False),
    Column("account", Text, nullable=False, unique=True, comment="the IBAN, or the number on statements"),
    Column("bic", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("ledger_account", Text, nullable=False, unique=True),
    _created_at(),
    CheckConstraint("ledger_account ~ '^512[0-9]{0,5}$'", name="ledger_account"),
)

bank_file = Table(
    "bank_file",
    metadata,
    Column("sha256", LargeBinary, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("received_by", Text, nullable=False),
    _created_at(),
)

bank_statement = Table(
    "bank_statement",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("bank_account_id", UUID, ForeignKey("bank_account.id"), nullable=False),
    Column("number", Text, nullable=False, comment="as the bank numbers it"),
    Column("page", Integer, nullable=False),
    Column("sha256", LargeBinary, ForeignKey("bank_file.sha256"), nullable=False),
    Column("currency", Text, nullable=False),
    Column("opening_balance", Numeric, nullable=False),
    Column("closing_balance", Numeric, nullable=False),
    Column("closed_on", Date, nullable=False),
    Column("follows", Boolean, nullable=False, comment="it opens where the one before closed"),
    _created_at(),
    UniqueConstraint("bank_account_id", "number", "page"),
)
Index(None, bank_statement.c.bank_account_id, bank_statement.c.closed_on, bank_statement.c.id)

# What is settled as one: an entry of a statement, or a transaction of its batch.
bank_entry = Table(
    "bank_entry",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("statement_id", UUID, ForeignKey("bank_statement.id"), nullable=False),
    Column("bank_account_id", UUID, ForeignKey("bank_account.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("part", SmallInteger, nullable=False),
    Column("amount", Numeric, nullable=False, comment="above zero: it came in"),
    Column("currency", Text, nullable=False),
    Column("booked_on", Date, nullable=False),
    Column("valued_on", Date),
    Column("reference", Text, nullable=False, comment="the bank's own"),
    Column("code", Text, nullable=False),
    Column("is_reversal", Boolean, nullable=False),
    Column("party_name", Text, nullable=False),
    Column("party_iban", Text, nullable=False),
    Column("end_to_end_id", Text, nullable=False),
    Column("mandate_id", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("return_reason", Text, nullable=False),
    Column("instructed_amount", Numeric),
    Column("instructed_currency", Text),
    Column("status", Text, nullable=False),
    Column("owner", Text, nullable=False, server_default="", comment="who finds out what it is, while nobody knows"),
    UniqueConstraint("statement_id", "position", "part"),
    CheckConstraint("status IN ('open', 'waiting', 'suspended', 'cleared')", name="status"),
)
Index(
    "ix_bank_entry_open",
    bank_entry.c.bank_account_id,
    bank_entry.c.booked_on,
    bank_entry.c.id,
    postgresql_where=bank_entry.c.status != "cleared",
)
Index(None, bank_entry.c.booked_on, bank_entry.c.id)
Index(
    "ix_bank_entry_reference",
    bank_entry.c.bank_account_id,
    bank_entry.c.reference,
    postgresql_where=bank_entry.c.reference != "",
)

# What an entry was for. A suspended one has two: onto the suspense account, and from there to where it belongs.
bank_clearing = Table(
    "bank_clearing",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("bank_entry_id", UUID, ForeignKey("bank_entry.id"), nullable=False),
    Column("content", JSONB, nullable=False, comment="as it was decided"),
    Column("from_suspense", Boolean, nullable=False),
    Column("to_suspense", Boolean, nullable=False),
    Column("payment_id", UUID),
    Column("entry_id", UUID, nullable=False),
    Column("cleared_by", Text, nullable=False),
    _created_at(),
    Column("undone_by", Text),
    Column("undone_at", DateTime(timezone=True)),
    Column("undone_reason", Text),
    CheckConstraint("(undone_by IS NULL) = (undone_at IS NULL)", name="undone"),
)
Index(
    "uq_bank_clearing_of_entry",
    bank_clearing.c.bank_entry_id,
    bank_clearing.c.to_suspense,
    unique=True,
    postgresql_where=bank_clearing.c.undone_at.is_(None),
)
Index(None, bank_clearing.c.payment_id)

# Payments and refunds that were recorded by hand before a statement showed them.
cleared_movement = Table(
    "cleared_movement",
    metadata,
    Column("clearing_id", UUID, ForeignKey("bank_clearing.id"), primary_key=True),
    Column("movement_id", UUID, primary_key=True),
)
Index(None, cleared_movement.c.movement_id)

# A clearing that somebody else must agree to.
waiting_clearing = Table(
    "waiting_clearing",
    metadata,
    Column("bank_entry_id", UUID, ForeignKey("bank_entry.id"), primary_key=True),
    Column("content", JSONB, nullable=False),
    Column("asked_by", Text, nullable=False),
)

# --- what is learned, and what is set ---

partner_account = Table(
    "partner_account",
    metadata,
    Column("iban", Text, primary_key=True),
    Column("partner_id", UUID, nullable=False),
    Column("source", Text, nullable=False),
    Column("times", Integer, nullable=False, comment="how often payments confirmed it"),
    CheckConstraint("source IN ('learned', 'catalog', 'set')", name="source"),
)
Index(None, partner_account.c.partner_id)

bank_rule = Table(
    "bank_rule",
    metadata,
    Column("position", SmallInteger, primary_key=True, comment="the first that fits counts"),
    Column("bank_account_id", UUID, ForeignKey("bank_account.id")),
    Column("is_incoming", Boolean, nullable=False),
    Column("contains", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("label", Text, nullable=False),
)

write_off_limit = Table(
    "write_off_limit",
    metadata,
    Column("role", Text, primary_key=True),
    Column("amount", Numeric(18, 2), nullable=False),
    CheckConstraint("amount >= 0", name="amount"),
)

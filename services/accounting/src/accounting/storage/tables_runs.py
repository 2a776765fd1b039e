"""Runs of payments for the bank: transfers to suppliers, direct debits of customers; and what may not be paid or asked for."""

from sqlalchemy import (
    BigInteger,
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

# A copy of catalog's, approved there by two people.
partner_bank = Table(
    "partner_bank",
    metadata,
    Column("id", UUID, primary_key=True, comment="of the partner"),
    Column("version", BigInteger, nullable=False),
    Column("accounts", JSONB, nullable=False),
)

# Documents that are neither paid nor asked for until somebody lets them go.
document_block = Table(
    "document_block",
    metadata,
    Column("document_id", UUID, ForeignKey("open_item.document_id"), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("blocked_by", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

mandate = Table(
    "mandate",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("partner_id", UUID, nullable=False),
    Column("reference", Text, nullable=False, unique=True),
    Column("scheme", Text, nullable=False),
    Column("iban", Text, nullable=False),
    Column("bic", Text, nullable=False),
    Column("signed_on", Date, nullable=False),
    Column("last_used_on", Date),
    Column("revoked_on", Date),
    CheckConstraint("scheme IN ('CORE', 'B2B')", name="scheme"),
)
Index("uq_mandate_of_partner", mandate.c.partner_id, unique=True, postgresql_where=mandate.c.revoked_on.is_(None))

payment_run = Table(
    "payment_run",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("scheme", Text, nullable=False, comment="SEPA, or of the mandates: CORE, B2B"),
    Column("bank_account_id", UUID, ForeignKey("bank_account.id"), nullable=False),
    Column("execute_on", Date, nullable=False),
    Column("currency", Text, nullable=False),
    Column("total", Numeric(18, 2), nullable=False),
    Column("payments", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("kind IN ('transfer', 'direct-debit')", name="kind"),
    CheckConstraint("status IN ('draft', 'waiting', 'approved', 'sent', 'cancelled')", name="status"),
)
Index(None, payment_run.c.created_at, payment_run.c.id)

payment_order = Table(
    "payment_order",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("run_id", UUID, ForeignKey("payment_run.id"), nullable=False),
    Column("position", SmallInteger, nullable=False),
    Column("partner_id", UUID, nullable=False),
    Column("name", Text, nullable=False),
    Column("iban", Text, nullable=False),
    Column("bic", Text, nullable=False),
    Column("amount", Numeric(18, 2), nullable=False),
    Column("end_to_end_id", Text, nullable=False, unique=True),
    Column("text", Text, nullable=False),
    Column("mandate_id", UUID, ForeignKey("mandate.id")),
    UniqueConstraint("run_id", "position"),
)

payment_order_document = Table(
    "payment_order_document",
    metadata,
    Column("order_id", UUID, ForeignKey("payment_order.id"), primary_key=True),
    Column("document_id", UUID, primary_key=True, comment="an open item, or a credit that is paid back"),
    Column("amount", Numeric(18, 2), nullable=False),
    Column("discount", Numeric(18, 2), nullable=False),
    Column("is_live", Boolean, nullable=False, comment="its run was not cancelled"),
)
# A document is in one run at a time: who is second is refused by the database.
Index(
    "uq_payment_order_document_live",
    payment_order_document.c.document_id,
    unique=True,
    postgresql_where=payment_order_document.c.is_live,
)

payment_file = Table(
    "payment_file",
    metadata,
    Column("run_id", UUID, ForeignKey("payment_run.id"), primary_key=True),
    Column("sha256", LargeBinary, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
)

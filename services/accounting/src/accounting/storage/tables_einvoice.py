"""Who we and our partners are by law, invoices as files, and the archive of original bytes."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

from accounting.storage.tables import metadata


def _created_at() -> "Column[object]":
    return Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now())


company = Table(
    "company",
    metadata,
    Column("id", SmallInteger, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("data", JSONB, nullable=False),
    CheckConstraint("id = 1", name="only_one"),
)

# --- copies of others' facts ---

partner_identity = Table(
    "partner_identity",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("is_supplier", Boolean, nullable=False),
    Column("siren", Text, nullable=False),
    Column("siret", Text, nullable=False),
    Column("vat_id", Text, nullable=False),
    Column("gln", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("addresses", JSONB, nullable=False, comment="billing and delivery"),
)

product_identity = Table(
    "product_identity",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("stock_uom", Text, nullable=False),
    Column("packagings", JSONB, nullable=False, comment="by code"),
    Column("suppliers", JSONB, nullable=False, comment="by supplier: its sku and packaging"),
)

# --- the archive: never changed, never deleted ---

archived_file = Table(
    "archived_file",
    metadata,
    Column("sha256", LargeBinary, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("size", Integer, nullable=False),
    Column("media_type", Text, nullable=False),
    _created_at(),
    CheckConstraint("octet_length(sha256) = 32 AND octet_length(content) = size", name="whole"),
)

document_file = Table(
    "document_file",
    metadata,
    Column("document_id", UUID, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("sha256", LargeBinary, ForeignKey("archived_file.sha256"), nullable=False),
    _created_at(),
    comment="which archived file is which document's",
)

# --- our invoices as electronic ones ---

einvoice = Table(
    "einvoice",
    metadata,
    Column("document_id", UUID, primary_key=True),
    Column("number", Text, nullable=False),
    Column("status", Text, nullable=False, comment="written, or faulty: its findings say why there are no files"),
    Column("findings", JSONB, nullable=False),
    Column("rules_version", Text, nullable=False),
    Column("written_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("status IN ('written', 'faulty')", name="status"),
)
Index(None, einvoice.c.status, einvoice.c.written_at, einvoice.c.document_id)

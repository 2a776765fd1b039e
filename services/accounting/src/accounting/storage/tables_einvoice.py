"""Who we and our partners are by law, invoices as files, and the archive of original bytes."""

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

# So that looking for work costs what there is to do, not what was ever done.
einvoice_due = Table("einvoice_due", metadata, Column("document_id", UUID, primary_key=True))

# --- invoices that suppliers sent ---

received_invoice = Table(
    "received_invoice",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("source", Text, nullable=False, comment="upload or platform"),
    Column("status", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("received_at", DateTime(timezone=True), nullable=False),
    Column("received_by", Text, nullable=False),
    Column("syntax", Text, nullable=False),
    Column("profile", Text, nullable=False),
    Column("findings", JSONB, nullable=False),
    Column("rules_version", Text, nullable=False),
    Column("is_readable", Boolean, nullable=False, comment="false: what follows is not known"),
    Column("kind", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("number_key", Text, nullable=False),
    Column("issued_on", Date),
    Column("due_on", Date),
    Column("currency", Text, nullable=False),
    Column("seller_name", Text, nullable=False),
    Column("seller_key", Text, nullable=False, comment="SIREN, else VAT number, else name"),
    Column("seller_vat_id", Text, nullable=False),
    Column("seller_country", Text, nullable=False),
    Column("supplier_id", UUID),
    Column("order_number", Text, nullable=False),
    Column("iban", Text, nullable=False),
    Column("net_amount", Numeric, nullable=False),
    Column("tax_amount", Numeric, nullable=False),
    Column("gross_amount", Numeric, nullable=False),
    Column("tax_rate", Numeric, nullable=False, comment="of the largest base"),
    Column("taxes", JSONB, nullable=False, server_default="[]", comment="rate, base and tax of each"),
    Column("line_count", Integer, nullable=False),
    Column("matched_count", Integer, nullable=False, comment="lines that found their orders when it came"),
    Column("bill_id", UUID, comment="the supplier bill that was made of it"),
    Column("decided_by", Text),
    Column("decision", Text, comment="why it was accepted in spite of its findings, or rejected"),
    CheckConstraint("status IN ('refused', 'received', 'entered', 'rejected')", name="status"),
)
Index(
    "uq_received_invoice_number",
    received_invoice.c.seller_key,
    received_invoice.c.number_key,
    func.date_part("year", received_invoice.c.issued_on),
    unique=True,
    postgresql_where=received_invoice.c.status.in_(("received", "entered")),
)
Index(None, received_invoice.c.status, received_invoice.c.received_at, received_invoice.c.id)
Index(None, received_invoice.c.bill_id)

received_invoice_line = Table(
    "received_invoice_line",
    metadata,
    Column("received_invoice_id", UUID, ForeignKey("received_invoice.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("seller_sku", Text, nullable=False),
    Column("buyer_sku", Text, nullable=False),
    Column("gtin", Text, nullable=False),
    Column("order_number", Text, nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("unit", Text, nullable=False),
    Column("unit_price", Numeric, nullable=False),
    Column("net_amount", Numeric, nullable=False),
    Column("tax_rate", Numeric, nullable=False),
)

# --- what goes to the approved platform, and what comes from it ---

# What leaves is an effect under the same key, which says how its delivery goes. The id is the platform's tracking id.
platform_flow = Table(
    "platform_flow",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("key", Text, nullable=False, unique=True, comment="what it is the one effect of"),
    Column("direction", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("document_id", UUID, comment="the invoice it is about; null where nobody knows one"),
    Column("syntax", Text, nullable=False),
    Column("processing_rule", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("sha256", LargeBinary, ForeignKey("archived_file.sha256"), nullable=False),
    Column("status", Text, nullable=False),
    Column("flow_id", Text, unique=True, comment="the platform's own"),
    Column("error", Text, nullable=False),
    Column("settled_at", DateTime(timezone=True)),
    _created_at(),
    CheckConstraint("direction IN ('out', 'in') AND kind IN ('invoice', 'status', 'report')", name="kind"),
    CheckConstraint("status IN ('waiting', 'sent', 'accepted', 'refused', 'taken', 'parked')", name="status"),
)
Index(None, platform_flow.c.status, platform_flow.c.created_at, platform_flow.c.id)

platform_position = Table(
    "platform_position",
    metadata,
    Column("id", SmallInteger, primary_key=True),
    Column("heard_until", DateTime(timezone=True), nullable=False, comment="by the platform's clock"),
    CheckConstraint("id = 1", name="only_one"),
)

document_status = Table(
    "document_status",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("document_id", UUID, nullable=False),
    Column("code", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("is_ours", Boolean, nullable=False, comment="we said it; else the other side or a platform"),
    Column("said_by", Text, nullable=False),
    Column("reason_code", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("comment", Text, nullable=False),
    Column("amounts", JSONB, nullable=False),
    Column("flow_id", UUID, ForeignKey("platform_flow.id")),
    _created_at(),
    UniqueConstraint("document_id", "code", "at"),
)

e_address = Table(
    "e_address",
    metadata,
    Column("partner_id", UUID, primary_key=True),
    Column("address", Text, nullable=False, comment="in the directory; empty: there is none"),
    Column("looked_up_at", DateTime(timezone=True), nullable=False),
)

# --- reports to the tax office ---

e_report = Table(
    "e_report",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False, comment="SE: our sales; BY: our purchases"),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("ordinal", Integer, nullable=False, comment="1, then corrections"),
    Column("invoice_count", Integer, nullable=False),
    Column("total_count", Integer, nullable=False),
    Column("net_amount", Numeric, nullable=False),
    Column("tax_amount", Numeric, nullable=False),
    Column("substance", LargeBinary, nullable=False, comment="hash of what is told"),
    Column("made_by", Text, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("role", "starts_on", "ordinal"),
    CheckConstraint("role IN ('SE', 'BY')", name="role"),
)
Index(None, e_report.c.made_at, e_report.c.id)

# --- documents that were issued again ---

# An invoice, down payment or credit note that was refused or rejected, under its next number: its lines stay where they are.
document_reissue = Table(
    "document_reissue",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("document_id", UUID, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("number", Text, nullable=False, unique=True),
    Column("customer_id", UUID, nullable=False),
    Column("issued_on", Date, nullable=False),
    Column("due_on", Date, comment="null: nothing is asked for"),
    Column("reversal_entry_id", UUID, nullable=False, comment="takes the issue before back"),
    Column("entry_id", UUID, nullable=False),
    Column("reason", Text, nullable=False),
    Column("issued_by", Text, nullable=False),
    _created_at(),
    UniqueConstraint("document_id", "ordinal"),
)

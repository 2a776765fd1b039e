"""Bills as they are entered, disputes about them, tolerances, cancellations, credit notes."""

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
from sqlalchemy.dialects.postgresql import JSONB, UUID

from accounting.storage.tables import metadata

supplier_bill = Table(
    "supplier_bill",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("supplier_id", UUID, nullable=False),
    Column("supplier_number", Text, nullable=False),
    Column("number_key", Text, nullable=False),
    Column("billed_on", Date, nullable=False),
    Column("due_on", Date),
    Column("tax_class", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("tax_amount", Numeric),
    Column("taxes", JSONB, nullable=False, server_default="[]", comment="rate, base and tax of each"),
    Column("net_amount", Numeric, nullable=False),
    Column("gross_amount", Numeric, comment="null: not computed yet"),
    Column("status", Text, nullable=False),
    Column("entered_by", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint("status IN ('disputed', 'matched', 'posted', 'rejected', 'cancelled')", name="status"),
)
Index(
    "uq_supplier_bill_number",
    supplier_bill.c.supplier_id,
    supplier_bill.c.number_key,
    unique=True,
    postgresql_where="status NOT IN ('rejected', 'cancelled')",
)
Index(None, supplier_bill.c.status, supplier_bill.c.created_at, supplier_bill.c.id)
Index("ix_supplier_bill_number_key", supplier_bill.c.number_key, postgresql_ops={"number_key": "text_pattern_ops"})

supplier_bill_line = Table(
    "supplier_bill_line",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("bill_id", UUID, ForeignKey("supplier_bill.id"), nullable=False),
    Column("position", SmallInteger, nullable=False),
    Column("receipt_line_id", UUID),
    Column("purchase_order_line_id", UUID),
    Column("quantity", Numeric, nullable=False),
    Column("net_amount", Numeric, nullable=False),
    Column("tax_class", Text, nullable=False, server_default="", comment="empty: that of the bill"),
    CheckConstraint("num_nonnulls(receipt_line_id, purchase_order_line_id) = 1 AND quantity > 0", name="names"),
)
Index(None, supplier_bill_line.c.bill_id, supplier_bill_line.c.position)

supplier_bill_charge = Table(
    "supplier_bill_charge",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("bill_id", UUID, ForeignKey("supplier_bill.id"), nullable=False),
    Column("position", SmallInteger, nullable=False),
    Column("account", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("net_amount", Numeric, nullable=False),
    Column("tax_class", Text, nullable=False),
    CheckConstraint("net_amount > 0", name="above_zero"),
)
Index(None, supplier_bill_charge.c.bill_id, supplier_bill_charge.c.position)

bill_dispute = Table(
    "bill_dispute",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("bill_id", UUID, ForeignKey("supplier_bill.id"), nullable=False),
    Column("line_id", UUID),
    Column("kind", Text, nullable=False),
    Column("at_risk", Numeric(18, 2), nullable=False),
    Column("reason", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("resolution", Text),
    Column("note", Text, nullable=False, server_default=""),
    Column("resolved_by", Text),
    Column("resolved_at", DateTime(timezone=True)),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("bill_id", "line_id", "kind", postgresql_nulls_not_distinct=True),
)
Index(
    "ix_bill_dispute_open",
    bill_dispute.c.at_risk.desc(),
    bill_dispute.c.id,
    postgresql_where=bill_dispute.c.resolution.is_(None),
)

bill_tolerance = Table(
    "bill_tolerance",
    metadata,
    Column("supplier_id", UUID, comment="null: every other supplier"),
    Column("price_rate", Numeric, nullable=False),
    Column("price_amount", Numeric(18, 2), nullable=False),
    UniqueConstraint("supplier_id", postgresql_nulls_not_distinct=True),
    CheckConstraint("price_rate >= 0 AND price_amount >= 0", name="not_negative"),
)

bill_cancellation = Table(
    "bill_cancellation",
    metadata,
    Column("bill_id", UUID, ForeignKey("bill.id"), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("cancelled_on", Date, nullable=False),
    Column("cancelled_by", Text, nullable=False),
    Column("entry_id", UUID, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

credit_note = Table(
    "credit_note",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("supplier_id", UUID, nullable=False),
    Column("supplier_number", Text, nullable=False),
    Column("number_key", Text, nullable=False),
    Column("credited_on", Date, nullable=False),
    Column("currency", Text, nullable=False),
    Column("rate", Numeric),
    Column("rate_on", Date, nullable=False),
    Column("net_amount", Numeric, nullable=False),
    Column("tax_amount", Numeric, nullable=False),
    Column("entry_id", UUID, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    UniqueConstraint("supplier_id", "number_key"),
)
Index(None, credit_note.c.credited_on, credit_note.c.id)

credit_note_line = Table(
    "credit_note_line",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("credit_note_id", UUID, ForeignKey("credit_note.id"), nullable=False),
    Column("receipt_line_id", UUID, nullable=False),
    Column("quantity", Numeric, nullable=False, comment="given back; zero: only the price"),
    Column("received_amount", Numeric, nullable=False, comment="what was expected for them"),
    Column("received_value", Numeric(18, 2), nullable=False, comment="the same in company currency"),
    Column("net_amount", Numeric, nullable=False),
)
Index(None, credit_note_line.c.credit_note_id)
Index(None, credit_note_line.c.receipt_line_id)

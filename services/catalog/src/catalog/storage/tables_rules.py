"""What governs reference data, and what stands beside it: terms, customers' codes, rules of fields, asked changes."""

from kit.approvals import approval_table
from kit.delegations import delegation_table
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
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

from catalog.storage.tables import metadata

approval_request = approval_table(metadata)
delegation = delegation_table(metadata)
audit_entry = metadata.tables["audit_entry"]


def _created_at() -> "Column[object]":
    return Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now())


payment_terms = Table(
    "payment_terms",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name_fr", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("net_days", Integer, nullable=False),
    Column("month_end", Text, nullable=False),
    Column("discount_rate", Numeric(7, 6)),
    Column("discount_days", Integer),
    Column("sector", Text, nullable=False, server_default="general"),
    Column("is_french_law", Boolean, nullable=False, server_default="true"),
    _created_at(),
    CheckConstraint("month_end IN ('none', 'before-days', 'after-days')", name="month_end"),
    CheckConstraint("(discount_rate IS NULL) = (discount_days IS NULL)", name="discount"),
    CheckConstraint(
        "sector IN ('general', 'periodic', 'transport', 'perishable', 'meat', 'spirits', 'wine')", name="sector"
    ),
)

product_substitute = Table(
    "product_substitute",
    metadata,
    Column("product_id", UUID, ForeignKey("product.id"), primary_key=True),
    Column("position", SmallInteger, primary_key=True),
    Column("substitute_id", UUID, ForeignKey("product.id"), nullable=False),
    Column("kind", Text, nullable=False),
    UniqueConstraint("product_id", "substitute_id"),
    CheckConstraint("kind IN ('substitute', 'replaced-by')", name="kind"),
    CheckConstraint("product_id <> substitute_id", name="other"),
)
Index(None, product_substitute.c.substitute_id)

customer_code = Table(
    "customer_code",
    metadata,
    Column("customer_id", UUID, ForeignKey("partner.id"), primary_key=True),
    Column("key", Text, primary_key=True, comment="folded code"),
    Column("code", Text, nullable=False),
    Column("product_id", UUID, ForeignKey("product.id"), nullable=False),
    Column("packaging_code", Text, nullable=False),
    _created_at(),
)
Index(None, customer_code.c.product_id, customer_code.c.customer_id)
Index("ix_customer_code_search", customer_code.c.key, postgresql_using="gin", postgresql_ops={"key": "gin_trgm_ops"})

field_rule = Table(
    "field_rule",
    metadata,
    Column("entity", Text, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("permission", Text, nullable=False),
    Column("needs_approval", Boolean, nullable=False),
    Column("on_create", Boolean, nullable=False, comment="the permission is needed to create a record with it as well"),
    CheckConstraint("entity IN ('product', 'partner')", name="entity"),
)

change_request = Table(
    "change_request",
    metadata,
    Column("request_id", UUID, ForeignKey("approval_request.id"), primary_key=True),
    Column("entity", Text, nullable=False),
    Column("record_id", UUID, nullable=False),
    Column("base_version", BigInteger, nullable=False),
    Column("changes", JSONB, nullable=False, comment="by field: [before, after]"),
    _created_at(),
)

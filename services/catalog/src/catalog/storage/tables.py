"""Reference data. Each change of a product or partner is in `audit_entry` as well."""

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
    func,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from kit import schema

metadata = schema.new_metadata()


def _created_at() -> "Column[object]":
    return Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now())


family = Table(
    "family",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("parent_code", Text, ForeignKey("family.code")),
    Column("attributes", JSONB, nullable=False, server_default="[]"),
    _created_at(),
)
Index(None, family.c.parent_code)

partner = Table(
    "partner",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("code", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("is_customer", Boolean, nullable=False),
    Column("is_supplier", Boolean, nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("bill_to_partner_id", UUID, ForeignKey("partner.id")),
    Column("segment", Text, nullable=False),
    Column("salesperson", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("credit_limit", Numeric(18, 2)),
    Column("is_on_credit_hold", Boolean, nullable=False),
    Column("currency", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("payment_days", Integer, nullable=False),
    Column("vat_id", Text),
    Column("siren", Text),
    Column("siret", Text),
    Column("gln", Text),
    Column("email", Text),
    Column("addresses", JSONB, nullable=False),
    Column("contacts", JSONB, nullable=False),
    Column("payment_terms_code", Text, ForeignKey("payment_terms.code")),
    Column("minimum_shelf_life_days", Integer, nullable=False, server_default="0"),
    Column("bank_accounts", JSONB, nullable=False, server_default="[]"),
    Column("search", Text, nullable=False, comment="folded code, names and identifiers"),
    Column("name_key", Text, nullable=False, server_default="", comment="folded name without legal form"),
    Column("postal_codes", ARRAY(Text), nullable=False, server_default="{}", comment="of its addresses"),
    _created_at(),
    CheckConstraint("is_customer OR is_supplier", name="role"),
    CheckConstraint("credit_limit >= 0", name="credit_limit"),
)
Index(None, partner.c.name, partner.c.id)
Index(None, partner.c.created_at, partner.c.id)
Index(None, partner.c.bill_to_partner_id)
Index(None, partner.c.siren)
Index(None, partner.c.vat_id)
Index("ix_partner_postal_codes", partner.c.postal_codes, postgresql_using="gin")
Index("ix_partner_search", partner.c.search, postgresql_using="gin", postgresql_ops={"search": "gin_trgm_ops"})

product = Table(
    "product",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("sku", Text, nullable=False, unique=True),
    Column("name_fr", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("family_code", Text, ForeignKey("family.code"), nullable=False),
    Column("status", Text, nullable=False),
    Column("stock_uom", Text, nullable=False),
    Column("quantity_decimals", SmallInteger, nullable=False),
    Column("tax_class", Text, nullable=False),
    Column("costing_method", Text, nullable=False),
    Column("tracking", Text, nullable=False),
    Column("weight_kg", Numeric(18, 6)),
    Column("hs_code", Text),
    Column("volume_m3", Numeric(18, 9)),
    Column("length_mm", Integer),
    Column("width_mm", Integer),
    Column("height_mm", Integer),
    Column("is_expiry_tracked", Boolean, nullable=False, server_default="false"),
    Column("shelf_life_days", Integer),
    Column("images", JSONB, nullable=False, server_default="[]"),
    Column("attributes", JSONB, nullable=False, server_default="{}"),
    Column("search", Text, nullable=False, comment="folded SKU and names"),
    _created_at(),
    CheckConstraint("status IN ('active', 'blocked', 'discontinued')", name="status"),
    CheckConstraint("costing_method IN ('avco', 'fifo', 'lot')", name="costing_method"),
    CheckConstraint("tracking IN ('none', 'lot', 'serial')", name="tracking"),
    CheckConstraint("quantity_decimals BETWEEN 0 AND 6", name="quantity_decimals"),
    CheckConstraint("NOT is_expiry_tracked OR tracking <> 'none'", name="expiry"),
)
Index(None, product.c.family_code, product.c.sku)
Index(None, product.c.name_fr, product.c.id)
Index(None, product.c.created_at, product.c.id)
Index("ix_product_search", product.c.search, postgresql_using="gin", postgresql_ops={"search": "gin_trgm_ops"})

packaging = Table(
    "packaging",
    metadata,
    Column("product_id", UUID, ForeignKey("product.id"), primary_key=True),
    Column("code", Text, primary_key=True),
    Column("position", SmallInteger, nullable=False),
    Column("uom", Text, nullable=False),
    Column("numerator", BigInteger, nullable=False),
    Column("denominator", BigInteger, nullable=False),
    Column("gtin", Text, unique=True),
    Column("gtin14", Text, unique=True, comment="the same number may be written with 8, 12, 13 or 14 digits"),
    CheckConstraint("numerator > 0 AND denominator > 0", name="factor"),
)

supplier_reference = Table(
    "supplier_reference",
    metadata,
    Column("product_id", UUID, ForeignKey("product.id"), primary_key=True),
    Column("position", SmallInteger, primary_key=True),
    Column("supplier_id", UUID, ForeignKey("partner.id"), nullable=False),
    Column("supplier_sku", Text, nullable=False),
    Column("packaging_code", Text, nullable=False),
    Column("lead_time_days", Integer, nullable=False),
)
Index(None, supplier_reference.c.supplier_id)

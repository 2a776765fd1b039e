"""Reference data and the tables of kit."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "catalog_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("entity_id", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=True),
        sa.Column("changes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index(
        op.f("ix_audit_entry_entity_entity_id_id"), "audit_entry", ["entity", "entity_id", "id"], unique=False
    )
    op.create_table(
        "consumer_position",
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("partition", sa.Integer(), nullable=False),
        sa.Column("next_offset", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("topic", "partition", name=op.f("pk_consumer_position")),
    )
    op.create_table(
        "family",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent_code", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["parent_code"], ["family.code"], name=op.f("fk_family_parent_code")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_family")),
    )
    op.create_index(op.f("ix_family_parent_code"), "family", ["parent_code"], unique=False)
    op.create_table(
        "idempotency_key",
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("request_hash", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("subject", "key", name=op.f("pk_idempotency_key")),
    )
    op.create_table(
        "inbox",
        sa.Column("event_id", sa.UUID(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_inbox")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("event_id", sa.UUID(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("traceparent", sa.Text(), nullable=True),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_table(
        "parked_message",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("event_id", sa.UUID(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("partition", sa.Integer(), nullable=False),
        sa.Column("record_offset", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("traceparent", sa.Text(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parked_message")),
    )
    op.create_index(op.f("ix_parked_message_topic_key_id"), "parked_message", ["topic", "key", "id"], unique=False)
    op.create_table(
        "partner",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("is_customer", sa.Boolean(), nullable=False),
        sa.Column("is_supplier", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("bill_to_partner_id", sa.UUID(), nullable=True),
        sa.Column("segment", sa.Text(), nullable=False),
        sa.Column("salesperson", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("credit_limit", sa.Numeric(precision=18, scale=2), nullable=True),
        sa.Column("is_on_credit_hold", sa.Boolean(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("payment_days", sa.Integer(), nullable=False),
        sa.Column("vat_id", sa.Text(), nullable=True),
        sa.Column("siren", sa.Text(), nullable=True),
        sa.Column("siret", sa.Text(), nullable=True),
        sa.Column("gln", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("addresses", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("contacts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("search", sa.Text(), nullable=False, comment="folded code, names and identifiers"),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("credit_limit >= 0", name=op.f("ck_partner_credit_limit")),
        sa.CheckConstraint("is_customer OR is_supplier", name=op.f("ck_partner_role")),
        sa.ForeignKeyConstraint(["bill_to_partner_id"], ["partner.id"], name=op.f("fk_partner_bill_to_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner")),
        sa.UniqueConstraint("code", name=op.f("uq_partner_code")),
    )
    op.create_index(op.f("ix_partner_bill_to_partner_id"), "partner", ["bill_to_partner_id"], unique=False)
    op.create_index(op.f("ix_partner_created_at_id"), "partner", ["created_at", "id"], unique=False)
    op.create_index(op.f("ix_partner_name_id"), "partner", ["name", "id"], unique=False)
    op.create_index(
        "ix_partner_search",
        "partner",
        ["search"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"search": "gin_trgm_ops"},
    )
    op.create_table(
        "product",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("name_fr", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("family_code", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("stock_uom", sa.Text(), nullable=False),
        sa.Column("quantity_decimals", sa.SmallInteger(), nullable=False),
        sa.Column("tax_class", sa.Text(), nullable=False),
        sa.Column("costing_method", sa.Text(), nullable=False),
        sa.Column("tracking", sa.Text(), nullable=False),
        sa.Column("weight_kg", sa.Numeric(precision=18, scale=6), nullable=True),
        sa.Column("hs_code", sa.Text(), nullable=True),
        sa.Column("search", sa.Text(), nullable=False, comment="folded SKU and names"),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("costing_method IN ('avco', 'fifo')", name=op.f("ck_product_costing_method")),
        sa.CheckConstraint("status IN ('active', 'blocked', 'discontinued')", name=op.f("ck_product_status")),
        sa.CheckConstraint("tracking IN ('none', 'lot', 'serial')", name=op.f("ck_product_tracking")),
        sa.CheckConstraint("quantity_decimals BETWEEN 0 AND 6", name=op.f("ck_product_quantity_decimals")),
        sa.ForeignKeyConstraint(["family_code"], ["family.code"], name=op.f("fk_product_family_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
        sa.UniqueConstraint("sku", name=op.f("uq_product_sku")),
    )
    op.create_index(op.f("ix_product_created_at_id"), "product", ["created_at", "id"], unique=False)
    op.create_index(op.f("ix_product_family_code_sku"), "product", ["family_code", "sku"], unique=False)
    op.create_index(op.f("ix_product_name_fr_id"), "product", ["name_fr", "id"], unique=False)
    op.create_index(
        "ix_product_search",
        "product",
        ["search"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"search": "gin_trgm_ops"},
    )
    op.create_table(
        "packaging",
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("uom", sa.Text(), nullable=False),
        sa.Column("numerator", sa.BigInteger(), nullable=False),
        sa.Column("denominator", sa.BigInteger(), nullable=False),
        sa.Column("gtin", sa.Text(), nullable=True),
        sa.CheckConstraint("numerator > 0 AND denominator > 0", name=op.f("ck_packaging_factor")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_packaging_product_id")),
        sa.PrimaryKeyConstraint("product_id", "code", name=op.f("pk_packaging")),
        sa.UniqueConstraint("gtin", name=op.f("uq_packaging_gtin")),
    )
    op.create_table(
        "supplier_reference",
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("supplier_id", sa.UUID(), nullable=False),
        sa.Column("supplier_sku", sa.Text(), nullable=False),
        sa.Column("packaging_code", sa.Text(), nullable=False),
        sa.Column("lead_time_days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_supplier_reference_product_id")),
        sa.ForeignKeyConstraint(["supplier_id"], ["partner.id"], name=op.f("fk_supplier_reference_supplier_id")),
        sa.PrimaryKeyConstraint("product_id", "position", name=op.f("pk_supplier_reference")),
    )
    op.create_index(op.f("ix_supplier_reference_supplier_id"), "supplier_reference", ["supplier_id"], unique=False)

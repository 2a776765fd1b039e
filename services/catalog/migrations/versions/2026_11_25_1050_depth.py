"""Products, units, partners and their governance at full depth."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from kit.search import folded
from sqlalchemy.dialects import postgresql

revision = "catalog_depth"
down_revision = "catalog_0001"
branch_labels = None
depends_on = None

_JSONB = postgresql.JSONB(astext_type=sa.Text())
_BATCH = 1000

_TERMS = (
    ("COMPTANT", "Comptant", "Cash", 0, "none"),
    ("NET30", "30 jours nets", "30 days net", 30, "none"),
    ("NET45", "45 jours nets", "45 days net", 45, "none"),
    ("NET60", "60 jours nets", "60 days net", 60, "none"),
    ("FDM45", "Fin de mois + 45 jours", "End of month, then 45 days", 45, "before-days"),
    ("45FDM", "45 jours fin de mois", "45 days, then end of month", 45, "after-days"),
)
_RULES = (
    ("product", "tax_class", "catalog.valuation.write", False, False),
    ("product", "costing_method", "catalog.valuation.write", True, False),
    ("product", "tracking", "catalog.valuation.write", True, False),
    ("product", "is_expiry_tracked", "catalog.valuation.write", True, False),
    ("partner", "bank_accounts", "catalog.bank-accounts.write", True, True),
    ("partner", "credit_limit", "catalog.credit.write", False, True),
    ("partner", "is_on_credit_hold", "catalog.credit.write", False, True),
    ("partner", "payment_terms_code", "catalog.terms.write", False, False),
    ("partner", "payment_days", "catalog.terms.write", False, False),
)


def upgrade() -> None:
    _create_tables()
    _widen_families_and_products()
    _widen_packagings()
    _widen_partners()
    op.execute("CREATE SEQUENCE customer_code_version")
    _insert("payment_terms", ("code", "name_fr", "name_en", "net_days", "month_end"), _TERMS)
    _insert("field_rule", ("entity", "field", "permission", "needs_approval", "on_create"), _RULES)


def _create_tables() -> None:
    op.create_table(
        "payment_terms",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name_fr", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("net_days", sa.Integer(), nullable=False),
        sa.Column("month_end", sa.Text(), nullable=False),
        sa.Column("discount_rate", sa.Numeric(precision=7, scale=6), nullable=True),
        sa.Column("discount_days", sa.Integer(), nullable=True),
        _created_at(),
        sa.CheckConstraint(
            "month_end IN ('none', 'before-days', 'after-days')", name=op.f("ck_payment_terms_month_end")
        ),
        sa.CheckConstraint("(discount_rate IS NULL) = (discount_days IS NULL)", name=op.f("ck_payment_terms_discount")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_payment_terms")),
    )
    op.create_table(
        "product_substitute",
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("substitute_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('substitute', 'replaced-by')", name=op.f("ck_product_substitute_kind")),
        sa.CheckConstraint("product_id <> substitute_id", name=op.f("ck_product_substitute_other")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_product_substitute_product_id")),
        sa.ForeignKeyConstraint(["substitute_id"], ["product.id"], name=op.f("fk_product_substitute_substitute_id")),
        sa.PrimaryKeyConstraint("product_id", "position", name=op.f("pk_product_substitute")),
        sa.UniqueConstraint("product_id", "substitute_id", name=op.f("uq_product_substitute_product_id_substitute_id")),
    )
    op.create_index(op.f("ix_product_substitute_substitute_id"), "product_substitute", ["substitute_id"])
    op.create_table(
        "customer_code",
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False, comment="folded code"),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("packaging_code", sa.Text(), nullable=False),
        _created_at(),
        sa.ForeignKeyConstraint(["customer_id"], ["partner.id"], name=op.f("fk_customer_code_customer_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_customer_code_product_id")),
        sa.PrimaryKeyConstraint("customer_id", "key", name=op.f("pk_customer_code")),
    )
    op.create_index(op.f("ix_customer_code_product_id_customer_id"), "customer_code", ["product_id", "customer_id"])
    op.create_index(
        "ix_customer_code_search",
        "customer_code",
        ["key"],
        postgresql_using="gin",
        postgresql_ops={"key": "gin_trgm_ops"},
    )
    op.create_table(
        "field_rule",
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("permission", sa.Text(), nullable=False),
        sa.Column("needs_approval", sa.Boolean(), nullable=False),
        sa.Column(
            "on_create",
            sa.Boolean(),
            nullable=False,
            comment="the permission is needed to create a record with it as well",
        ),
        sa.CheckConstraint("entity IN ('product', 'partner')", name=op.f("ck_field_rule_entity")),
        sa.PrimaryKeyConstraint("entity", "field", name=op.f("pk_field_rule")),
    )
    op.create_table(
        "approval_request",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("document_id", sa.UUID(), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        sa.Column("permission", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(), nullable=True),
        sa.Column("requested_by", sa.Text(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("details", _JSONB, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "status IN ('pending', 'approved', 'rejected', 'void')", name=op.f("ck_approval_request_status")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_request")),
    )
    op.create_index(
        "uq_approval_request_open",
        "approval_request",
        ["document_id"],
        unique=True,
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_index(
        op.f("ix_approval_request_status_requested_at_id"), "approval_request", ["status", "requested_at", "id"]
    )
    op.create_table(
        "change_request",
        sa.Column("request_id", sa.UUID(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=False),
        sa.Column("base_version", sa.BigInteger(), nullable=False),
        sa.Column("changes", _JSONB, nullable=False, comment="by field: [before, after]"),
        _created_at(),
        sa.ForeignKeyConstraint(["request_id"], ["approval_request.id"], name=op.f("fk_change_request_request_id")),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_change_request")),
    )


def _widen_families_and_products() -> None:
    op.add_column("family", sa.Column("attributes", _JSONB, server_default="[]", nullable=False))
    for column in (
        sa.Column("volume_m3", sa.Numeric(precision=18, scale=9), nullable=True),
        sa.Column("length_mm", sa.Integer(), nullable=True),
        sa.Column("width_mm", sa.Integer(), nullable=True),
        sa.Column("height_mm", sa.Integer(), nullable=True),
        sa.Column("is_expiry_tracked", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("shelf_life_days", sa.Integer(), nullable=True),
        sa.Column("images", _JSONB, server_default="[]", nullable=False),
        sa.Column("attributes", _JSONB, server_default="{}", nullable=False),
    ):
        op.add_column("product", column)
    op.create_check_constraint(op.f("ck_product_expiry"), "product", "NOT is_expiry_tracked OR tracking <> 'none'")


def _widen_packagings() -> None:
    comment = "the same number may be written with 8, 12, 13 or 14 digits"
    op.add_column("packaging", sa.Column("gtin14", sa.Text(), nullable=True, comment=comment))
    op.execute("UPDATE packaging SET gtin14 = lpad(gtin, 14, '0') WHERE gtin IS NOT NULL")
    op.create_unique_constraint(op.f("uq_packaging_gtin14"), "packaging", ["gtin14"])


def _widen_partners() -> None:
    for column in (
        sa.Column("payment_terms_code", sa.Text(), nullable=True),
        sa.Column("minimum_shelf_life_days", sa.Integer(), server_default="0", nullable=False),
        sa.Column("bank_accounts", _JSONB, server_default="[]", nullable=False),
        sa.Column("name_key", sa.Text(), server_default="", nullable=False, comment="folded name without legal form"),
        sa.Column(
            "postal_codes",
            postgresql.ARRAY(sa.Text()),
            server_default="{}",
            nullable=False,
            comment="of its addresses",
        ),
    ):
        op.add_column("partner", column)
    op.create_foreign_key(
        op.f("fk_partner_payment_terms_code"), "partner", "payment_terms", ["payment_terms_code"], ["code"]
    )
    op.create_index(op.f("ix_partner_siren"), "partner", ["siren"])
    op.create_index(op.f("ix_partner_vat_id"), "partner", ["vat_id"])
    op.create_index("ix_partner_postal_codes", "partner", ["postal_codes"], postgresql_using="gin")
    partner = sa.table(
        "partner", sa.column("id", sa.UUID()), sa.column("name", sa.Text()), sa.column("addresses", _JSONB)
    )
    rows = op.get_bind().execute(sa.select(partner.c.id, partner.c.name, partner.c.addresses)).all()
    for start in range(0, len(rows), _BATCH):
        keys = [
            {
                "of": id_,
                "name": folded(name),
                "codes": sorted({folded(each["postal_code"]).replace(" ", "") for each in addresses} - {""}),
            }
            for id_, name, addresses in rows[start : start + _BATCH]
        ]
        op.get_bind().execute(
            sa.text("UPDATE partner SET name_key = :name, postal_codes = :codes WHERE id = :of"), keys
        )


def _created_at() -> "sa.Column[object]":
    return sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)


def _insert(table: str, names: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
    columns: list[sa.ColumnClause[object]] = [sa.column(name) for name in names]
    op.bulk_insert(sa.table(table, *columns), [dict(zip(names, row, strict=True)) for row in rows])

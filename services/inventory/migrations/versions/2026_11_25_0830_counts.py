"""Counts: what was seen where, rules, causes, classes of products."""

import sqlalchemy as sa
from alembic import op
from kit.migrations import append_only
from kit.numbers import create_sequences
from sqlalchemy.dialects import postgresql

revision = "inventory_0004"
down_revision = "inventory_0003"
branch_labels = None
depends_on = None

_CAUSES = [
    ("misplaced", "Rangé au mauvais endroit", "Put in the wrong place"),
    ("mixed-up", "Article confondu avec un autre", "Taken for another article"),
    ("unit-mistake", "Erreur d'unité ou de conditionnement", "Wrong unit or packaging"),
    ("unbooked-receipt", "Réception non saisie", "Receipt not booked"),
    ("unbooked-shipment", "Sortie non saisie", "Shipment not booked"),
    ("picking-error", "Erreur de préparation", "Picking error"),
    ("counting-error", "Erreur d'un comptage antérieur", "Error of an earlier count"),
    ("damage", "Casse", "Damage"),
    ("expired", "Périmé, jeté", "Expired, thrown away"),
    ("theft", "Vol", "Theft"),
    ("unknown", "Inconnue après recherche", "Unknown after a search"),
]
_CLASSES = [("A", "0.80", 30), ("B", "0.95", 90), ("C", "1", 365)]


def upgrade() -> None:
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
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
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
        op.f("ix_approval_request_status_requested_at_id"),
        "approval_request",
        ["status", "requested_at", "id"],
        unique=False,
    )
    op.create_index(
        "uq_approval_request_open",
        "approval_request",
        ["document_id"],
        unique=True,
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_table(
        "product_cost",
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("unit_cost", sa.Numeric(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_product_cost")),
    )
    op.create_table(
        "count_rules",
        sa.Column("id", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("recount_value", sa.Numeric(), nullable=False),
        sa.Column("cause_value", sa.Numeric(), nullable=False),
        sa.Column("approval_value", sa.Numeric(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("id", name=op.f("ck_count_rules_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_count_rules")),
    )
    op.create_table(
        "count_cause",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name_fr", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_count_cause")),
    )
    op.create_table(
        "class_rule",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("share_until", sa.Numeric(), nullable=False),
        sa.Column("interval_days", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_class_rule")),
    )
    op.create_table(
        "stock_class",
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("warehouse", sa.Text(), nullable=False),
        sa.Column("class", sa.Text(), nullable=False),
        sa.Column("value_issued", sa.Numeric(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["class"], ["class_rule.code"], name=op.f("fk_stock_class_class")),
        sa.PrimaryKeyConstraint("product_id", "warehouse", name=op.f("pk_stock_class")),
    )
    op.create_table(
        "stock_count",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("warehouse", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False, comment="what was asked for, in words"),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("is_blind", sa.Boolean(), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('counting', 'awaiting-approval', 'posted', 'cancelled')", name=op.f("ck_stock_count_status")
        ),
        sa.ForeignKeyConstraint(["warehouse"], ["warehouse.code"], name=op.f("fk_stock_count_warehouse")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_count")),
        sa.UniqueConstraint("number", name=op.f("uq_stock_count_number")),
    )
    op.create_index(op.f("ix_stock_count_created_at_id"), "stock_count", ["created_at", "id"], unique=False)
    op.create_table(
        "stock_count_line",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("count_id", sa.UUID(), nullable=False),
        sa.Column("location_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("lot_id", sa.UUID(), nullable=False, comment="all zeros where the product has no lots"),
        sa.Column("expected", sa.Numeric(), nullable=True, comment="what the ledger said when somebody looked"),
        sa.Column("counted", sa.Numeric(), nullable=True),
        sa.Column("observed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_counted_by", sa.Text(), nullable=True),
        sa.Column("counted_by", sa.Text(), nullable=True),
        sa.Column("needs_recount", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("unit_cost", sa.Numeric(), nullable=True),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("comment", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "(expected IS NULL) = (counted IS NULL) AND counted >= 0", name=op.f("ck_stock_count_line_observed")
        ),
        sa.ForeignKeyConstraint(["cause"], ["count_cause.code"], name=op.f("fk_stock_count_line_cause")),
        sa.ForeignKeyConstraint(["count_id"], ["stock_count.id"], name=op.f("fk_stock_count_line_count_id")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_stock_count_line_location_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_stock_count_line_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_count_line")),
        sa.UniqueConstraint(
            "count_id",
            "location_id",
            "product_id",
            "lot_id",
            name=op.f("uq_stock_count_line_count_id_location_id_product_id_lot_id"),
        ),
    )
    op.create_table(
        "count_observation",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("line_id", sa.UUID(), nullable=False),
        sa.Column("expected", sa.Numeric(), nullable=False),
        sa.Column("counted", sa.Numeric(), nullable=False),
        sa.Column("observed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["stock_count_line.id"], name=op.f("fk_count_observation_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_count_observation")),
    )
    op.create_index(op.f("ix_count_observation_line_id_id"), "count_observation", ["line_id", "id"], unique=False)
    op.create_table(
        "spot_counted",
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("location_id", sa.UUID(), nullable=False),
        sa.Column("lot_id", sa.UUID(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("differed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("product_id", "location_id", "lot_id", name=op.f("pk_spot_counted")),
    )
    append_only("count_observation")
    create_sequences("CO")
    rules = ("recount_value", "cause_value", "approval_value", "version")
    op.bulk_insert(
        sa.table("count_rules", *(sa.column(name) for name in rules)),
        [dict(zip(rules, (100, 100, 1000, 1), strict=True))],
    )
    causes = ("code", "name_fr", "name_en")
    op.bulk_insert(
        sa.table("count_cause", *(sa.column(name) for name in causes)),
        [dict(zip(causes, each, strict=True)) for each in _CAUSES],
    )
    classes = ("code", "share_until", "interval_days")
    op.bulk_insert(
        sa.table("class_rule", sa.column("code"), sa.column("share_until", sa.Numeric()), sa.column("interval_days")),
        [dict(zip(classes, each, strict=True)) for each in _CLASSES],
    )

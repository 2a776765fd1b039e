"""Supplier prices as replacement costs, levels of salespeople, rules for totals, substitutes of products.

Products and partners are heard again from the beginning of their topics: the columns are filled by facts alone.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "pricing_0004"
down_revision = "pricing_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "supplier_price",
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("supplier_id", sa.UUID(), nullable=False),
        sa.Column("packaging_code", sa.Text(), nullable=False),
        sa.Column("from_quantity", sa.Numeric(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("effective_until", sa.Date(), nullable=True),
        sa.Column("unit_price", sa.Numeric(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(
            "product_id",
            "supplier_id",
            "packaging_code",
            "from_quantity",
            "effective_from",
            name=op.f("pk_supplier_price"),
        ),
    )
    op.create_table(
        "salesperson",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_salesperson")),
    )
    op.add_column("margin_rule", sa.Column("salesperson_level", sa.Text(), nullable=True))
    op.add_column("margin_rule", sa.Column("is_for_order", sa.Boolean(), server_default="false", nullable=False))
    op.drop_constraint("uq_margin_rule_family_code_segment_customer_id_channel", "margin_rule", type_="unique")
    op.create_unique_constraint(
        "uq_margin_rule_scope",
        "margin_rule",
        ["family_code", "segment", "customer_id", "channel", "salesperson_level", "is_for_order"],
        postgresql_nulls_not_distinct=True,
    )
    op.create_check_constraint(
        op.f("ck_margin_rule_order"), "margin_rule", "NOT (is_for_order AND family_code IS NOT NULL)"
    )
    op.add_column("partner", sa.Column("salesperson", sa.Text(), server_default="", nullable=False))
    op.add_column("product", sa.Column("substitutes", postgresql.ARRAY(sa.UUID()), server_default="{}", nullable=False))
    op.add_column("product", sa.Column("is_sold", sa.Boolean(), server_default="true", nullable=False))
    for table in ("product", "partner"):
        op.execute(f"UPDATE {table} SET version = 0")
    op.execute(
        "UPDATE consumer_position SET next_offset = 0 WHERE topic IN ('catalog.products.v1', 'catalog.partners.v1')"
    )
    op.execute("DELETE FROM inbox WHERE created_at < now() - interval '1 minute'")

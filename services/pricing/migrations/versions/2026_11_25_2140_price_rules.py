"""Price rules, and the weight of products, by which freight is owed.

The products are heard again from the beginning of their topic: the column is filled by facts alone.
"""

import sqlalchemy as sa
from alembic import op

revision = "pricing_0002"
down_revision = "pricing_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "price_rule",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name_fr", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("value", sa.Numeric(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("effective_until", sa.Date(), nullable=True),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("stacking", sa.Text(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=True),
        sa.Column("family_code", sa.Text(), nullable=True),
        sa.Column("customer_id", sa.UUID(), nullable=True),
        sa.Column("segment", sa.Text(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("min_quantity", sa.Numeric(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("min_amount", sa.Numeric(), nullable=True),
        sa.Column("below_amount", sa.Numeric(), nullable=True),
        sa.Column("buy_quantity", sa.Numeric(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("effective_until > effective_from", name=op.f("ck_price_rule_period")),
        sa.CheckConstraint(
            "value >= 0 AND min_quantity >= 0 AND buy_quantity > 0", name=op.f("ck_price_rule_not_negative")
        ),
        sa.CheckConstraint(
            "num_nonnulls(product_id, family_code) < 2 AND num_nonnulls(customer_id, segment) < 2",
            name=op.f("ck_price_rule_scope"),
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_price_rule_product_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["partner.id"], name=op.f("fk_price_rule_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_rule")),
        sa.UniqueConstraint("code", name=op.f("uq_price_rule_code")),
    )
    op.add_column("product", sa.Column("weight_kg", sa.Numeric(), nullable=True))
    op.execute("UPDATE product SET version = 0")
    op.execute("UPDATE consumer_position SET next_offset = 0 WHERE topic = 'catalog.products.v1'")
    op.execute("DELETE FROM inbox WHERE created_at < now() - interval '1 minute'")

"""Contracts, what orders take of them, customers' codes, and the packagings of products.

The products are heard again from the beginning of their topic: the columns are filled by facts alone. Customers' codes and
orders have never been listened to, so their topics are read from the beginning anyway.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "pricing_0003"
down_revision = "pricing_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contract",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("effective_until", sa.Date(), nullable=True),
        sa.Column("takes_rules", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("effective_until > effective_from", name=op.f("ck_contract_period")),
        sa.ForeignKeyConstraint(["customer_id"], ["partner.id"], name=op.f("fk_contract_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract")),
        sa.UniqueConstraint("code", name=op.f("uq_contract_code")),
    )
    op.create_index(op.f("ix_contract_customer_id_id"), "contract", ["customer_id", "id"], unique=False)
    op.create_table(
        "contract_line",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("contract_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=True),
        sa.Column("family_code", sa.Text(), nullable=True),
        sa.Column("min_quantity", sa.Numeric(), nullable=False),
        sa.Column("unit_price", sa.Numeric(), nullable=True),
        sa.Column("discount_rate", sa.Numeric(), nullable=True),
        sa.Column("quantity_cap", sa.Numeric(), nullable=True),
        sa.Column("quantity_called", sa.Numeric(), server_default="0", nullable=False),
        sa.CheckConstraint("num_nonnulls(product_id, family_code) = 1", name=op.f("ck_contract_line_target")),
        sa.CheckConstraint("num_nonnulls(unit_price, discount_rate) = 1", name=op.f("ck_contract_line_terms")),
        sa.CheckConstraint(
            "quantity_cap IS NULL OR (unit_price IS NOT NULL AND product_id IS NOT NULL)",
            name=op.f("ck_contract_line_cap"),
        ),
        sa.CheckConstraint(
            "unit_price >= 0 AND quantity_cap > 0 AND quantity_called >= 0", name=op.f("ck_contract_line_not_negative")
        ),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_contract_line_contract_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_contract_line_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_line")),
        sa.UniqueConstraint(
            "contract_id",
            "product_id",
            "family_code",
            "min_quantity",
            name=op.f("uq_contract_line_contract_id_product_id_family_code_min_quantity"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(
        op.f("ix_contract_line_contract_id_family_code"), "contract_line", ["contract_id", "family_code"], unique=False
    )
    op.create_table(
        "contract_call",
        sa.Column("order_line_id", sa.UUID(), nullable=False),
        sa.Column("order_id", sa.UUID(), nullable=False),
        sa.Column("contract_line_id", sa.UUID(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_contract_call_positive")),
        sa.ForeignKeyConstraint(
            ["contract_line_id"], ["contract_line.id"], name=op.f("fk_contract_call_contract_line_id")
        ),
        sa.PrimaryKeyConstraint("order_line_id", name=op.f("pk_contract_call")),
    )
    op.create_index(op.f("ix_contract_call_order_id"), "contract_call", ["order_id"], unique=False)
    op.create_index(
        "ix_contract_call_held",
        "contract_call",
        ["contract_line_id"],
        unique=False,
        postgresql_where=sa.text("expires_at IS NOT NULL"),
    )
    op.create_table(
        "customer_code",
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("codes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("packagings", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("customer_id", "product_id", name=op.f("pk_customer_code")),
    )
    op.create_index(op.f("ix_customer_code_codes"), "customer_code", ["codes"], unique=False, postgresql_using="gin")
    op.add_column(
        "product",
        sa.Column("packagings", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
    )
    op.add_column("product", sa.Column("quantity_decimals", sa.Integer(), server_default="6", nullable=False))
    op.execute("UPDATE product SET version = 0")
    op.execute("UPDATE consumer_position SET next_offset = 0 WHERE topic = 'catalog.products.v1'")
    op.execute("DELETE FROM inbox WHERE created_at < now() - interval '1 minute'")

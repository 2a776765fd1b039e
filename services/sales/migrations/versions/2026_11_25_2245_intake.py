"""Orders that come as tables, and the codes by which products are called in them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "sales_0104"
down_revision = "sales_0103"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_product_sku"), "product", ["sku"], unique=False)
    op.create_index(op.f("ix_partner_code"), "partner", ["code"], unique=False)
    op.create_table(
        "product_gtin",
        sa.Column("id", sa.UUID(), nullable=False, comment="of the product"),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("gtins", postgresql.JSONB(astext_type=sa.Text()), nullable=False, comment="GTIN: packaging"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_gtin")),
    )
    op.create_index(op.f("ix_product_gtin_gtins"), "product_gtin", ["gtins"], unique=False, postgresql_using="gin")
    op.create_table(
        "customer_code",
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column(
            "codes",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="code as it is compared: packaging",
        ),
        sa.PrimaryKeyConstraint("customer_id", "product_id", name=op.f("pk_customer_code")),
    )
    op.create_index(op.f("ix_customer_code_codes"), "customer_code", ["codes"], unique=False, postgresql_using="gin")
    op.create_table(
        "order_intake",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("file_hash", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column(
            "content", postgresql.JSONB(astext_type=sa.Text()), nullable=False, comment="rows, and what cannot be read"
        ),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("order_count", sa.Integer(), nullable=False, comment="without a fault"),
        sa.Column("fault_count", sa.Integer(), nullable=False),
        sa.Column("net", sa.Numeric(), nullable=False, comment="of the orders without a fault"),
        sa.Column("customer_id", sa.UUID(), nullable=True, comment="whose user sent it; null: the house"),
        sa.Column("sent_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(status = 'imported') = (imported_at IS NOT NULL)", name=op.f("ck_order_intake_imported")),
        sa.CheckConstraint("status IN ('checked', 'imported')", name=op.f("ck_order_intake_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_intake")),
        sa.UniqueConstraint("file_hash", name=op.f("uq_order_intake_file_hash")),
    )
    op.create_index(op.f("ix_order_intake_created_at_id"), "order_intake", ["created_at", "id"], unique=False)
    op.create_index(
        op.f("ix_order_intake_customer_id_created_at_id"),
        "order_intake",
        ["customer_id", "created_at", "id"],
        unique=False,
    )
    op.create_table(
        "order_intake_fault",
        sa.Column("intake_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["intake_id"], ["order_intake.id"], name=op.f("fk_order_intake_fault_intake_id")),
        sa.PrimaryKeyConstraint("intake_id", "position", name=op.f("pk_order_intake_fault")),
    )
    op.create_table(
        "order_intake_order",
        sa.Column("order_id", sa.UUID(), nullable=False),
        sa.Column("intake_id", sa.UUID(), nullable=False),
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("customer_reference", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["intake_id"], ["order_intake.id"], name=op.f("fk_order_intake_order_intake_id")),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["sales_order.id"],
            name=op.f("fk_order_intake_order_order_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_order_intake_order")),
        sa.UniqueConstraint(
            "customer_id", "customer_reference", name=op.f("uq_order_intake_order_customer_id_customer_reference")
        ),
    )
    op.create_index(
        op.f("ix_order_intake_order_intake_id_order_id"), "order_intake_order", ["intake_id", "order_id"], unique=False
    )

"""Complete price lists with their faults, references of suppliers, freight and minimum of quotes, families of products,
requests as drafts and for what is no product yet.

The families came with a column that only later facts fill: here the products are heard again from the beginning of their
topic, which is compacted and keeps the last of each. Repeats are told by the position, so what the inbox remembers beyond
a minute may go: it is for what was published twice within moments.
"""

import sqlalchemy as sa
from alembic import op

revision = "purchasing_0006"
down_revision = "purchasing_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_product_sku"), "product", ["sku"], unique=False)
    op.add_column("supplier_price", sa.Column("supplier_sku", sa.Text(), server_default="", nullable=False))
    op.create_index(
        op.f("ix_supplier_price_effective_from_id"), "supplier_price", ["effective_from", "id"], unique=False
    )
    op.create_index(
        op.f("ix_supplier_price_supplier_id_effective_from_id"),
        "supplier_price",
        ["supplier_id", "effective_from", "id"],
        unique=False,
    )
    op.add_column(
        "price_file",
        sa.Column(
            "is_complete", sa.Boolean(), server_default="false", nullable=False, comment="what it leaves out ends"
        ),
    )
    op.create_index(op.f("ix_price_file_created_at_id"), "price_file", ["created_at", "id"], unique=False)
    op.add_column("price_file_line", sa.Column("supplier_sku", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "price_file_fault",
        sa.Column("file_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False, comment="lines.12.packaging_code"),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["price_file.id"], name=op.f("fk_price_file_fault_file_id")),
        sa.PrimaryKeyConstraint("file_id", "position", name=op.f("pk_price_file_fault")),
    )
    op.add_column("quote", sa.Column("freight", sa.Numeric(), server_default="0", nullable=False))
    op.add_column(
        "quote_line",
        sa.Column(
            "minimum",
            sa.Numeric(),
            server_default="0",
            nullable=False,
            comment="packagings, from which on the price holds",
        ),
    )
    op.alter_column("purchase_request_line", "product_id", nullable=True)
    op.add_column(
        "purchase_request_line",
        sa.Column(
            "description",
            sa.Text(),
            server_default="",
            nullable=False,
            comment="what is wanted, where no product says it",
        ),
    )
    op.add_column(
        "purchase_request_line",
        sa.Column("closed_reason", sa.Text(), server_default="", nullable=False, comment="why it was rejected"),
    )
    op.drop_constraint(op.f("ck_purchase_request_line_status"), "purchase_request_line")
    op.create_check_constraint(
        op.f("ck_purchase_request_line_status"),
        "purchase_request_line",
        "status IN ('draft', 'open', 'sourcing', 'ordered', 'cancelled', 'rejected')",
    )
    op.create_check_constraint(
        op.f("ck_purchase_request_line_names_something"),
        "purchase_request_line",
        "product_id IS NOT NULL OR description <> ''",
    )
    op.create_index(
        op.f("ix_purchase_request_requested_by_created_at_id"),
        "purchase_request",
        ["requested_by", "created_at", "id"],
        unique=False,
    )
    for column in ("product_id", "status"):
        op.create_index(
            op.f(f"ix_purchase_request_line_{column}_id"), "purchase_request_line", [column, "id"], unique=False
        )
    op.execute("UPDATE product SET version = 0")
    op.execute("UPDATE consumer_position SET next_offset = 0 WHERE topic = 'catalog.products.v1'")
    op.execute("DELETE FROM inbox WHERE created_at < now() - interval '1 minute'")

"""Price lists as documents."""

import sqlalchemy as sa
from alembic import op

revision = "pricing_0006"
down_revision = "pricing_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "price_list",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("scope_key", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("is_complete", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("content_digest", sa.LargeBinary(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("published_by", sa.Text(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('reviewed', 'awaiting-approval', 'published', 'withdrawn')", name=op.f("ck_price_list_status")
        ),
        sa.CheckConstraint("(published_at IS NOT NULL) = (status = 'published')", name=op.f("ck_price_list_published")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_list")),
    )
    op.create_index(op.f("ix_price_list_created_at_id"), "price_list", ["created_at", "id"], unique=False)
    op.create_table(
        "price_list_line",
        sa.Column("list_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("min_quantity", sa.Numeric(), nullable=False),
        sa.Column("unit_price", sa.Numeric(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("price_before", sa.Numeric(), nullable=True),
        sa.Column("rate", sa.Numeric(), nullable=True),
        sa.Column("margin_before", sa.Numeric(), nullable=True),
        sa.Column("margin_after", sa.Numeric(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["list_id"], ["price_list.id"], name=op.f("fk_price_list_line_list_id")),
        sa.PrimaryKeyConstraint("list_id", "position", name=op.f("pk_price_list_line")),
    )
    op.create_index(
        op.f("ix_price_list_line_list_id_kind_position"),
        "price_list_line",
        ["list_id", "kind", "position"],
        unique=False,
    )
    op.create_table(
        "price_list_fault",
        sa.Column("list_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["price_list.id"], name=op.f("fk_price_list_fault_list_id")),
        sa.PrimaryKeyConstraint("list_id", "position", name=op.f("pk_price_list_fault")),
    )
    op.add_column("price", sa.Column("price_list_id", sa.UUID(), nullable=True))
    op.create_index(op.f("ix_product_sku"), "product", ["sku"], unique=False)

"""Kits and their components; lines of orders that are a part of one."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "sales_0205"
down_revision = "sales_0204"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "sales_order_line",
        sa.Column(
            "kit", postgresql.JSONB(astext_type=sa.Text()), nullable=True, comment="the kit that it is a part of"
        ),
    )
    op.create_table(
        "kit",
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_kit")),
    )
    op.create_table(
        "kit_component",
        sa.Column("kit_product_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.CheckConstraint("product_id <> kit_product_id", name=op.f("ck_kit_component_not_itself")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_kit_component_quantity")),
        sa.PrimaryKeyConstraint("kit_product_id", "product_id", name=op.f("pk_kit_component")),
    )
    op.create_index(op.f("ix_kit_component_product_id"), "kit_component", ["product_id"], unique=False)

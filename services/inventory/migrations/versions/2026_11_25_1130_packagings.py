"""How many stock units the packagings of products hold."""

import sqlalchemy as sa
from alembic import op

revision = "inventory_0009"
down_revision = "inventory_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "product_packaging",
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("numerator", sa.BigInteger(), nullable=False),
        sa.Column("denominator", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_packaging_product_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("product_id", "code", name=op.f("pk_product_packaging")),
    )

"""What customers were guaranteed, and lots that order lines hold."""

import sqlalchemy as sa
from alembic import op

revision = "inventory_0015"
down_revision = "inventory_0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "guaranteed_share",
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=True, comment="null: of every product"),
        sa.Column("share", sa.Numeric(), nullable=False, comment="of what there is when it is short"),
        sa.CheckConstraint("share > 0 AND share <= 1", name=op.f("ck_guaranteed_share_share")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_guaranteed_share_product_id")),
        sa.UniqueConstraint(
            "customer_id",
            "product_id",
            name=op.f("uq_guaranteed_share_customer_id_product_id"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_table(
        "lot_hold",
        sa.Column("order_line_id", sa.UUID(), nullable=False),
        sa.Column("lot_id", sa.UUID(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_lot_hold_quantity")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_lot_hold_lot_id")),
        sa.ForeignKeyConstraint(
            ["order_line_id"],
            ["reservation_line.order_line_id"],
            name=op.f("fk_lot_hold_order_line_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("order_line_id", "lot_id", name=op.f("pk_lot_hold")),
    )
    op.create_index(op.f("ix_lot_hold_lot_id"), "lot_hold", ["lot_id"], unique=False)

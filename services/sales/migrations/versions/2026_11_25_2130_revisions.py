"""Firm orders that are revised; where and when the customer wants his goods."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "sales_0201"
down_revision = "sales_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sales_order", sa.Column("deliver_to", sa.Text(), server_default="", nullable=False))
    op.add_column("sales_order", sa.Column("requested_on", sa.Date(), nullable=True))
    op.add_column("sales_order", sa.Column("revision", sa.Integer(), server_default="0", nullable=False))
    op.drop_constraint(op.f("ck_sales_order_line_quantities"), "sales_order_line")
    op.create_check_constraint(
        op.f("ck_sales_order_line_quantities"),
        "sales_order_line",
        "quantity >= 0 AND packaging_quantity >= 0 AND unit_price >= 0 AND reserved >= 0 AND backordered >= 0"
        " AND shipped >= 0 AND invoiced >= 0",
    )
    op.create_table(
        "order_revision",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("order_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False, comment="how often the order had been revised"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "lines",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="as they are wanted, with their prices",
        ),
        sa.Column("terms", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("differences", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "status IN ('proposed', 'awaiting-approval', 'accepted', 'rejected', 'superseded')",
            name=op.f("ck_order_revision_status"),
        ),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"], name=op.f("fk_order_revision_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_revision")),
        sa.UniqueConstraint("order_id", "number", name=op.f("uq_order_revision_order_id_number")),
    )

"""Addresses for labels and delivery notes; what scanners sent."""

import sqlalchemy as sa
from alembic import op

revision = "inventory_2901"
down_revision = "inventory_0310"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "customer",
        sa.Column("delivery_address", sa.Text(), server_default="", nullable=False, comment="lines on an envelope"),
    )
    op.add_column("customer", sa.Column("language", sa.Text(), server_default="fr", nullable=False))
    op.create_table(
        "scan_entry",
        sa.Column("key", sa.UUID(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("request_hash", sa.LargeBinary(), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=False),
        sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_scan_entry")),
    )
    op.create_index(op.f("ix_scan_entry_created_at"), "scan_entry", ["created_at"])

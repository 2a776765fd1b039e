"""Whatever stands to a partner's credit is paid back, also by a payment run; and a refund can be taken back."""

import sqlalchemy as sa
from alembic import op
from kit.migrations import append_only

revision = "accounting_3111"
down_revision = "accounting_3110"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_constraint(op.f("fk_credit_refund_credit_note_id"), "credit_refund", type_="foreignkey")
    op.create_foreign_key(
        op.f("fk_credit_refund_credit_note_id"), "credit_refund", "payment", ["credit_note_id"], ["id"]
    )
    op.alter_column("credit_refund", "credit_note_id", comment="or the payment that is left")
    op.create_table(
        "credit_refund_reversal",
        sa.Column("refund_id", sa.UUID(), nullable=False),
        sa.Column("entry_id", sa.UUID(), nullable=False),
        sa.Column("reversed_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reversed_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.ForeignKeyConstraint(["refund_id"], ["credit_refund.id"], name=op.f("fk_credit_refund_reversal_refund_id")),
        sa.PrimaryKeyConstraint("refund_id", name=op.f("pk_credit_refund_reversal")),
    )
    append_only("credit_refund_reversal")
    op.drop_constraint(op.f("fk_payment_order_document_document_id"), "payment_order_document", type_="foreignkey")
    op.alter_column("payment_order_document", "document_id", comment="an open item, or a credit that is paid back")

"""Advances whose order does not come to its end are given back by credit notes."""

import sqlalchemy as sa
from alembic import op

revision = "accounting_1107"
down_revision = "accounting_1106"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "customer_credit_note",
        sa.Column(
            "down_payment_id", sa.UUID(), nullable=True, comment="that it gives back; null: it is on invoiced lines"
        ),
    )
    op.create_foreign_key(
        op.f("fk_customer_credit_note_down_payment_id"),
        "customer_credit_note",
        "down_payment",
        ["down_payment_id"],
        ["id"],
    )
    op.create_index(
        op.f("ix_customer_credit_note_down_payment_id"), "customer_credit_note", ["down_payment_id"], unique=True
    )
    op.drop_constraint(op.f("ck_credit_request_source"), "credit_request", type_="check")
    op.create_check_constraint(
        op.f("ck_credit_request_source"),
        "credit_request",
        "source IN ('return', 'price-dispute', 'manual', 'down-payment')",
    )

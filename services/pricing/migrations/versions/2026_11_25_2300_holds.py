"""What a confirmed order line holds beside what it takes: it may grow."""

import sqlalchemy as sa
from alembic import op

revision = "pricing_0007"
down_revision = "pricing_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("contract_call", sa.Column("held_quantity", sa.Numeric(), server_default="0", nullable=False))
    op.add_column("contract_call", sa.Column("held_until", sa.DateTime(timezone=True), nullable=True))
    op.drop_constraint(op.f("ck_contract_call_positive"), "contract_call", type_="check")
    op.execute(
        "UPDATE contract_call SET held_quantity = quantity, held_until = expires_at, quantity = 0"
        " WHERE expires_at IS NOT NULL"
    )
    op.create_check_constraint(
        op.f("ck_contract_call_not_negative"), "contract_call", "quantity >= 0 AND held_quantity >= 0"
    )
    op.drop_index("ix_contract_call_held", "contract_call")
    op.drop_column("contract_call", "expires_at")
    op.create_index(
        "ix_contract_call_held",
        "contract_call",
        ["contract_line_id"],
        unique=False,
        postgresql_where=sa.text("held_until IS NOT NULL"),
    )
    op.drop_constraint(op.f("pk_contract_call"), "contract_call", type_="primary")
    op.create_primary_key(op.f("pk_contract_call"), "contract_call", ["order_line_id", "contract_line_id"])

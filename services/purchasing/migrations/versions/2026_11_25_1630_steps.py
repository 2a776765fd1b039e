"""Steps, escalation and delegation of approvals."""

import sqlalchemy as sa
from alembic import op
from kit.approvals import add_step_columns

revision = "purchasing_0008"
down_revision = "purchasing_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_step_columns()
    op.add_column(
        "approval_rule",
        sa.Column("approver", sa.Text(), server_default="purchasing.orders.approve", nullable=False),
    )
    op.add_column("approval_rule", sa.Column("approvers", sa.Integer(), server_default="1", nullable=False))
    op.add_column("approval_rule", sa.Column("escalation_hours", sa.Integer(), nullable=True))
    op.add_column("approval_rule", sa.Column("escalates_to", sa.Text(), nullable=True))
    op.add_column("approval_rule", sa.Column("effective_from", sa.Date(), server_default="1990-01-01", nullable=False))
    op.add_column("approval_rule", sa.Column("effective_until", sa.Date(), nullable=True))
    op.create_check_constraint(
        op.f("ck_approval_rule_steps"),
        "approval_rule",
        "approvers BETWEEN 1 AND 5 AND (escalation_hours IS NULL) = (escalates_to IS NULL)",
    )
    op.create_table(
        "delegation",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("delegator", sa.Text(), nullable=False),
        sa.Column("delegate", sa.Text(), nullable=False),
        sa.Column("permission", sa.Text(), nullable=False),
        sa.Column("limit", sa.Numeric(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("delegate <> delegator", name=op.f("ck_delegation_somebody_else")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_delegation_period")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )
    op.create_index(op.f("ix_delegation_delegate_ends_at"), "delegation", ["delegate", "ends_at"], unique=False)
    op.create_index(op.f("ix_delegation_delegator_ends_at"), "delegation", ["delegator", "ends_at"], unique=False)

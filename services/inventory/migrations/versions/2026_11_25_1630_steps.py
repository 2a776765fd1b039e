"""Steps, escalation and delegation of approvals."""

from kit.approvals import add_step_columns

revision = "inventory_0014"
down_revision = "inventory_0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_step_columns()

"""Steps, escalation and delegation of approvals."""

from kit.approvals import add_step_columns

revision = "sales_0002"
down_revision = "sales_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_step_columns()

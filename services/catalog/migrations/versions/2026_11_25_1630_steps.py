"""Steps, escalation and delegation of approvals."""

from kit.approvals import add_step_columns

revision = "catalog_0002"
down_revision = "catalog_depth"
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_step_columns()

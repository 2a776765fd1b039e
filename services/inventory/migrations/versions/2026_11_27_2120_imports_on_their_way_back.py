"""An import that is being undone says so, and how far it is."""

from kit.import_runs import add_status_of_undoing

revision = "inventory_3400"
down_revision = "inventory_3320"
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_status_of_undoing()

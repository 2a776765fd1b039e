"""Why an import of all its lines was refused, for who looks later."""

from kit.import_runs import add_faults_of_runs

revision = "inventory_3320"
down_revision = "inventory_3230"
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_faults_of_runs()

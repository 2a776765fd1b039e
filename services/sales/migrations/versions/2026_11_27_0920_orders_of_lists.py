"""Orders and deliveries in each order that their lists offer."""

from alembic import op

revision = "sales_3340"
down_revision = "sales_3310"
branch_labels = None
depends_on = None

_INDEXES = (
    ("sales_order", ["ordered_on", "id"]),
    ("sales_order", ["net", "id"]),
    ("sales_order", ["priority", "id"]),
    ("delivery", ["number", "shipment_id"]),
)


def upgrade() -> None:
    for table, columns in _INDEXES:
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)

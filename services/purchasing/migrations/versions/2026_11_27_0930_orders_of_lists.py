"""Purchase orders in each order that their list offers, and by what was ordered."""

from alembic import op

revision = "purchasing_3340"
down_revision = "purchasing_3320"
branch_labels = None
depends_on = None

_INDEXES = (
    ("purchase_order", ["ordered_on", "id"]),
    ("purchase_order", ["net", "id"]),
    ("purchase_order_line", ["product_id"]),
)


def upgrade() -> None:
    for table, columns in _INDEXES:
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)

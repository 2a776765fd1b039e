"""Products may be costed by lot."""

from alembic import op

revision = "catalog_1501"
down_revision = "catalog_0101"
branch_labels = None
depends_on = None


def upgrade() -> None:
    name = op.f("ck_product_costing_method")
    op.drop_constraint(name, "product", type_="check")
    op.create_check_constraint(name, "product", "costing_method IN ('avco', 'fifo', 'lot')")

"""What orders earn, in their lists."""

import sqlalchemy as sa
from alembic import op

revision = "sales_0215"
down_revision = "sales_0214"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "sales_order", sa.Column("margin", sa.Numeric(), comment="as it was judged; null: a cost is not known")
    )
    op.execute(
        "UPDATE sales_order o SET margin = round(o.net - s.cost, 2) FROM (SELECT sales_order_id,"
        " CASE WHEN count(*) = count(decision ->> 'unit_cost')"
        " THEN sum(quantity * (decision ->> 'unit_cost')::numeric) END AS cost"
        " FROM sales_order_line GROUP BY sales_order_id) s WHERE s.sales_order_id = o.id"
    )

"""Volumes of products, by which landed costs may be shared.

The products are heard again from the beginning of their topic, as for their families before: the column is filled by
facts alone.
"""

import sqlalchemy as sa
from alembic import op

revision = "purchasing_0009"
down_revision = "purchasing_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("product", sa.Column("volume_m3", sa.Numeric(), nullable=True))
    op.execute("UPDATE product SET version = 0")
    op.execute("UPDATE consumer_position SET next_offset = 0 WHERE topic = 'catalog.products.v1'")
    op.execute("DELETE FROM inbox WHERE created_at < now() - interval '1 minute'")

"""A count may differ because somebody typed 21 for 12."""

import sqlalchemy as sa
from alembic import op

revision = "inventory_3160"
down_revision = "inventory_2901"
branch_labels = None
depends_on = None


def upgrade() -> None:
    cause = sa.table("count_cause", sa.column("code"), sa.column("name_fr"), sa.column("name_en"))
    op.bulk_insert(cause, [{"code": "typing-error", "name_fr": "Faute de frappe", "name_en": "Typing error"}])


def downgrade() -> None:
    op.execute("DELETE FROM count_cause WHERE code = 'typing-error'")

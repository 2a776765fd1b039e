"""All tables of the toy."""

from alembic import op
from toy.wiring import metadata

revision = "initial"
down_revision = None


def upgrade() -> None:
    metadata.create_all(op.get_bind())

"""Files for the approved platform leave as effects: those on their way are carried over with their attempts."""

from alembic import op

revision = "accounting_2301"
down_revision = "accounting_2002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # What was sent is done under its key. What may have been sent has its attempts, so the platform is asked first.
    op.execute(
        "INSERT INTO effect (id, kind, key, payload, status, attempts, next_at, error, created_at)"
        " SELECT id, 'platform-flow', key, jsonb_build_object('flow_id', id), CASE WHEN status IN ('waiting', 'parked')"
        " THEN status ELSE 'done' END, attempts, next_at, CASE WHEN status IN ('waiting', 'parked') THEN error ELSE '' END,"
        " created_at FROM platform_flow WHERE direction = 'out'"
    )
    op.execute(
        "UPDATE platform_flow SET status = 'waiting', error = '' WHERE direction = 'out' AND status IN ('waiting', 'parked')"
    )
    op.drop_index("ix_platform_flow_due", table_name="platform_flow")
    op.drop_column("platform_flow", "attempts")
    op.drop_column("platform_flow", "next_at")

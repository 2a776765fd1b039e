"""The trail of changes by time, by kind of record and by who did it, the newest first."""

from alembic import op

revision = "reporting_3220"
down_revision = "reporting_3211"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_audit_entry_created_at_id", "audit_entry", ["created_at", "id"])
    op.create_index("ix_audit_entry_entity_created_at_id", "audit_entry", ["entity", "created_at", "id"])
    op.create_index("ix_audit_entry_subject_created_at_id", "audit_entry", ["subject", "created_at", "id"])

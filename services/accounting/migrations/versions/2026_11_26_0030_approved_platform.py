"""What goes to the approved platform, what comes from it, and the life of invoices."""

import sqlalchemy as sa
from alembic import op
from kit.migrations import append_only
from sqlalchemy.dialects import postgresql

revision = "accounting_1203"
down_revision = "accounting_1202"
branch_labels = None
depends_on = None

_JSON = postgresql.JSONB(astext_type=sa.Text())


def _texts(*names: str) -> "list[sa.Column[str]]":
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _created_at() -> "sa.Column[object]":
    return sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)


def upgrade() -> None:
    op.create_table(
        "platform_flow",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False, comment="what it is the one effect of"),
        *_texts("direction", "kind"),
        sa.Column(
            "document_id", sa.UUID(), nullable=True, comment="the invoice it is about; null where nobody knows one"
        ),
        *_texts("syntax", "processing_rule", "name"),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        *_texts("status"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False, comment="not tried before"),
        sa.Column("flow_id", sa.Text(), nullable=True, comment="the platform's own"),
        *_texts("error"),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        _created_at(),
        sa.CheckConstraint(
            "direction IN ('out', 'in') AND kind IN ('invoice', 'status', 'report')", name=op.f("ck_platform_flow_kind")
        ),
        sa.CheckConstraint(
            "status IN ('waiting', 'sent', 'accepted', 'refused', 'taken', 'parked')",
            name=op.f("ck_platform_flow_status"),
        ),
        sa.ForeignKeyConstraint(["sha256"], ["archived_file.sha256"], name=op.f("fk_platform_flow_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform_flow")),
        sa.UniqueConstraint("key", name=op.f("uq_platform_flow_key")),
        sa.UniqueConstraint("flow_id", name=op.f("uq_platform_flow_flow_id")),
    )
    op.create_index(
        "ix_platform_flow_due", "platform_flow", ["next_at"], postgresql_where=sa.text("status = 'waiting'")
    )
    op.create_index(op.f("ix_platform_flow_status_created_at_id"), "platform_flow", ["status", "created_at", "id"])
    op.create_table(
        "platform_position",
        sa.Column("id", sa.SmallInteger(), nullable=False),
        sa.Column("heard_until", sa.DateTime(timezone=True), nullable=False, comment="by the platform's clock"),
        sa.CheckConstraint("id = 1", name=op.f("ck_platform_position_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform_position")),
    )
    op.create_table(
        "document_status",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("document_id", sa.UUID(), nullable=False),
        *_texts("code"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_ours", sa.Boolean(), nullable=False, comment="we said it; else the other side or a platform"),
        *_texts("said_by", "reason_code", "reason", "comment"),
        sa.Column("amounts", _JSON, nullable=False),
        sa.Column("flow_id", sa.UUID(), nullable=True),
        _created_at(),
        sa.ForeignKeyConstraint(["flow_id"], ["platform_flow.id"], name=op.f("fk_document_status_flow_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_status")),
        sa.UniqueConstraint("document_id", "code", "at", name=op.f("uq_document_status_document_id_code_at")),
    )
    append_only("document_status")
    op.create_table(
        "e_address",
        sa.Column("partner_id", sa.UUID(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False, comment="in the directory; empty: there is none"),
        sa.Column("looked_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("partner_id", name=op.f("pk_e_address")),
    )

"""The company and its partners by law, invoices as files, the archive."""

import sqlalchemy as sa
from alembic import op
from kit.migrations import append_only
from sqlalchemy.dialects import postgresql

revision = "accounting_1201"
down_revision = "accounting_1103"
branch_labels = None
depends_on = None

_JSON = postgresql.JSONB(astext_type=sa.Text())


def upgrade() -> None:
    op.create_table(
        "company",
        sa.Column("id", sa.SmallInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("data", _JSON, nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_company_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company")),
    )
    op.create_table(
        "partner_identity",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("name", "language")),
        sa.Column("is_supplier", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("siren", "siret", "vat_id", "gln", "email")),
        sa.Column("addresses", _JSON, nullable=False, comment="billing and delivery"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_identity")),
    )
    op.create_table(
        "product_identity",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("stock_uom", sa.Text(), nullable=False),
        sa.Column("packagings", _JSON, nullable=False, comment="by code"),
        sa.Column("suppliers", _JSON, nullable=False, comment="by supplier: its sku and packaging"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_identity")),
    )
    op.create_table(
        "archived_file",
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "octet_length(sha256) = 32 AND octet_length(content) = size", name=op.f("ck_archived_file_whole")
        ),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_archived_file")),
    )
    op.create_table(
        "document_file",
        sa.Column("document_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["archived_file.sha256"], name=op.f("fk_document_file_sha256")),
        sa.PrimaryKeyConstraint("document_id", "kind", name=op.f("pk_document_file")),
        comment="which archived file is which document's",
    )
    append_only("archived_file", "document_file")
    op.create_table(
        "einvoice",
        sa.Column("document_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Text(),
            nullable=False,
            comment="written, or faulty: its findings say why there are no files",
        ),
        sa.Column("findings", _JSON, nullable=False),
        sa.Column("rules_version", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status IN ('written', 'faulty')", name=op.f("ck_einvoice_status")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_einvoice")),
    )
    op.create_index(
        op.f("ix_einvoice_status_written_at_document_id"), "einvoice", ["status", "written_at", "document_id"]
    )
    # Partners and products are read once more, for the numbers that were not kept before.
    op.execute(
        "UPDATE consumer_position SET next_offset = 0 WHERE topic IN ('catalog.partners.v1', 'catalog.products.v1')"
    )
    op.execute("DELETE FROM inbox WHERE created_at < now() - interval '1 minute'")

"""Down payments and credit notes are issued again as invoices are."""

import sqlalchemy as sa
from alembic import op

revision = "accounting_3001"
down_revision = "accounting_2601"
branch_labels = None
depends_on = None

_RENAMED = {
    "pk_invoice_reissue": "pk_document_reissue",
    "uq_invoice_reissue_number": "uq_document_reissue_number",
    "uq_invoice_reissue_invoice_id_ordinal": "uq_document_reissue_document_id_ordinal",
}


def upgrade() -> None:
    op.drop_constraint("fk_invoice_reissue_invoice_id", "invoice_reissue", type_="foreignkey")
    op.rename_table("invoice_reissue", "document_reissue")
    op.alter_column("document_reissue", "invoice_id", new_column_name="document_id")
    for old, new in _RENAMED.items():
        op.execute(f"ALTER TABLE document_reissue RENAME CONSTRAINT {old} TO {new}")
    op.execute("ALTER TRIGGER invoice_reissue_append_only ON document_reissue RENAME TO document_reissue_append_only")
    op.alter_column(
        "document_reissue", "due_on", existing_type=sa.Date(), nullable=True, comment="null: nothing is asked for"
    )

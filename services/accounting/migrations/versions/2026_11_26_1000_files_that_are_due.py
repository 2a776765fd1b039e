"""Documents of which files are to be made wait in a table of their own."""

import sqlalchemy as sa
from alembic import op

revision = "accounting_2001"
down_revision = "accounting_1205"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "einvoice_due",
        sa.Column("document_id", sa.UUID(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_einvoice_due")),
    )
    op.execute(
        "INSERT INTO einvoice_due SELECT d.id FROM (SELECT id FROM invoice WHERE gross_amount > 0 UNION ALL"
        " SELECT id FROM customer_credit_note UNION ALL SELECT id FROM down_payment UNION ALL SELECT id FROM invoice_reissue) d"
        " LEFT JOIN einvoice e ON e.document_id = d.id WHERE e.document_id IS NULL"
    )

"""Since when documents are open, and settled, so that balances of any past day are exact."""

import sqlalchemy as sa
from alembic import op

revision = "accounting_1304"
down_revision = "accounting_1303"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "open_item",
        sa.Column("entry_id", sa.UUID(), nullable=True, comment="that it was brought in by, from another system"),
    )
    op.add_column(
        "payment_match",
        sa.Column("matched_on", sa.Date(), nullable=True, comment="when it was later than the payment"),
    )
    op.execute(
        "UPDATE open_item o SET entry_id = x.id FROM (SELECT DISTINCT ON (l.partner_id, l.account, l.debit + l.credit)"
        " e.id, l.partner_id, l.account, l.debit + l.credit AS value FROM journal_entry e JOIN journal_line l"
        " ON l.entry_id = e.id WHERE e.source = 'opening-balance' AND l.account IN ('401', '411')"
        " ORDER BY l.partner_id, l.account, l.debit + l.credit, e.posted_on) x"
        " WHERE x.partner_id = o.partner_id AND x.value = o.value AND (x.account = '411') = o.is_receivable"
        " AND NOT EXISTS (SELECT 1 FROM journal_entry e WHERE e.source_id = o.document_id)"
    )

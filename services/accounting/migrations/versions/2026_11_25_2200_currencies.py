"""Exchange rates, and what is bought, billed and paid in another currency than the company's.

What is there already is in company currency: its amounts are its values.
"""

import sqlalchemy as sa
from alembic import op
from kit.migrations import company_currency

revision = "accounting_0007"
down_revision = "accounting_0006"
branch_labels = None
depends_on = None

_VALUE = sa.Numeric(precision=18, scale=2)
_OWN = company_currency()
_OF_ORDER = f"coalesce((SELECT l.currency FROM purchase_order_line l WHERE l.id = t.purchase_order_line_id), '{_OWN}')"
_OF_DOCUMENT = (
    "coalesce((SELECT i.currency FROM invoice i WHERE i.id = t.document_id),"
    f" (SELECT b.currency FROM bill b WHERE b.id = t.document_id), '{_OWN}')"
)
_DAY_RECEIVED = "(SELECT g.received_on FROM goods_received g WHERE g.receipt_line_id = t.receipt_line_id)"
_TEXT, _DATE, _NUMBER = sa.Text(), sa.Date(), sa.Numeric()
# Table, column, type, and what it is for the rows that are there.
_ADDED = (
    ("goods_received", "currency", _TEXT, _OF_ORDER),
    ("goods_received", "rate_on", _DATE, "received_on"),
    ("goods_received", "amount", _NUMBER, "value"),
    ("goods_received", "billed_amount", _NUMBER, "billed_value"),
    ("bill", "rate_on", _DATE, "billed_on"),
    ("bill", "value", _VALUE, "gross_amount"),
    ("bill_line", "received_value", _VALUE, "received_amount"),
    ("bill_line", "received_rate_on", _DATE, _DAY_RECEIVED),
    ("supplier_bill", "currency", _TEXT, f"coalesce((SELECT b.currency FROM bill b WHERE b.id = t.id), '{_OWN}')"),
    ("credit_note", "currency", _TEXT, "(SELECT p.currency FROM payment p WHERE p.id = t.id)"),
    ("credit_note", "rate_on", _DATE, "credited_on"),
    ("credit_note_line", "received_value", _VALUE, "received_amount"),
    ("payment", "rate_on", _DATE, "paid_on"),
    ("payment", "value", _VALUE, "amount"),
    ("payment", "unmatched_value", _VALUE, "unmatched_amount"),
    ("payment", "exchange_gain", _VALUE, "0"),
    ("open_item", "currency", _TEXT, _OF_DOCUMENT),
    ("open_item", "value", _VALUE, "amount"),
    ("open_item", "open_value", _VALUE, "open_amount"),
    ("payment_match", "value", _VALUE, "amount"),
)
_RATES = (
    ("goods_received", "rate"), ("bill", "rate"), ("bill_line", "received_rate"), ("credit_note", "rate"), ("payment", "rate"),
)  # fmt: skip
_COMMENTS = (
    ("goods_received", "amount", "in its currency"),
    ("bill", "value", "gross, in company currency"),
    ("bill_line", "received_value", "the same in company currency"),
    ("credit_note_line", "received_value", "the same in company currency"),
    ("payment", "value", "what moved on the account, company currency"),
    ("open_item", "value", "in company currency, as the books have it"),
)
_IN_ANY_CURRENCY = (
    ("bill", ("net_amount", "tax_amount", "gross_amount")),
    ("bill_line", ("received_amount", "net_amount")),
    ("supplier_bill", ("tax_amount", "net_amount")),
    ("supplier_bill_line", ("net_amount",)),
    ("credit_note", ("net_amount", "tax_amount")),
    ("credit_note_line", ("received_amount", "net_amount")),
    ("payment", ("amount", "unmatched_amount")),
    ("open_item", ("amount", "open_amount")),
    ("payment_match", ("amount",)),
)


def upgrade() -> None:
    op.create_table(
        "exchange_rate",
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("valid_on", sa.Date(), nullable=False),
        sa.Column("rate", sa.Numeric(), nullable=False, comment="units of it for one of the company's"),
        sa.Column("source", sa.Text(), nullable=False),
        sa.CheckConstraint("rate > 0", name=op.f("ck_exchange_rate_rate")),
        sa.PrimaryKeyConstraint("currency", "valid_on", name=op.f("pk_exchange_rate")),
    )
    op.add_column(
        "journal_line", sa.Column("currency", sa.Text(), comment="of the document, when it is not the company's")
    )
    op.add_column("journal_line", sa.Column("currency_amount", sa.Numeric(), comment="> 0, on the side of the line"))
    op.add_column("journal_line", sa.Column("rate", sa.Numeric()))
    op.add_column("journal_line", sa.Column("rate_on", sa.Date()))
    op.create_check_constraint(
        op.f("ck_journal_line_foreign"),
        "journal_line",
        "num_nonnulls(currency, currency_amount, rate, rate_on) IN (0, 4)",
    )
    for table, column in _RATES:
        comment = "of the day of receipt; null: the currency is the company's" if table == "goods_received" else None
        op.add_column(table, sa.Column(column, _NUMBER, comment=comment))
    comments = {(table, column): comment for table, column, comment in _COMMENTS}
    tables = list(dict.fromkeys(table for table, *_ in _ADDED))
    for table, column, kind, _ in _ADDED:
        op.add_column(table, sa.Column(column, kind, comment=comments.get((table, column))))
    for table in tables:
        changes = ", ".join(f"{column} = {value}" for name, column, _, value in _ADDED if name == table)
        op.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")  # append-only: this is the same fact in more columns
        op.execute(f"UPDATE {table} AS t SET {changes}")
        op.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    for table, column, kind, _ in _ADDED:
        op.alter_column(table, column, existing_type=kind, nullable=False)
    for table, columns in _IN_ANY_CURRENCY:
        for column in columns:
            op.alter_column(table, column, existing_type=_VALUE, type_=sa.Numeric())
    op.create_check_constraint(
        op.f("ck_open_item_open_value"), "open_item", "open_value >= 0 AND (open_amount > 0 OR open_value = 0)"
    )

"""VAT by where goods go: treatments as data, categories and reasons on lines, the tax of documents."""

from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from alembic import op
from kit.migrations import append_only

revision = "accounting_1104"
down_revision = "accounting_1204"
branch_labels = None
depends_on = None

_SINCE = date(2014, 1, 1)
_NONE = Decimal(0)
# For who sells from metropolitan France.
_TREATMENTS = [
    ("corsica", "reduced", "S", Decimal("0.021"), "", ""),  # CGI article 297
    ("corsica", "super-reduced", "S", Decimal("0.009"), "", ""),
    ("france", "zero", "E", _NONE, "VATEX-FR-CGI261-1", "Exonération de TVA, article 261 du CGI"),
    ("corsica", "zero", "E", _NONE, "VATEX-FR-CGI261-1", "Exonération de TVA, article 261 du CGI"),
    ("eu-other", "zero", "E", _NONE, "VATEX-FR-CGI261-1", "Exonération de TVA, article 261 du CGI"),
    ("eu-business", "", "K", _NONE, "VATEX-EU-IC", "Exonération de TVA, article 262 ter, I du CGI"),
    ("overseas", "", "G", _NONE, "VATEX-EU-G", "Exonération de TVA, article 294, 2 du CGI"),
    ("export", "", "G", _NONE, "VATEX-EU-G", "Exonération de TVA, article 262, I du CGI"),
]


def upgrade() -> None:
    op.create_table(
        "document_tax",
        sa.Column("document_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("rate", sa.Numeric(), nullable=False),
        sa.Column("reason_code", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("base", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("tax", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.PrimaryKeyConstraint("document_id", "position", name=op.f("pk_document_tax")),
    )
    op.create_table(
        "vat_treatment",
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("tax_class", sa.Text(), nullable=False, comment="empty: every class without a row of its own"),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("rate", sa.Numeric(), nullable=True, comment="null: the rate of the class at home"),
        sa.Column("reason_code", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("category = 'S' OR coalesce(rate, 1) = 0", name=op.f("ck_vat_treatment_without_tax")),
        sa.CheckConstraint("category IN ('S', 'Z', 'E', 'AE', 'K', 'G', 'O')", name=op.f("ck_vat_treatment_category")),
        sa.CheckConstraint(
            "zone IN ('france', 'corsica', 'overseas', 'eu-business', 'eu-other', 'export')",
            name=op.f("ck_vat_treatment_zone"),
        ),
        sa.PrimaryKeyConstraint("zone", "tax_class", "effective_from", name=op.f("pk_vat_treatment")),
    )
    op.add_column("invoice_charge", sa.Column("vat_category", sa.Text(), server_default="S", nullable=False))
    op.add_column("invoice_charge", sa.Column("vat_reason_code", sa.Text(), server_default="", nullable=False))
    op.add_column("invoice_charge", sa.Column("vat_reason", sa.Text(), server_default="", nullable=False))
    op.add_column("invoice_line", sa.Column("vat_category", sa.Text(), server_default="S", nullable=False))
    op.add_column("invoice_line", sa.Column("vat_reason_code", sa.Text(), server_default="", nullable=False))
    op.add_column("invoice_line", sa.Column("vat_reason", sa.Text(), server_default="", nullable=False))
    op.add_column("partner", sa.Column("vat_id", sa.Text(), server_default="", nullable=False))
    op.add_column(
        "partner",
        sa.Column("country", sa.Text(), server_default="", nullable=False, comment="where goods are delivered"),
    )
    op.add_column("partner", sa.Column("postal_code", sa.Text(), server_default="", nullable=False))
    op.bulk_insert(
        sa.table(
            "vat_treatment",
            sa.column("zone"),
            sa.column("tax_class"),
            sa.column("effective_from", sa.Date),
            sa.column("category"),
            sa.column("rate"),
            sa.column("reason_code"),
            sa.column("reason"),
        ),
        [
            {
                "zone": zone,
                "tax_class": tax_class,
                "effective_from": _SINCE,
                "category": category,
                "rate": rate,
                "reason_code": code,
                "reason": reason,
            }
            for zone, tax_class, category, rate, code, reason in _TREATMENTS
        ],
    )
    for table in ("invoice_line", "invoice_charge"):
        op.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")  # append-only: this is the same fact in more columns
        op.execute(
            f"UPDATE {table} SET vat_category = 'E', vat_reason_code = 'VATEX-FR-CGI261-1',"
            " vat_reason = 'Exonération de TVA, article 261 du CGI' WHERE tax_rate = 0"
        )
        op.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    taxed = "tax_rate, tax_rounding, vat_category, vat_reason_code, vat_reason"
    invoiced = (
        f"SELECT invoice_id, net_amount, {taxed} FROM invoice_line"
        f" UNION ALL SELECT invoice_id, net_amount, {taxed} FROM invoice_charge"
    )
    credited = (
        f"SELECT c.credit_note_id, c.net_amount, {taxed} FROM customer_credit_note_line c"
        " JOIN invoice_line l ON l.id = c.invoice_line_id"
    )
    for lines in (invoiced, credited):
        op.execute(
            "INSERT INTO document_tax (document_id, position, category, rate, reason_code, reason, base, tax)"
            " SELECT id, row_number() OVER (PARTITION BY id ORDER BY rate DESC), category, rate, code, reason, sum(net),"
            " round(coalesce(sum(net * rate) FILTER (WHERE rounding = 'document'), 0), 2)"
            " + coalesce(sum(round(net * rate, 2)) FILTER (WHERE rounding = 'line'), 0)"
            f" FROM ({lines}) x (id, net, rate, rounding, category, code, reason)"
            " GROUP BY id, rate, category, code, reason"
        )
    append_only("document_tax")
    # Partners are read once more, for where they take goods in.
    op.execute("UPDATE partner SET version = 0")
    op.execute("UPDATE consumer_position SET next_offset = 0 WHERE topic = 'catalog.partners.v1'")
    op.execute("DELETE FROM inbox WHERE created_at < now() - interval '1 minute'")

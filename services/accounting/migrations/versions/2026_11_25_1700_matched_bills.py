"""Bills as they are entered, disputes, tolerances, cancellations, credit notes."""

import sqlalchemy as sa
from alembic import op
from kit.migrations import append_only

revision = "accounting_0006"
down_revision = "accounting_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_constraint("uq_bill_supplier_id_supplier_number", "bill")
    op.create_index(
        op.f("ix_bill_supplier_id_supplier_number"), "bill", ["supplier_id", "supplier_number"], unique=False
    )
    op.create_table(
        "supplier_bill",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("supplier_id", sa.UUID(), nullable=False),
        sa.Column("supplier_number", sa.Text(), nullable=False),
        sa.Column("number_key", sa.Text(), nullable=False),
        sa.Column("billed_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("tax_class", sa.Text(), nullable=False),
        sa.Column("tax_amount", sa.Numeric(precision=18, scale=2), nullable=True),
        sa.Column("net_amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "status IN ('disputed', 'matched', 'posted', 'rejected', 'cancelled')", name=op.f("ck_supplier_bill_status")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_bill")),
    )
    op.create_index(
        op.f("ix_supplier_bill_status_created_at_id"), "supplier_bill", ["status", "created_at", "id"], unique=False
    )
    op.create_index(
        "uq_supplier_bill_number",
        "supplier_bill",
        ["supplier_id", "number_key"],
        unique=True,
        postgresql_where="status NOT IN ('rejected', 'cancelled')",
    )
    op.create_table(
        "supplier_bill_line",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("bill_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("receipt_line_id", sa.UUID(), nullable=True),
        sa.Column("purchase_order_line_id", sa.UUID(), nullable=True),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("net_amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.CheckConstraint(
            "num_nonnulls(receipt_line_id, purchase_order_line_id) = 1 AND quantity > 0",
            name=op.f("ck_supplier_bill_line_names"),
        ),
        sa.ForeignKeyConstraint(["bill_id"], ["supplier_bill.id"], name=op.f("fk_supplier_bill_line_bill_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_bill_line")),
    )
    op.create_index(
        op.f("ix_supplier_bill_line_bill_id_position"), "supplier_bill_line", ["bill_id", "position"], unique=False
    )
    op.create_table(
        "bill_dispute",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("bill_id", sa.UUID(), nullable=False),
        sa.Column("line_id", sa.UUID(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at_risk", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("resolution", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("resolved_by", sa.Text(), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["bill_id"], ["supplier_bill.id"], name=op.f("fk_bill_dispute_bill_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bill_dispute")),
        sa.UniqueConstraint(
            "bill_id",
            "line_id",
            "kind",
            name=op.f("uq_bill_dispute_bill_id_line_id_kind"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(
        "ix_bill_dispute_open",
        "bill_dispute",
        [sa.literal_column("at_risk DESC"), "id"],
        unique=False,
        postgresql_where=sa.text("resolution IS NULL"),
    )
    op.create_table(
        "bill_tolerance",
        sa.Column("supplier_id", sa.UUID(), nullable=True, comment="null: every other supplier"),
        sa.Column("price_rate", sa.Numeric(), nullable=False),
        sa.Column("price_amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.CheckConstraint("price_rate >= 0 AND price_amount >= 0", name=op.f("ck_bill_tolerance_not_negative")),
        sa.UniqueConstraint(
            "supplier_id", name=op.f("uq_bill_tolerance_supplier_id"), postgresql_nulls_not_distinct=True
        ),
    )
    op.create_table(
        "bill_cancellation",
        sa.Column("bill_id", sa.UUID(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("cancelled_on", sa.Date(), nullable=False),
        sa.Column("cancelled_by", sa.Text(), nullable=False),
        sa.Column("entry_id", sa.UUID(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["bill_id"], ["bill.id"], name=op.f("fk_bill_cancellation_bill_id")),
        sa.PrimaryKeyConstraint("bill_id", name=op.f("pk_bill_cancellation")),
    )
    op.create_table(
        "credit_note",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("supplier_id", sa.UUID(), nullable=False),
        sa.Column("supplier_number", sa.Text(), nullable=False),
        sa.Column("number_key", sa.Text(), nullable=False),
        sa.Column("credited_on", sa.Date(), nullable=False),
        sa.Column("net_amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("tax_amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("entry_id", sa.UUID(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_note")),
        sa.UniqueConstraint("number", name=op.f("uq_credit_note_number")),
        sa.UniqueConstraint("supplier_id", "number_key", name=op.f("uq_credit_note_supplier_id_number_key")),
    )
    op.create_index(op.f("ix_credit_note_credited_on_id"), "credit_note", ["credited_on", "id"], unique=False)
    op.create_table(
        "credit_note_line",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("credit_note_id", sa.UUID(), nullable=False),
        sa.Column("receipt_line_id", sa.UUID(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False, comment="given back; zero: only the price"),
        sa.Column(
            "received_amount", sa.Numeric(precision=18, scale=2), nullable=False, comment="what was expected for them"
        ),
        sa.Column("net_amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.ForeignKeyConstraint(
            ["credit_note_id"], ["credit_note.id"], name=op.f("fk_credit_note_line_credit_note_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_note_line")),
    )
    op.create_index(op.f("ix_credit_note_line_credit_note_id"), "credit_note_line", ["credit_note_id"], unique=False)
    op.execute(
        "INSERT INTO supplier_bill (id, supplier_id, supplier_number, number_key, billed_on, due_on, tax_class, tax_amount,"
        " net_amount, status, entered_by, version, created_at) SELECT id, supplier_id, supplier_number,"
        " upper(regexp_replace(supplier_number, '[^0-9A-Za-z]', '', 'g')), billed_on, due_on, '', tax_amount, net_amount,"
        " 'posted', '', 1, created_at FROM bill ON CONFLICT DO NOTHING"
    )
    append_only("bill_cancellation", "credit_note", "credit_note_line")

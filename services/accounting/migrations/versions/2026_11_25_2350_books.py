"""Own accounts and journals, fiscal years, steps of a period, axes and piece of an entry; closed means closed in the database."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "accounting_1401"
down_revision = "accounting_1400"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _own_parts()
    _waiting()
    op.add_column("product", sa.Column("family", sa.Text(), nullable=True, comment="code; null: not told yet"))
    op.add_column("journal_entry", sa.Column("document_number", sa.Text(), server_default="", nullable=False))
    op.alter_column("journal_line", "position", type_=sa.Integer())
    op.add_column("journal_line", sa.Column("site", sa.Text(), nullable=True, comment="axis: code of the warehouse"))
    op.add_column(
        "journal_line", sa.Column("family", sa.Text(), nullable=True, comment="axis: code of the product's family")
    )
    op.add_column("journal_line", sa.Column("customer_id", sa.UUID(), nullable=True, comment="axis"))
    op.add_column("journal_line", sa.Column("channel", sa.Text(), nullable=True, comment="axis"))
    _periods()


def _own_parts() -> None:
    op.create_table(
        "account",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name_fr", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("kept_by", sa.Text(), nullable=False),
        sa.CheckConstraint("code ~ '^[1-8][0-9]{2,11}$'", name=op.f("ck_account_code")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_account")),
    )
    op.create_table(
        "journal",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name_fr", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.CheckConstraint("code ~ '^[A-Z][A-Z0-9]{1,5}$'", name=op.f("ck_journal_code")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_journal")),
    )
    op.create_table(
        "fiscal_year",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "ends_on > starts_on AND year = extract(year FROM ends_on)", name=op.f("ck_fiscal_year_days")
        ),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_fiscal_year")),
        sa.UniqueConstraint("starts_on", name=op.f("uq_fiscal_year_starts_on")),
    )


def _waiting() -> None:
    op.create_table(
        "entry_draft",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("status IN ('waiting', 'posted', 'rejected')", name=op.f("ck_entry_draft_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_draft")),
    )
    op.create_index(
        "ix_entry_draft_waiting",
        "entry_draft",
        ["created_at", "id"],
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.create_table(
        "period_reopening",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period_reopening")),
    )


def _periods() -> None:
    op.add_column("period", sa.Column("status", sa.Text(), nullable=True))
    op.execute("UPDATE period SET status = CASE WHEN is_closed THEN 'closed' ELSE 'open' END")
    op.alter_column("period", "status", nullable=False)
    op.drop_column("period", "is_closed")
    op.add_column("period", sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "period",
        sa.Column("seal", sa.LargeBinary(), nullable=True, comment="hash over the hashes of the period's entries"),
    )
    op.create_check_constraint(op.f("ck_period_status"), "period", "status IN ('open', 'locked', 'closed', 'sealed')")
    op.create_check_constraint(
        op.f("ck_period_seal"),
        "period",
        "(status = 'sealed') = (seal IS NOT NULL) AND (seal IS NULL) = (sealed_at IS NULL)",
    )
    # A closed month cannot move: said by the domain, held by the database, for entries and for lines alike.
    op.execute(
        "CREATE FUNCTION refuse_closed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " IF EXISTS (SELECT FROM (SELECT DISTINCT posted_on FROM added) a JOIN period p"
        "  ON p.month = date_trunc('month', a.posted_on::timestamp)::date WHERE p.status IN ('closed', 'sealed'))"
        " THEN RAISE EXCEPTION 'the period is closed' USING ERRCODE = 'check_violation'; END IF; RETURN NULL; END $$"
    )
    for table in ("journal_entry", "journal_line"):
        op.execute(
            f"CREATE TRIGGER {table}_open AFTER INSERT ON {table} REFERENCING NEW TABLE AS added"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_closed()"
        )
    op.execute(
        "CREATE FUNCTION keep_seal() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " IF OLD.status = 'sealed' THEN RAISE EXCEPTION 'the period % is sealed', OLD.month"
        " USING ERRCODE = 'restrict_violation'; END IF; RETURN coalesce(NEW, OLD); END $$"
    )
    op.execute(
        "CREATE TRIGGER period_sealed BEFORE UPDATE OR DELETE ON period FOR EACH ROW EXECUTE FUNCTION keep_seal()"
    )

"""Offers in their editions."""

import sqlalchemy as sa
from alembic import op
from kit.numbers import create_sequences
from sqlalchemy.dialects import postgresql

revision = "sales_0101"
down_revision = "sales_0100"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_sequences("QU")
    op.create_table(
        "offer",
        sa.Column("id", sa.UUID(), nullable=False, comment="of this edition"),
        sa.Column("offer_id", sa.UUID(), nullable=False, comment="of all its editions"),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("is_newest", sa.Boolean(), nullable=False),
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("bill_to_id", sa.UUID(), nullable=False),
        sa.Column("salesperson", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("segment", sa.Text(), nullable=False),
        sa.Column("payment_days", sa.Integer(), nullable=False),
        sa.Column("payment_terms", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("warehouse", sa.Text(), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=False, comment="the day of its prices"),
        sa.Column("customer_reference", sa.Text(), nullable=False),
        sa.Column("shortage", sa.Text(), nullable=False),
        sa.Column("deliver_to", sa.Text(), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=True),
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.Column("consolidate_until", sa.Date(), nullable=True),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("lead_time_days", sa.Integer(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("net", sa.Numeric(), nullable=False),
        sa.Column("margin", sa.Numeric(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("approval_id", sa.UUID(), nullable=True),
        sa.Column("sales_order_id", sa.UUID(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("(status = 'accepted') = (sales_order_id IS NOT NULL)", name=op.f("ck_offer_ordered")),
        sa.CheckConstraint(
            "status IN ('draft', 'awaiting-approval', 'approved', 'sent', 'accepted', 'refused', 'expired', 'superseded', 'withdrawn')",
            name=op.f("ck_offer_status"),
        ),
        sa.ForeignKeyConstraint(["approval_id"], ["approval_request.id"], name=op.f("fk_offer_approval_id")),
        sa.ForeignKeyConstraint(["sales_order_id"], ["sales_order.id"], name=op.f("fk_offer_sales_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint("offer_id", "edition", name=op.f("uq_offer_offer_id_edition")),
    )
    op.create_index(op.f("ix_offer_created_at_id"), "offer", ["created_at", "id"], unique=False)
    op.create_index(
        op.f("ix_offer_customer_id_created_at_id"), "offer", ["customer_id", "created_at", "id"], unique=False
    )
    op.create_index("ix_offer_due", "offer", ["valid_until"], unique=False, postgresql_where=sa.text("status = 'sent'"))
    op.create_index(op.f("ix_offer_number"), "offer", ["number"], unique=False)
    op.create_index(op.f("ix_offer_sales_order_id"), "offer", ["sales_order_id"], unique=True)
    op.create_index(
        op.f("ix_offer_salesperson_created_at_id"), "offer", ["salesperson", "created_at", "id"], unique=False
    )
    op.create_index(op.f("ix_offer_status_created_at_id"), "offer", ["status", "created_at", "id"], unique=False)
    op.create_index(
        "uq_offer_binding",
        "offer",
        ["offer_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('sent', 'accepted')"),
    )
    op.create_index("uq_offer_newest", "offer", ["offer_id"], unique=True, postgresql_where=sa.text("is_newest"))
    op.create_table(
        "offer_line",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("offer_id", sa.UUID(), nullable=False, comment="of the edition"),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=True, comment="null: words alone"),
        sa.Column("sku", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("tax_class", sa.Text(), nullable=True),
        sa.Column("packaging_code", sa.Text(), nullable=True),
        sa.Column("packaging_quantity", sa.Numeric(), nullable=True),
        sa.Column("quantity", sa.Numeric(), nullable=True),
        sa.Column("manual_unit_price", sa.Numeric(), nullable=True),
        sa.Column("unit_price", sa.Numeric(), nullable=True),
        sa.Column("price", postgresql.JSONB(astext_type=sa.Text()), nullable=True, comment="steps to the unit price"),
        sa.Column("decision", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("choice", sa.Text(), nullable=False),
        sa.Column("choice_group", sa.Text(), nullable=False),
        sa.Column("lead_time_days", sa.Integer(), nullable=True),
        sa.CheckConstraint("(choice = 'alternative') = (choice_group <> '')", name=op.f("ck_offer_line_choice_group")),
        sa.CheckConstraint("choice IN ('fixed', 'option', 'alternative')", name=op.f("ck_offer_line_choice")),
        sa.CheckConstraint(
            "num_nulls(product_id, sku, description, tax_class, packaging_quantity, quantity, unit_price, price, decision) IN (0, 9)",
            name=op.f("ck_offer_line_whole"),
        ),
        sa.CheckConstraint(
            "quantity > 0 AND packaging_quantity > 0 AND unit_price >= 0", name=op.f("ck_offer_line_quantities")
        ),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_offer_line_offer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_line")),
    )
    op.create_index(op.f("ix_offer_line_offer_id_position"), "offer_line", ["offer_id", "position"], unique=False)
    op.create_table(
        "offer_link",
        sa.Column("offer_id", sa.UUID(), nullable=False, comment="of all its editions"),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("offer_id", name=op.f("pk_offer_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_offer_link_token_hash")),
    )
    _guard()


def _guard() -> None:
    """What a customer has in hand does not change: neither the terms of an edition that was sent, nor its lines."""
    op.execute(
        "CREATE FUNCTION refuse_change_of_sent_offer() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " IF TG_OP = 'DELETE' OR (to_jsonb(OLD) - ARRAY['status', 'version', 'is_newest', 'sales_order_id'])"
        " <> (to_jsonb(NEW) - ARRAY['status', 'version', 'is_newest', 'sales_order_id']) THEN"
        " RAISE EXCEPTION 'an offer that was sent does not change: write a new edition'"
        " USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER offer_sent BEFORE UPDATE OR DELETE ON offer FOR EACH ROW"
        " WHEN (OLD.status NOT IN ('draft', 'awaiting-approval', 'approved'))"
        " EXECUTE FUNCTION refuse_change_of_sent_offer()"
    )
    op.execute(
        "CREATE FUNCTION refuse_change_of_sent_line() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " IF EXISTS (SELECT FROM offer WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.offer_id ELSE NEW.offer_id END"
        " AND status NOT IN ('draft', 'awaiting-approval', 'approved')) THEN"
        " RAISE EXCEPTION 'an offer that was sent does not change: write a new edition'"
        " USING ERRCODE = 'restrict_violation'; END IF;"
        " RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END; END $$"
    )
    op.execute(
        "CREATE TRIGGER offer_line_sent BEFORE INSERT OR UPDATE OR DELETE ON offer_line FOR EACH ROW"
        " EXECUTE FUNCTION refuse_change_of_sent_line()"
    )

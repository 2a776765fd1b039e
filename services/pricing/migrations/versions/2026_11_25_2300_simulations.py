"""What was sold, every state of every price, and simulations over both."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "pricing_0103"
down_revision = "pricing_0102"
branch_labels = None
depends_on = None

_STATE = "product_id, scope, scope_key, min_quantity, unit_price, currency, effective_from, effective_until"

_OLD, _NEW = (", ".join(f"{row}.{name}" for name in _STATE.split(", ")) for row in ("o", "n"))
_FUNCTION = f"""
CREATE FUNCTION record_price() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE at timestamptz := clock_timestamp();
BEGIN
  IF TG_OP = 'UPDATE' THEN
    UPDATE price_history h SET recorded_until = at FROM old_rows o JOIN new_rows n USING (id)
      WHERE h.price_id = o.id AND h.recorded_until IS NULL AND ({_OLD}) IS DISTINCT FROM ({_NEW});
    INSERT INTO price_history (price_id, {_STATE}, recorded_from)
      SELECT n.id, {_NEW}, at FROM new_rows n JOIN old_rows o USING (id) WHERE ({_OLD}) IS DISTINCT FROM ({_NEW});
  ELSIF TG_OP = 'DELETE' THEN
    UPDATE price_history h SET recorded_until = at FROM old_rows o WHERE h.price_id = o.id AND h.recorded_until IS NULL;
  ELSE
    INSERT INTO price_history (price_id, {_STATE}, recorded_from) SELECT id, {_STATE}, at FROM new_rows;
  END IF;
  RETURN NULL;
END $$
"""


def upgrade() -> None:
    op.create_table(
        "product_supplier",
        sa.Column("id", sa.UUID(), nullable=False, comment="of the product"),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("supplier_ids", postgresql.ARRAY(sa.UUID()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_supplier")),
    )
    op.create_table(
        "sold_line",
        sa.Column("order_line_id", sa.UUID(), nullable=False),
        sa.Column("order_id", sa.UUID(), nullable=False),
        sa.Column("order_number", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("segment", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("unit_price", sa.Numeric(), nullable=False),
        sa.PrimaryKeyConstraint("order_line_id", name=op.f("pk_sold_line")),
    )
    op.create_index(op.f("ix_sold_line_ordered_on_order_line_id"), "sold_line", ["ordered_on", "order_line_id"])
    op.create_index(op.f("ix_sold_line_order_id"), "sold_line", ["order_id"])
    op.create_table(
        "price_history",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("price_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("scope_key", sa.Text(), nullable=False),
        sa.Column("min_quantity", sa.Numeric(), nullable=False),
        sa.Column("unit_price", sa.Numeric(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("effective_until", sa.Date(), nullable=True),
        sa.Column("recorded_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_history")),
    )
    op.create_index(
        op.f("ix_price_history_product_id_currency_scope_scope_key"),
        "price_history",
        ["product_id", "currency", "scope", "scope_key"],
    )
    op.create_index(
        "ix_price_history_open", "price_history", ["price_id"], postgresql_where=sa.text("recorded_until IS NULL")
    )
    op.execute(
        f"INSERT INTO price_history (price_id, {_STATE}, recorded_from) SELECT id, {_STATE}, created_at FROM price"
    )
    op.execute(_FUNCTION)
    for event, tables in (
        ("INSERT", "NEW TABLE AS new_rows"),
        ("UPDATE", "OLD TABLE AS old_rows NEW TABLE AS new_rows"),
        ("DELETE", "OLD TABLE AS old_rows"),
    ):
        op.execute(
            f"CREATE TRIGGER record_price_{event.lower()} AFTER {event} ON price REFERENCING {tables}"
            " FOR EACH STATEMENT EXECUTE FUNCTION record_price()"
        )
    op.create_table(
        "simulation",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scenario", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("lines_total", sa.Integer(), nullable=False),
        sa.Column("lines_done", sa.Integer(), nullable=False),
        sa.Column("last_ordered_on", sa.Date(), nullable=True),
        sa.Column("last_line_id", sa.UUID(), nullable=True),
        sa.Column("requested_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('running', 'done', 'cancelled')", name=op.f("ck_simulation_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_simulation")),
    )
    op.create_index(op.f("ix_simulation_created_at_id"), "simulation", ["created_at", "id"])
    op.create_index(
        "ix_simulation_running", "simulation", ["created_at"], postgresql_where=sa.text("status = 'running'")
    )
    op.create_table(
        "simulation_effect",
        sa.Column("simulation_id", sa.UUID(), nullable=False),
        sa.Column("axis", sa.Text(), nullable=False),
        sa.Column("key", sa.UUID(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("lines_without_cost", sa.Integer(), nullable=False),
        sa.Column("lines_stopped_before", sa.Integer(), nullable=False),
        sa.Column("lines_stopped_after", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("revenue_before", sa.Numeric(), nullable=False),
        sa.Column("revenue_after", sa.Numeric(), nullable=False),
        sa.Column("margin_before", sa.Numeric(), nullable=False),
        sa.Column("margin_after", sa.Numeric(), nullable=False),
        sa.CheckConstraint("axis IN ('customer', 'product')", name=op.f("ck_simulation_effect_axis")),
        sa.ForeignKeyConstraint(
            ["simulation_id"], ["simulation.id"], name=op.f("fk_simulation_effect_simulation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("simulation_id", "axis", "key", name=op.f("pk_simulation_effect")),
    )
    op.create_table(
        "simulation_stop",
        sa.Column("simulation_id", sa.UUID(), nullable=False),
        sa.Column("order_line_id", sa.UUID(), nullable=False),
        sa.Column("order_number", sa.Text(), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("unit_price_before", sa.Numeric(), nullable=False),
        sa.Column("unit_price_after", sa.Numeric(), nullable=False),
        sa.Column("margin_rate_before", sa.Numeric(), nullable=True),
        sa.Column("margin_rate_after", sa.Numeric(), nullable=True),
        sa.Column("verdict_before", sa.Text(), nullable=False),
        sa.Column("verdict_after", sa.Text(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["simulation_id"], ["simulation.id"], name=op.f("fk_simulation_stop_simulation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("simulation_id", "order_line_id", name=op.f("pk_simulation_stop")),
    )

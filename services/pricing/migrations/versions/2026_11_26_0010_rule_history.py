"""Every state of every price rule and contract, whole past orders, and what simulations change by family."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "pricing_0202"
down_revision = "pricing_0201"
branch_labels = None
depends_on = None

# What is there by now counts as always having been: nobody knows since when.
_ALWAYS = "timestamptz '1970-01-01'"

_FUNCTION = """
CREATE FUNCTION record_state() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  at timestamptz := clock_timestamp();
  history text := TG_TABLE_NAME || '_history';
BEGIN
  IF TG_OP <> 'INSERT' THEN
    EXECUTE format('UPDATE %I SET recorded_until = $1 WHERE id = $2 AND recorded_until IS NULL', history) USING at, OLD.id;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    EXECUTE format('INSERT INTO %I SELECT (jsonb_populate_record(NULL::%I, to_jsonb($1) || jsonb_build_object('
      '''state_id'', nextval(''rule_state''), ''recorded_from'', $2))).*', history, history) USING NEW, at;
  END IF;
  RETURN NULL;
END $$
"""


def _state(table: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        f"{table}_history",
        sa.Column("state_id", sa.BigInteger(), nullable=False),
        sa.Column("recorded_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_until", sa.DateTime(timezone=True), nullable=True),
        *columns,
        sa.PrimaryKeyConstraint("state_id", name=op.f(f"pk_{table}_history")),
    )
    op.create_index(
        f"ix_{table}_history_open", f"{table}_history", ["id"], postgresql_where=sa.text("recorded_until IS NULL")
    )
    names = ", ".join(column.name for column in columns)
    op.execute(
        f"INSERT INTO {table}_history (state_id, recorded_from, {names})"
        f" SELECT nextval('rule_state'), {_ALWAYS}, {names} FROM {table}"
    )
    op.execute(
        f"CREATE TRIGGER record_{table} AFTER INSERT OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION record_state()"
    )
    op.execute(
        f"CREATE TRIGGER record_{table}_change AFTER UPDATE ON {table} FOR EACH ROW"
        " WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION record_state()"
    )


def upgrade() -> None:
    op.execute("CREATE SEQUENCE rule_state")
    op.execute(_FUNCTION)
    _state(
        "price_rule",
        sa.Column("id", sa.UUID(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("code", "kind", "name_fr", "name_en")),
        sa.Column("value", sa.Numeric(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("effective_until", sa.Date(), nullable=True),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("stacking", sa.Text(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=True),
        sa.Column("family_code", sa.Text(), nullable=True),
        sa.Column("customer_id", sa.UUID(), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("segment", "channel", "currency")),
        sa.Column("min_quantity", sa.Numeric(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Numeric(), nullable=True) for name in ("min_amount", "below_amount", "buy_quantity")),
    )
    _state(
        "contract",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("effective_until", sa.Date(), nullable=True),
        sa.Column("takes_rules", sa.Boolean(), nullable=False),
    )
    op.create_index(op.f("ix_contract_history_customer_id"), "contract_history", ["customer_id"])
    _state(
        "contract_line",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("contract_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=True),
        sa.Column("family_code", sa.Text(), nullable=True),
        sa.Column("min_quantity", sa.Numeric(), nullable=False),
        sa.Column("unit_price", sa.Numeric(), nullable=True),
        sa.Column("discount_rate", sa.Numeric(), nullable=True),
        sa.Column("quantity_cap", sa.Numeric(), nullable=True),
        sa.Column("quantity_called", sa.Numeric(), nullable=False),
    )
    for target in ("product_id", "family_code"):
        op.create_index(
            op.f(f"ix_contract_line_history_contract_id_{target}"), "contract_line_history", ["contract_id", target]
        )
    op.add_column("sold_line", sa.Column("is_by_hand", sa.Boolean(), server_default="false", nullable=False))
    op.drop_index("ix_sold_line_ordered_on_order_line_id", table_name="sold_line")
    op.create_index(op.f("ix_sold_line_ordered_on_order_id"), "sold_line", ["ordered_on", "order_id"])
    # One that is under way starts again: it was counting lines.
    op.execute(
        "DELETE FROM simulation_effect e USING simulation s WHERE s.id = e.simulation_id AND s.status = 'running'"
    )
    op.execute("DELETE FROM simulation_stop e USING simulation s WHERE s.id = e.simulation_id AND s.status = 'running'")
    op.execute(
        "UPDATE simulation SET lines_done = 0, last_ordered_on = NULL, last_line_id = NULL WHERE status = 'running'"
    )
    op.alter_column("simulation", "last_line_id", new_column_name="last_order_id")
    op.alter_column("simulation_effect", "key", type_=sa.Text(), postgresql_using="key::text")
    op.drop_constraint(op.f("ck_simulation_effect_axis"), "simulation_effect")
    op.create_check_constraint(
        op.f("ck_simulation_effect_axis"), "simulation_effect", "axis IN ('customer', 'product', 'family')"
    )
    op.add_column(
        "simulation_stop",
        sa.Column("owes", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
    )

"""Trees of locations, lots, what stock may be used for, who may move goods where, and stock at any instant."""

import sqlalchemy as sa
from alembic import op

revision = "inventory_0003"
down_revision = "inventory_0002"
branch_labels = None
depends_on = None

_NO_LOT = "'00000000-0000-0000-0000-000000000000'"
_INSIDE = "('zone', 'storage', 'receiving', 'shipping', 'quarantine', 'damaged', 'transit')"
_NEW_PLACES = ("quarantine", "damaged", "transit")  # that every warehouse has from now on
_OPEN = ("storage", "receiving", "shipping")  # goods move freely between these

_RULES = [
    *((source, destination, "*") for source in _OPEN for destination in _OPEN),
    *((source, destination, "*") for source in _OPEN for destination in ("quarantine", "damaged", "transit")),
    *(("quarantine", destination, role) for destination in (*_OPEN, "damaged") for role in ("warehouse", "admin")),
    *(("damaged", destination, role) for destination in ("quarantine",) for role in ("warehouse", "admin")),
    *(("transit", destination, "*") for destination in (*_OPEN, "quarantine", "damaged")),
    *(("supplier", destination, "*") for destination in (*_OPEN, "quarantine", "damaged")),
    *((source, "supplier", "*") for source in (*_OPEN, "quarantine", "damaged")),
    *((source, "customer", "*") for source in _OPEN),
    *(("customer", destination, "*") for destination in (*_OPEN, "quarantine", "damaged")),
    *(("opening", destination, "*") for destination in (*_OPEN, "quarantine", "damaged")),
    *((source, "opening", "*") for source in (*_OPEN, "quarantine", "damaged")),
    *(("adjustment", destination, "*") for destination in (*_OPEN, "quarantine", "damaged", "transit")),
    *((source, "adjustment", "*") for source in (*_OPEN, "quarantine", "damaged", "transit")),
    *((source, "scrap", role) for source in ("quarantine", "damaged") for role in ("warehouse", "admin")),
    *(("scrap", destination, "admin") for destination in ("quarantine", "damaged")),
]

# A movement that happened before a checkpoint, but is posted after it was taken, is added to it. The advisory lock
# keeps such movements out while a checkpoint is taken (inventory.commands.take_checkpoint takes it alone).
_LATE = """
CREATE FUNCTION movement_is_late() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM posted WHERE occurred_at < now() - interval '12 hours') THEN
        RETURN NULL;
    END IF;
    PERFORM pg_advisory_xact_lock_shared(hashtext('inventory.stock_checkpoint'));
    INSERT INTO stock_checkpoint AS c (as_of, product_id, location_id, lot_id, quantity)
    SELECT taken.as_of, m.product_id, l.id, coalesce(m.lot_id, '00000000-0000-0000-0000-000000000000'),
        sum(CASE WHEN l.id = m.destination_id THEN m.quantity ELSE -m.quantity END)
    FROM posted m
    JOIN (SELECT DISTINCT as_of FROM stock_checkpoint) taken ON taken.as_of > m.occurred_at
    JOIN location l ON l.id IN (m.source_id, m.destination_id) AND l.warehouse IS NOT NULL
    GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
    ON CONFLICT (as_of, product_id, location_id, lot_id) DO UPDATE SET quantity = c.quantity + excluded.quantity;
    RETURN NULL;
END $$
"""
_ON_POSTING = """
CREATE TRIGGER movement_is_late AFTER INSERT ON movement REFERENCING NEW TABLE AS posted
    FOR EACH STATEMENT EXECUTE FUNCTION movement_is_late()
"""


def upgrade() -> None:
    op.add_column("product", sa.Column("tracking", sa.Text(), server_default="none", nullable=False))
    _locations()
    op.create_table(
        "movement_rule",
        sa.Column("source_kind", sa.Text(), nullable=False),
        sa.Column("destination_kind", sa.Text(), nullable=False),
        sa.Column(
            "role", sa.Text(), nullable=False, comment="* is anybody whose permissions let them post the document"
        ),
        sa.PrimaryKeyConstraint("source_kind", "destination_kind", "role", name=op.f("pk_movement_rule")),
    )
    columns = ("source_kind", "destination_kind", "role")
    op.bulk_insert(
        sa.table("movement_rule", *(sa.column(name) for name in columns)),
        [dict(zip(columns, rule, strict=True)) for rule in _RULES],
    )
    op.create_table(
        "lot",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("is_serial", sa.Boolean(), nullable=False),
        sa.Column("on_hand", sa.Numeric(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("on_hand >= 0 AND (on_hand <= 1 OR NOT is_serial)", name=op.f("ck_lot_on_hand")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_lot_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot")),
        sa.UniqueConstraint("product_id", "code", name=op.f("uq_lot_product_id_code")),
    )
    op.create_index("ix_lot_expires_on", "lot", ["expires_on", "id"], postgresql_where=sa.text("on_hand > 0"))
    _what_is_there()
    op.add_column("movement", sa.Column("lot_id", sa.UUID(), nullable=True))
    op.create_index(
        "ix_movement_lot_id",
        "movement",
        ["lot_id", "occurred_at"],
        postgresql_where=sa.text("lot_id IS NOT NULL"),
    )
    op.create_table(
        "stock_checkpoint",
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("location_id", sa.UUID(), nullable=False),
        sa.Column("lot_id", sa.UUID(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.PrimaryKeyConstraint("as_of", "product_id", "location_id", "lot_id", name=op.f("pk_stock_checkpoint")),
    )
    op.execute(_LATE)
    op.execute(_ON_POSTING)
    op.create_index(
        "ix_purchase_order_line_product_id", "purchase_order_line", ["product_id"], postgresql_where="is_open"
    )


def _locations() -> None:
    op.add_column("location", sa.Column("parent_id", sa.UUID(), nullable=True))
    op.create_foreign_key(op.f("fk_location_parent_id"), "location", "location", ["parent_id"], ["id"])
    op.add_column(
        "location",
        sa.Column(
            "path",
            sa.Text(),
            nullable=True,
            comment="codes from the outermost location around it to its own, by slashes",
        ),
    )
    op.add_column("location", sa.Column("walk_order", sa.Integer(), server_default="0", nullable=False))
    op.drop_constraint(op.f("ck_location_inside"), "location", type_="check")
    op.execute("UPDATE location SET kind = 'storage' WHERE kind = 'internal'")
    for kind in _NEW_PLACES:
        op.execute(
            "INSERT INTO location (id, warehouse, code, name, kind)"
            f" SELECT gen_random_uuid(), w.code, upper('{kind}'), initcap('{kind}'), '{kind}' FROM warehouse w"
            " ON CONFLICT (warehouse, code) DO NOTHING"
        )
    op.execute("UPDATE location SET path = code")
    op.alter_column("location", "path", nullable=False)
    op.create_check_constraint(op.f("ck_location_inside"), "location", f"(warehouse IS NOT NULL) = (kind IN {_INSIDE})")
    op.create_index(
        op.f("ix_location_warehouse_path"),
        "location",
        ["warehouse", "path"],
        postgresql_ops={"path": "text_pattern_ops"},
    )


def _what_is_there() -> None:
    op.add_column(
        "quant",
        sa.Column(
            "lot_id",
            sa.UUID(),
            server_default=sa.text(_NO_LOT),
            nullable=False,
            comment="all zeros where the product has no lots",
        ),
    )
    op.alter_column("quant", "lot_id", server_default=None)
    op.add_column(
        "quant", sa.Column("since", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)
    )
    op.drop_constraint(op.f("pk_quant"), "quant", type_="primary")
    op.create_primary_key(op.f("pk_quant"), "quant", ["product_id", "location_id", "lot_id"])
    for name, comment in (
        ("held", "part of on_hand: on hold or damaged"),
        ("in_transit", "ours, on its way here; not on_hand"),
    ):
        op.add_column("stock", sa.Column(name, sa.Numeric(), server_default="0", nullable=False, comment=comment))
    op.drop_constraint(op.f("ck_stock_promised_is_there"), "stock", type_="check")
    op.create_check_constraint(op.f("ck_stock_promised_is_there"), "stock", "reserved BETWEEN 0 AND on_hand - held")
    op.drop_constraint(op.f("ck_stock_incoming"), "stock", type_="check")
    op.create_check_constraint(op.f("ck_stock_incoming"), "stock", "incoming >= 0 AND held >= 0 AND in_transit >= 0")

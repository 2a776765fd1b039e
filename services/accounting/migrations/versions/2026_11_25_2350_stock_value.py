"""Places of facts in a product's history, lots with their own cost, proposals, write-downs, checkpoints."""

import sqlalchemy as sa
from alembic import op
from kit.migrations import append_only

revision = "accounting_1501"
down_revision = "accounting_1401"
branch_labels = None
depends_on = None

_MONEY = sa.Numeric(precision=18, scale=2)
_PLACE = "place among all that changed the product's value"
_NOW = sa.text("now()")


def _at(name: str, *, nullable: bool = False, **details: object) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, **details)  # type: ignore[arg-type]  # as given


def upgrade() -> None:
    _places()
    _proposals()
    _reports()
    append_only("write_down_line", "site_transfer", "valuation_checkpoint", "checkpoint_line")


def _places() -> None:
    """Facts of before are put in the order in which they were written; what is left of them is worth what it has cost."""
    op.add_column("cost_layer", sa.Column("lot", sa.Text(), nullable=False, server_default=""))
    op.alter_column(
        "cost_layer",
        "value",
        existing_type=sa.Numeric(precision=38, scale=20),
        comment="exact, of what is left; under AVCO what that has cost",
        existing_comment="exact value of what is left (FIFO)",
    )
    op.alter_column(
        "stock",
        "value",
        existing_type=sa.Numeric(precision=38, scale=20),
        comment="exact: of the pool (AVCO), or of all open layers",
        existing_comment="exact value of the pool (AVCO); zero under FIFO",
    )
    op.execute(
        "UPDATE stock s SET value = coalesce((SELECT sum(l.value) FROM cost_layer l WHERE l.product_id = s.product_id), 0)"
        " WHERE s.method = 'fifo'"
    )
    op.add_column("movement_valuation", sa.Column("sequence", sa.BigInteger(), nullable=True, comment=_PLACE))
    op.add_column("movement_valuation", sa.Column("warehouse", sa.Text(), nullable=False, server_default=""))
    op.add_column("movement_valuation", sa.Column("lot", sa.Text(), nullable=False, server_default=""))
    op.add_column("revaluation", sa.Column("sequence", sa.BigInteger(), nullable=True, comment=_PLACE))
    op.add_column("revaluation", sa.Column("posted_on", sa.Date(), nullable=True))
    op.add_column(
        "revaluation", sa.Column("layer_id", sa.UUID(), nullable=True, comment="the receipt whose cost it is")
    )
    op.add_column("revaluation", sa.Column("difference", _MONEY, nullable=True, comment="the whole of that cost"))
    op.add_column(
        "revaluation", sa.Column("of_quantity", sa.Numeric(), nullable=True, comment="over which it was spread")
    )
    for table in ("movement_valuation", "revaluation"):
        op.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")  # append-only: this is the same fact in more columns
    op.execute(
        "UPDATE revaluation r SET posted_on = coalesce((SELECT e.posted_on FROM journal_entry e WHERE e.id = r.entry_id),"
        " r.created_at::date)"
    )
    op.execute(
        "CREATE TEMPORARY TABLE place ON COMMIT DROP AS SELECT id, product_id, row_number() OVER (PARTITION BY product_id"
        " ORDER BY created_at, is_revaluation, id) AS sequence FROM (SELECT movement_id AS id, product_id, created_at,"
        " false AS is_revaluation FROM movement_valuation UNION ALL SELECT id, product_id, created_at, true FROM revaluation) f"
    )
    op.execute("UPDATE movement_valuation v SET sequence = p.sequence FROM place p WHERE p.id = v.movement_id")
    op.execute("UPDATE revaluation r SET sequence = p.sequence FROM place p WHERE p.id = r.id")
    op.execute("UPDATE cost_layer l SET sequence = p.sequence FROM place p WHERE p.id = l.movement_id")
    op.execute(
        "UPDATE stock s SET next_sequence = n.last + 1 FROM (SELECT product_id, max(sequence) AS last FROM place GROUP BY 1) n"
        " WHERE n.product_id = s.product_id"
    )
    op.execute(
        "UPDATE cost_layer l SET value = v.amount * l.quantity / l.received FROM movement_valuation v, stock s"
        " WHERE v.movement_id = l.movement_id AND s.product_id = l.product_id AND s.method = 'avco' AND l.quantity > 0"
    )
    for table in ("movement_valuation", "revaluation"):
        op.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        op.alter_column(table, "sequence", existing_type=sa.BigInteger(), nullable=False)
    op.alter_column("revaluation", "posted_on", existing_type=sa.Date(), nullable=False)
    op.create_index(
        "ix_cost_layer_lot",
        "cost_layer",
        ["product_id", "lot"],
        postgresql_where=sa.text("quantity > 0 AND lot <> ''"),
    )
    for column in ("posted_on", "created_at"):
        op.create_index(
            f"ix_movement_valuation_{column}",
            "movement_valuation",
            [column],
            postgresql_using="brin",
            postgresql_with={"pages_per_range": 32},
        )
    op.create_index("ix_revaluation_posted_on", "revaluation", ["posted_on"])
    op.create_index("ix_revaluation_created_at", "revaluation", ["created_at"])


def _proposals() -> None:
    op.create_table(
        "valuation_proposal",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=True, comment="of a change of method"),
        sa.Column("method", sa.Text(), nullable=True, comment="that is asked for"),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column(
            "amount",
            _MONEY,
            nullable=True,
            comment="of a write-down: what it posts; of a change of method once it is made",
        ),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        _at("proposed_at"),
        _at("expires_at"),
        sa.Column("decided_by", sa.Text(), nullable=True),
        _at("decided_at", nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("entry_id", sa.UUID(), nullable=True),
        sa.CheckConstraint("kind IN ('costing-method', 'write-down')", name=op.f("ck_valuation_proposal_kind")),
        sa.CheckConstraint(
            "status IN ('pending', 'approved', 'rejected', 'void', 'taken-back')",
            name=op.f("ck_valuation_proposal_status"),
        ),
        sa.CheckConstraint(
            "(kind = 'costing-method') = (product_id IS NOT NULL AND method IS NOT NULL)",
            name=op.f("ck_valuation_proposal_method"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_valuation_proposal")),
        sa.UniqueConstraint("number", name=op.f("uq_valuation_proposal_number")),
    )
    op.create_index(
        "uq_valuation_proposal_open",
        "valuation_proposal",
        ["product_id"],
        unique=True,
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_index(
        op.f("ix_valuation_proposal_kind_proposed_at_id"), "valuation_proposal", ["kind", "proposed_at", "id"]
    )
    op.create_table(
        "write_down_rule",
        sa.Column("days", sa.Integer(), nullable=False, comment="since it came"),
        sa.Column("rate", sa.Numeric(precision=5, scale=4), nullable=False, comment="of its value"),
        sa.CheckConstraint("days > 0 AND rate > 0 AND rate <= 1", name=op.f("ck_write_down_rule_bounds")),
        sa.PrimaryKeyConstraint("days", name=op.f("pk_write_down_rule")),
    )
    op.create_table(
        "write_down_line",
        sa.Column("proposal_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False, comment="slow units"),
        sa.Column("value", _MONEY, nullable=False, comment="of those"),
        sa.Column("required", _MONEY, nullable=False, comment="what the rules ask for"),
        sa.Column("written_down", _MONEY, nullable=False, comment="before"),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["valuation_proposal.id"], name=op.f("fk_write_down_line_proposal_id_valuation_proposal")
        ),
        sa.PrimaryKeyConstraint("proposal_id", "product_id", name=op.f("pk_write_down_line")),
    )
    op.create_table(
        "stock_write_down",
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("amount", _MONEY, nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_stock_write_down_amount")),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_stock_write_down")),
    )


def _reports() -> None:
    op.create_table(
        "site_transfer",
        sa.Column("movement_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("destination", sa.Text(), nullable=False),
        _at("occurred_at"),
        _at("created_at", server_default=_NOW),
        sa.PrimaryKeyConstraint("movement_id", name=op.f("pk_site_transfer")),
    )
    op.create_index(op.f("ix_site_transfer_product_id"), "site_transfer", ["product_id"])
    op.create_table(
        "valuation_checkpoint",
        sa.Column("day", sa.Date(), nullable=False),
        _at("taken_at", comment="everything written before is in it"),
        sa.PrimaryKeyConstraint("day", "taken_at", name=op.f("pk_valuation_checkpoint")),
    )
    op.create_table(
        "checkpoint_line",
        sa.Column("day", sa.Date(), nullable=False),
        _at("taken_at"),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("value", _MONEY, nullable=False),
        sa.PrimaryKeyConstraint("day", "taken_at", "product_id", name=op.f("pk_checkpoint_line")),
    )

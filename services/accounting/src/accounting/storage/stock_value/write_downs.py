"""Rules on slow stock, what they ask for today, and what is written down."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.money import ZERO, round_half_up

from accounting.domain.stock_value.write_down import SlowRule, WriteDownLine


async def rules(tx: ReadTransaction) -> list[SlowRule]:
    """The rules, the youngest age first."""
    return [SlowRule(*row) for row in await tx.fetch("SELECT days, rate FROM write_down_rule ORDER BY days")]


async def replace_rules(tx: Transaction, asked: Sequence[SlowRule]) -> None:
    """These and no others."""
    await tx.execute("DELETE FROM write_down_rule")
    await tx.copy("write_down_rule", ("days", "rate"), [(rule.days, rule.rate) for rule in asked])


async def judged(tx: ReadTransaction, on: date, asked: Sequence[SlowRule]) -> list[WriteDownLine]:
    """What rules ask for of each product's stock as it is now, by its age on a day; where nothing changes, no line.

    Under average cost a layer is worth its part of the pool.
    """
    rows = await tx.fetch(
        "WITH slow AS (SELECT l.product_id, l.quantity, CASE s.method WHEN 'avco' THEN s.value * l.quantity"
        "  / (s.quantity + s.deficit_quantity) ELSE l.value END AS value,"
        "  (SELECT r.rate FROM unnest($2::int[], $3::numeric[]) AS r (days, rate)"
        "  WHERE r.days <= $1 - v.occurred_at::date ORDER BY r.days DESC LIMIT 1) AS rate"
        "  FROM cost_layer l JOIN stock s USING (product_id) JOIN movement_valuation v USING (movement_id)"
        "  WHERE l.quantity > 0),"
        " asked AS (SELECT product_id, sum(quantity) AS quantity, sum(value) AS value, sum(value * rate) AS required"
        "  FROM slow WHERE rate IS NOT NULL GROUP BY 1)"
        " SELECT product_id, coalesce(a.quantity, 0) AS quantity, coalesce(a.value, 0) AS value,"
        " coalesce(a.required, 0) AS required, coalesce(w.amount, 0) AS written_down"
        " FROM asked a FULL JOIN stock_write_down w USING (product_id) ORDER BY product_id",
        on,
        [rule.days for rule in asked],
        [rule.rate for rule in asked],
    )
    lines = [
        WriteDownLine(row[0], row[1], round_half_up(row[2]), round_half_up(row[3]), round_half_up(row[4]))
        for row in rows
    ]
    return [line for line in lines if line.change]


async def keep_lines(tx: Transaction, proposal_id: UUID, lines: Sequence[WriteDownLine]) -> None:
    """Write what a proposal says, for good."""
    await tx.copy(
        "write_down_line",
        ("proposal_id", "product_id", "quantity", "value", "required", "written_down"),
        [(proposal_id, la.product_id, la.quantity, la.value, la.required, la.written_down) for la in lines],
    )


async def lines_of(tx: ReadTransaction, proposal_id: UUID) -> list[WriteDownLine]:
    """What a proposal says."""
    rows = await tx.fetch(
        "SELECT product_id, quantity, value, required, written_down FROM write_down_line WHERE proposal_id = $1"
        " ORDER BY product_id",
        proposal_id,
    )
    return [WriteDownLine(*row) for row in rows]


async def lock_written_down(tx: Transaction, product_ids: Sequence[UUID]) -> dict[UUID, Decimal]:
    """What stands on account 397 for these products, held until the transaction ends."""
    await tx.execute(
        "INSERT INTO stock_write_down (product_id, amount) SELECT id, 0 FROM unnest($1::uuid[]) AS n (id) ORDER BY id"
        " ON CONFLICT DO NOTHING",
        product_ids,
    )
    rows = await tx.fetch(
        "SELECT product_id, amount FROM stock_write_down WHERE product_id = ANY($1) ORDER BY product_id FOR UPDATE",
        product_ids,
    )
    return dict.fromkeys(product_ids, ZERO) | {row["product_id"]: row["amount"] for row in rows}


async def set_written_down(tx: Transaction, amounts: dict[UUID, Decimal]) -> None:
    """From now on this stands there."""
    await tx.execute(
        "UPDATE stock_write_down w SET amount = n.amount FROM unnest($1::uuid[], $2::numeric[]) AS n (id, amount)"
        " WHERE w.product_id = n.id",
        list(amounts),
        list(amounts.values()),
    )

"""Attempts to confirm an order, kept apart: what one gives back, another must not count on."""

from dataclasses import dataclass
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.numbers import next_of, written


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an order stands towards attempts to confirm it."""

    is_stored: bool
    abandoned: int  # how often its holds were given back


_ABANDONED = "coalesce((SELECT times FROM abandonment WHERE sales_order_id = $1), 0) AS abandoned"


async def begin(tx: ReadTransaction, order_id: UUID, year: int) -> tuple[Standing, str]:
    """How an order stands that may be new, with a number if it is; one statement, for orders wait. Not within `Database.read`."""
    row = await tx.fetchrow(
        f"SELECT CASE WHEN NOT EXISTS (SELECT FROM sales_order WHERE id = $1) THEN {next_of('SO')} END AS number, {_ABANDONED}",
        order_id,
    )
    assert row is not None  # noqa: S101  # a select without a table
    if row["number"] is None:
        return Standing(is_stored=True, abandoned=row["abandoned"]), ""
    return Standing(is_stored=False, abandoned=row["abandoned"]), written("SO", year, row["number"])


async def standing(tx: ReadTransaction, order_id: UUID) -> Standing:
    """As it is now. An attempt looks before it holds anything, and again when it writes."""
    row = await tx.fetchrow(
        f"SELECT EXISTS (SELECT FROM sales_order WHERE id = $1) AS is_stored, {_ABANDONED}",
        order_id,
    )
    assert row is not None  # noqa: S101  # a select without a table
    return Standing(**dict(row))


async def take_turn(tx: Transaction, order_id: UUID) -> None:
    """Be the only one that confirms or gives up on this order until the transaction ends, stored yet or not."""
    await tx.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", str(order_id))


async def abandon(tx: Transaction, order_id: UUID) -> None:
    """Tell attempts under way that the order's holds are given back."""
    await tx.execute(
        "INSERT INTO abandonment AS a (sales_order_id, times) VALUES ($1, 1)"
        " ON CONFLICT (sales_order_id) DO UPDATE SET times = a.times + 1",
        order_id,
    )

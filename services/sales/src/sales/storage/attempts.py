"""Attempts to confirm an order, kept apart: what one gives back, another must not count on."""

from dataclasses import dataclass
from uuid import UUID

from kit.db import ReadTransaction, Transaction


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an order stands towards attempts to confirm it."""

    is_stored: bool
    abandoned: int  # how often its holds were given back


async def standing(tx: ReadTransaction, order_id: UUID) -> Standing:
    """As it is now. An attempt looks before it holds anything, and again when it writes."""
    row = await tx.fetchrow(
        "SELECT EXISTS (SELECT FROM sales_order WHERE id = $1) AS is_stored,"
        " coalesce((SELECT times FROM abandonment WHERE sales_order_id = $1), 0) AS abandoned",
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

"""Attempts to confirm an order, kept apart: what one gives back, another must not count on."""

from uuid import UUID

from kit.db import ReadTransaction, Transaction


async def abandoned(tx: ReadTransaction, order_id: UUID) -> int:
    """How often holds of the order were given back so far. An attempt reads it before it holds anything."""
    return int(
        await tx.fetchval("SELECT coalesce((SELECT times FROM abandonment WHERE sales_order_id = $1), 0)", order_id)
    )


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

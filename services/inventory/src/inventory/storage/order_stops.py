"""Orders that are not to be picked or shipped, as sales says."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kit.db import ReadTransaction, Transaction


@dataclass(frozen=True, slots=True)
class OrderStop:
    """An order stays here until it is released."""

    order_id: UUID
    cause: str
    explanation: str
    stopped_at: datetime


async def add(tx: Transaction, stops: Sequence[OrderStop]) -> None:
    """The last word on each order counts."""
    last = {stop.order_id: stop for stop in stops}
    await tx.execute(
        "INSERT INTO order_stop (order_id, cause, explanation, stopped_at)"
        " SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[]) ON CONFLICT (order_id) DO UPDATE"
        " SET cause = excluded.cause, explanation = excluded.explanation, stopped_at = excluded.stopped_at",
        list(last),
        [stop.cause for stop in last.values()],
        [stop.explanation for stop in last.values()],
        [stop.stopped_at for stop in last.values()],
    )


async def lift(tx: Transaction, order_ids: Collection[UUID]) -> None:
    """They may go on; nothing for those that were not stopped."""
    await tx.execute("DELETE FROM order_stop WHERE order_id = ANY($1)", list(order_ids))


async def of_orders(tx: ReadTransaction, order_ids: Collection[UUID]) -> list[OrderStop]:
    """Those of these orders that are stopped."""
    rows = await tx.fetch(
        "SELECT order_id, cause, explanation, stopped_at FROM order_stop WHERE order_id = ANY($1) ORDER BY order_id",
        list(order_ids),
    )
    return [OrderStop(**dict(row)) for row in rows]

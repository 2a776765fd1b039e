"""What was promised of lines, and how it changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.ids import new_id

from sales.domain.promise import Made, Promise, PromiseCause
from sales.storage.order_rows import promise_of, promise_values


async def add(tx: Transaction, made: Sequence[Made], *, cause: PromiseCause, at: datetime) -> None:
    """Write promises into the history."""
    await tx.copy(
        "line_promise",
        (
            "id", "sales_order_id", "sales_order_line_id", "promised_on", "reason", "document_number", "cause", "made_at",
        ),
        [
            (
                new_id(),
                each.sales_order_id,
                each.sales_order_line_id,
                each.promise.on,
                str(each.promise.reason),
                each.promise.document_number,
                str(cause),
                at,
            )
            for each in made
        ],
    )  # fmt: skip


async def change(tx: Transaction, made: Sequence[Made], *, cause: PromiseCause, at: datetime) -> None:
    """Lines of locked orders are promised so from now on."""
    await tx.execute(
        "UPDATE sales_order_line SET promise = x.p FROM unnest($1::uuid[], $2::jsonb[]) AS x (i, p) WHERE id = x.i",
        [each.sales_order_line_id for each in made],
        [promise_values(each.promise) for each in made],
    )
    await add(tx, made, cause=cause, at=at)


async def of_lines(tx: ReadTransaction, line_ids: Sequence[UUID]) -> Mapping[UUID, Promise | None]:
    """What is promised of each now."""
    rows = await tx.fetch("SELECT id, promise FROM sales_order_line WHERE id = ANY($1)", line_ids)
    return {row["id"]: promise_of(row["promise"]) for row in rows}


async def heads(tx: ReadTransaction, order_ids: Sequence[UUID]) -> Mapping[UUID, tuple[str, UUID]]:
    """Number and customer of each order."""
    rows = await tx.fetch("SELECT id, number, customer_id FROM sales_order WHERE id = ANY($1)", order_ids)
    return {row["id"]: (row["number"], row["customer_id"]) for row in rows}


async def waiting_orders(tx: ReadTransaction, *, after: UUID | None, limit: int) -> list[UUID]:
    """Firm orders that lack stock, in the order of their ids."""
    rows = await tx.fetch(
        "SELECT DISTINCT sales_order_id FROM sales_order_line WHERE backordered > 0"
        " AND ($1::uuid IS NULL OR sales_order_id > $1) ORDER BY sales_order_id LIMIT $2",
        after,
        limit,
    )
    return [row["sales_order_id"] for row in rows]

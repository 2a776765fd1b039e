"""Sales orders with their lines."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.errors import unknown

from sales.domain.order import SalesOrder
from sales.storage.order_rows import HEAD, LINE, SUMS, head_values, line_columns, order_of


def _arrays(first: int) -> str:
    arrays = ", ".join(f"${i}::{kind}[]" for i, kind in enumerate(LINE.values(), first))
    return f"unnest({arrays}) AS x ({', '.join(LINE)})"


_HEAD_COLUMNS = (*HEAD, *SUMS)
_ADD = (
    f"WITH head AS (INSERT INTO sales_order ({', '.join(_HEAD_COLUMNS)})"
    f" SELECT {', '.join(f'${i}' for i in range(2, len(_HEAD_COLUMNS) + 2))}"
    " WHERE NOT EXISTS (SELECT FROM abandonment WHERE sales_order_id = $2 AND times <> $1)"
    " ON CONFLICT (id) DO NOTHING RETURNING id)"
    f" INSERT INTO sales_order_line (sales_order_id, {', '.join(LINE)})"
    f" SELECT head.id, x.* FROM head CROSS JOIN {_arrays(len(_HEAD_COLUMNS) + 2)}"
)
_ADD_LINES = f"INSERT INTO sales_order_line (sales_order_id, {', '.join(LINE)}) SELECT $1, x.* FROM {_arrays(2)}"
_SET_HEAD = (
    f"UPDATE sales_order SET {', '.join(f'{name} = ${i}' for i, name in enumerate(_HEAD_COLUMNS, 1))} WHERE id = $1"
)


async def add(tx: Transaction, order: SalesOrder, *, abandoned: int | None = None) -> bool:
    """Write a new order; False when its id is taken, or its holds were given back another number of times."""
    return bool(await tx.execute(_ADD, abandoned, *head_values(order), *line_columns(order.lines)))


async def add_all(tx: Transaction, orders: Sequence[SalesOrder]) -> None:
    """Write many new orders, whose ids nobody has."""
    await tx.copy("sales_order", _HEAD_COLUMNS, [head_values(order) for order in orders])
    lines = [(order.id, *values) for order in orders for values in zip(*line_columns(order.lines), strict=True)]
    await tx.copy("sales_order_line", ("sales_order_id", *LINE), lines)


async def rewrite(tx: Transaction, order: SalesOrder) -> None:
    """Write all of a locked order; its lines are new."""
    await tx.execute(_SET_HEAD, *head_values(order))
    await tx.execute("DELETE FROM sales_order_line WHERE sales_order_id = $1", order.id)
    await tx.execute(_ADD_LINES, order.id, *line_columns(order.lines))


async def set_state(tx: Transaction, order: SalesOrder) -> None:
    """Write a locked order's head, and what its lines were judged, hold and are promised."""
    await tx.execute(_SET_HEAD, *head_values(order))
    columns = dict(zip(LINE, line_columns(order.lines), strict=True))
    await tx.execute(
        "UPDATE sales_order_line l SET decision = x.d, reserved = x.r, backordered = x.b, promise = x.p"
        " FROM unnest($1::uuid[], $2::jsonb[], $3::numeric[], $4::numeric[], $5::jsonb[]) AS x (i, d, r, b, p)"
        " WHERE l.id = x.i",
        columns["id"],
        columns["decision"],
        columns["reserved"],
        columns["backordered"],
        columns["promise"],
    )


async def find(tx: ReadTransaction, order_id: UUID) -> SalesOrder | None:
    """One order, or nothing."""
    rows = await tx.fetch(f"SELECT {', '.join(HEAD)} FROM sales_order WHERE id = $1", order_id)
    return await _with_lines(tx, rows)


async def get(tx: ReadTransaction, order_id: UUID) -> SalesOrder:
    """One order.

    Raises:
        NotFound: there is none with this id.
    """
    return _there(await find(tx, order_id), order_id)


async def get_all(tx: ReadTransaction, order_ids: Sequence[UUID]) -> list[SalesOrder]:
    """These orders, in this order.

    Raises:
        NotFound: there is none with one of these ids.
    """
    heads = await tx.fetch(f"SELECT {', '.join(HEAD)} FROM sales_order WHERE id = ANY($1)", order_ids)
    lines = await tx.fetch(
        f"SELECT sales_order_id, {', '.join(LINE)} FROM sales_order_line WHERE sales_order_id = ANY($1) ORDER BY position",
        order_ids,
    )
    of_order: dict[UUID, list[dict[str, Any]]] = {}
    for line in lines:
        of_order.setdefault(line["sales_order_id"], []).append(dict(line))
    found = {head["id"]: order_of(dict(head), of_order.get(head["id"], [])) for head in heads}
    return [_there(found.get(order_id), order_id) for order_id in order_ids]


async def is_firm(tx: ReadTransaction, order_id: UUID) -> bool:
    """Whether it was ever confirmed."""
    return bool(
        await tx.fetchval("SELECT EXISTS (SELECT FROM sales_order WHERE id = $1 AND credit IS NOT NULL)", order_id)
    )


async def lock(tx: Transaction, order_id: UUID) -> SalesOrder:
    """One order, held until the transaction ends.

    Raises:
        NotFound: there is none with this id.
    """
    rows = await tx.fetch(f"SELECT {', '.join(HEAD)} FROM sales_order WHERE id = $1 FOR UPDATE", order_id)
    return _there(await _with_lines(tx, rows), order_id)


def _there(order: SalesOrder | None, order_id: UUID) -> SalesOrder:
    if order is None:
        raise unknown("sales order", order_id)
    return order


async def _with_lines(tx: ReadTransaction, heads: Sequence[Any]) -> SalesOrder | None:
    if not heads:
        return None
    lines = await tx.fetch(
        f"SELECT {', '.join(LINE)} FROM sales_order_line WHERE sales_order_id = $1 ORDER BY position", heads[0]["id"]
    )
    return order_of(dict(heads[0]), [dict(line) for line in lines])

"""Purchase orders with their lines."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.errors import unknown
from kit.exchange import ExchangeRate
from kit.quantity import Factor

from purchasing.domain.order import OrderLine, OrderStatus, PurchaseOrder

_HEAD = (
    "id", "number", "supplier_id", "currency", "warehouse", "ordered_on", "supplier_reference", "over_receipt_rate",
    "status", "version", "department", "written_by", "revision", "acknowledged_at", "rate", "rate_on",
    "deliver_to",
)  # fmt: skip
_LINE = (
    "id", "purchase_order_id", "position", "product_id", "packaging_code", "numerator", "denominator", "quantity",
    "stock_quantity", "unit_price", "expected_on", "received", "cancelled", "given_up", "over_receipt_rate", "under_receipt_rate",
    "first_promised_on", "blanket_line_id", "sales_order_line_id",
)  # fmt: skip


async def add(tx: Transaction, order: PurchaseOrder) -> bool:
    """Write a new order; False when its id is taken."""
    added = await tx.execute(
        f"INSERT INTO purchase_order ({', '.join(_HEAD)}, net, net_value) VALUES"
        " ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) ON CONFLICT (id) DO NOTHING",
        *_head(order),
    )
    if added:
        await _add_lines(tx, order)
    return bool(added)


async def rewrite(tx: Transaction, order: PurchaseOrder) -> None:
    """Write all of a locked order."""
    await tx.execute(
        "UPDATE purchase_order SET number = $2, supplier_id = $3, currency = $4, warehouse = $5, ordered_on = $6,"
        " supplier_reference = $7, over_receipt_rate = $8, status = $9, version = $10, department = $11,"
        " written_by = $12, revision = $13, acknowledged_at = $14, rate = $15, rate_on = $16, deliver_to = $17,"
        " net = $18, net_value = $19"
        " WHERE id = $1",
        *_head(order),
    )
    await tx.execute("DELETE FROM purchase_order_line WHERE purchase_order_id = $1", order.id)
    await _add_lines(tx, order)


async def set_progress(tx: Transaction, orders: Sequence[PurchaseOrder]) -> None:
    """Write status, version and what came, or will not come, of locked orders."""
    await tx.execute(
        "UPDATE purchase_order o SET status = x.s, version = x.v"
        " FROM unnest($1::uuid[], $2::text[], $3::int[]) AS x (i, s, v) WHERE o.id = x.i",
        [order.id for order in orders],
        [str(order.status) for order in orders],
        [order.version for order in orders],
    )
    lines = [line for order in orders for line in order.lines]
    await tx.execute(
        "UPDATE purchase_order_line l SET received = x.r, given_up = x.g"
        " FROM unnest($1::uuid[], $2::numeric[], $3::numeric[]) AS x (i, r, g)"
        " WHERE l.id = x.i AND (l.received <> x.r OR l.given_up <> x.g)",
        [line.id for line in lines],
        [line.received for line in lines],
        [line.given_up for line in lines],
    )


async def get(tx: ReadTransaction, order_id: UUID) -> PurchaseOrder:
    """One order.

    Raises:
        NotFound: there is none with this id.
    """
    rows = await tx.fetch(f"SELECT {', '.join(_HEAD)} FROM purchase_order WHERE id = $1", order_id)
    return (await _one(tx, rows, order_id))[0]


async def last_placed(tx: ReadTransaction, since: date, limit: int) -> list[PurchaseOrder]:
    """Orders placed since a day, the last first."""
    rows = await tx.fetch(
        f"SELECT {', '.join(_HEAD)} FROM purchase_order WHERE status IN ('placed', 'received', 'closed')"
        " AND ordered_on >= $1 ORDER BY created_at DESC, id LIMIT $2",
        since,
        limit,
    )
    return await _with_lines(tx, [dict(row) for row in rows])


async def lock(tx: Transaction, order_id: UUID) -> PurchaseOrder:
    """One order, held until the transaction ends.

    Raises:
        NotFound: there is none with this id.
    """
    rows = await tx.fetch(f"SELECT {', '.join(_HEAD)} FROM purchase_order WHERE id = $1 FOR UPDATE", order_id)
    return (await _one(tx, rows, order_id))[0]


async def lock_many(tx: Transaction, ids: Collection[UUID]) -> dict[UUID, PurchaseOrder]:
    """Those of the orders that exist, held until the transaction ends."""
    rows = await tx.fetch(
        f"SELECT {', '.join(_HEAD)} FROM purchase_order WHERE id = ANY($1) ORDER BY id FOR UPDATE", list(ids)
    )
    return {order.id: order for order in await _with_lines(tx, [dict(row) for row in rows])}


async def _one(tx: ReadTransaction, rows: Sequence[Any], order_id: UUID) -> list[PurchaseOrder]:
    if not rows:
        raise unknown("purchase order", order_id)
    return await _with_lines(tx, [dict(row) for row in rows])


async def _with_lines(tx: ReadTransaction, rows: Sequence[Mapping[str, Any]]) -> list[PurchaseOrder]:
    lines: dict[UUID, list[OrderLine]] = defaultdict(list)
    for row in await tx.fetch(
        f"SELECT {', '.join(_LINE)} FROM purchase_order_line WHERE purchase_order_id = ANY($1)"
        " ORDER BY purchase_order_id, position",
        [row["id"] for row in rows],
    ):
        values = dict(row)
        del values["position"]
        factor = Factor(values.pop("numerator"), values.pop("denominator"))
        lines[values.pop("purchase_order_id")].append(OrderLine(**values, factor=factor))
    return [_order(row, lines[row["id"]]) for row in rows]


def _order(row: Mapping[str, Any], lines: Sequence[OrderLine]) -> PurchaseOrder:
    values = {**row, "status": OrderStatus(row["status"])}
    rate = ExchangeRate.of_row(row["currency"], values.pop("rate"), values.pop("rate_on"))
    return PurchaseOrder(**values, rate=rate, lines=tuple(lines))


def _head(order: PurchaseOrder) -> tuple[object, ...]:
    return (
        order.id,
        order.number,
        order.supplier_id,
        order.currency,
        order.warehouse,
        order.ordered_on,
        order.supplier_reference,
        order.over_receipt_rate,
        str(order.status),
        order.version,
        order.department,
        order.written_by,
        order.revision,
        order.acknowledged_at,
        order.rate.column,
        order.rate.on,
        order.deliver_to,
        order.net,
        order.net_value,
    )


async def _add_lines(tx: Transaction, order: PurchaseOrder) -> None:
    await tx.copy(
        "purchase_order_line",
        _LINE,
        [
            (
                line.id,
                order.id,
                i,
                line.product_id,
                line.packaging_code,
                line.factor.numerator,
                line.factor.denominator,
                line.quantity,
                line.stock_quantity,
                line.unit_price,
                line.expected_on,
                line.received,
                line.cancelled,
                line.given_up,
                line.over_receipt_rate,
                line.under_receipt_rate,
                line.first_promised_on,
                line.blanket_line_id,
                line.sales_order_line_id,
            )
            for i, line in enumerate(order.lines)
        ],
    )

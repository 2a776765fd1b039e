"""What customers have. Shipments, invoices and valuations tell it in any order; the order's row is the lock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction

from sales.domain.delivered import DeliveredLine


@dataclass(frozen=True, slots=True)
class Told:
    """What a shipment or an invoice says of a delivered line; an invoice says how it was billed."""

    shipment_line_id: UUID
    sales_order_id: UUID
    sales_order_line_id: UUID
    product_id: UUID
    movement_id: UUID
    quantity: Decimal
    invoice_id: UUID | None = None
    invoice_line_id: UUID | None = None
    unit_price: Decimal | None = None


_COLUMNS = {
    "shipment_line_id": "uuid", "sales_order_id": "uuid", "sales_order_line_id": "uuid", "product_id": "uuid",
    "movement_id": "uuid", "quantity": "numeric", "invoice_id": "uuid", "invoice_line_id": "uuid",
    "unit_price": "numeric",
}  # fmt: skip
_ARRAYS = ", ".join(f"${i}::{kind}[]" for i, kind in enumerate(_COLUMNS.values(), 1))


async def keep(tx: Transaction, told: Sequence[Told]) -> None:
    """Note delivered lines, and how they were billed once that is told."""
    if not told:
        return
    await tx.execute(
        f"INSERT INTO delivered_line AS d ({', '.join(_COLUMNS)}) SELECT * FROM unnest({_ARRAYS})"
        " ON CONFLICT (shipment_line_id) DO UPDATE SET invoice_id = excluded.invoice_id,"
        " invoice_line_id = excluded.invoice_line_id, unit_price = excluded.unit_price"
        " WHERE d.invoice_id IS NULL AND excluded.invoice_id IS NOT NULL",
        *([getattr(each, name) for each in told] for name in _COLUMNS),
    )


async def add_costs(tx: Transaction, costs: Mapping[UUID, Decimal]) -> None:
    """So much more (or less) did these issues cost."""
    if costs:
        await tx.execute(
            "INSERT INTO issue_cost AS c (movement_id, cost) SELECT * FROM unnest($1::uuid[], $2::numeric[])"
            " ON CONFLICT (movement_id) DO UPDATE SET cost = c.cost + excluded.cost",
            list(costs),
            list(costs.values()),
        )


async def of_order(tx: ReadTransaction, order_id: UUID) -> dict[UUID, DeliveredLine]:
    """What was delivered of an order, by shipment line, in the order of its lines."""
    rows = await tx.fetch(
        "SELECT d.shipment_line_id, d.sales_order_line_id AS order_line_id, d.product_id, l.sku, l.tax_class, d.quantity,"
        " coalesce(d.unit_price, l.unit_price) AS unit_price, c.cost, d.invoice_id, d.invoice_line_id, d.authorised,"
        " d.returned, d.credited, d.promised FROM delivered_line d JOIN sales_order_line l ON l.id = d.sales_order_line_id"
        " LEFT JOIN issue_cost c ON c.movement_id = d.movement_id WHERE d.sales_order_id = $1"
        " ORDER BY l.position, d.shipment_line_id",
        order_id,
    )
    return {row["shipment_line_id"]: DeliveredLine(**dict(row)) for row in rows}


async def last_on(tx: ReadTransaction, order_id: UUID) -> date | None:
    """The day on which the last of an order left; None while nothing has."""
    found: date | None = await tx.fetchval(
        "SELECT (max(shipped_at) AT TIME ZONE 'UTC')::date FROM delivery WHERE sales_order_id = $1", order_id
    )
    return found


async def authorise(tx: Transaction, more: Mapping[UUID, tuple[Decimal, Decimal]]) -> None:
    """So much more (quantity, worth) of each may come back."""
    await _add(tx, "authorised", {id_: quantity for id_, (quantity, _) in more.items()})
    await _add(tx, "promised", {id_: worth for id_, (_, worth) in more.items()})


async def let_go(tx: Transaction, less: Mapping[UUID, tuple[Decimal, Decimal]]) -> None:
    """So much (quantity, worth) of each may not come back any more."""
    await authorise(tx, {id_: (-quantity, -worth) for id_, (quantity, worth) in less.items()})


async def give_back(tx: Transaction, quantities: Mapping[UUID, Decimal]) -> None:
    """So much of each came back without having been authorised."""
    await _add(tx, "returned", quantities)


async def credit(tx: Transaction, amounts: Mapping[UUID, Decimal]) -> None:
    """So much was credited on the price of each."""
    await _add(tx, "credited", amounts)


async def _add(tx: Transaction, column: str, values: Mapping[UUID, Decimal]) -> None:
    if values:
        await tx.execute(
            f"UPDATE delivered_line SET {column} = {column} + x.v FROM unnest($1::uuid[], $2::numeric[]) AS x (i, v)"
            " WHERE shipment_line_id = x.i",
            list(values),
            list(values.values()),
        )

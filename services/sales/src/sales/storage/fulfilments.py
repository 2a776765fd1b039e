"""How far orders have come, many at once."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from kit.db import ReadTransaction, Transaction

from sales.domain.fulfilment import Fulfilment, Goods, OrderStatus
from sales.storage.order_rows import GOODS


@dataclass(frozen=True, slots=True)
class Contents:
    """What left: (order line, quantity), and (SSCC, weight) of each package."""

    lines: tuple[tuple[UUID, Decimal], ...] = ()
    packages: tuple[tuple[str, Decimal | None], ...] = ()

    def stored(self) -> dict[str, object]:
        """As JSON keeps it."""
        return {
            "lines": [{"order_line_id": id_, "quantity": quantity} for id_, quantity in self.lines],
            "packages": [{"sscc": sscc, "weight_kg": weight} for sscc, weight in self.packages],
        }


NOTHING_TOLD = Contents()


@dataclass(frozen=True, slots=True)
class Delivery:
    """A shipment of an order."""

    shipment_id: UUID
    sales_order_id: UUID
    number: str
    shipped_at: datetime
    contents: Contents = NOTHING_TOLD


@dataclass(frozen=True, slots=True)
class Billing:
    """What of an invoice is about an order."""

    invoice_id: UUID
    sales_order_id: UUID
    number: str
    issued_on: date
    gross: Decimal


@dataclass(frozen=True, slots=True)
class Locked:
    """An order as it is stored, held until the transaction ends."""

    status: OrderStatus
    was_confirmed: bool
    fulfilment: Fulfilment


async def lock_many(tx: Transaction, ids: Collection[UUID]) -> dict[UUID, Locked]:
    """Those of the orders that exist."""
    heads = await tx.fetch(
        "SELECT id, status, version, gross, is_given_up FROM sales_order WHERE id = ANY($1) ORDER BY id FOR UPDATE",
        list(ids),
    )
    lines = await tx.fetch(
        f"SELECT sales_order_id, id, {', '.join(GOODS)} FROM sales_order_line WHERE sales_order_id = ANY($1)",
        [head["id"] for head in heads],
    )
    goods: dict[UUID, dict[UUID, Goods]] = defaultdict(dict)
    for row in lines:
        goods[row["sales_order_id"]][row["id"]] = Goods(*(row[name] for name in GOODS))
    return {
        head["id"]: Locked(
            status=OrderStatus(head["status"]),
            was_confirmed=head["gross"] is not None,
            fulfilment=Fulfilment(head["id"], head["version"], head["is_given_up"], goods[head["id"]]),
        )
        for head in heads
    }


async def write(tx: Transaction, orders: Sequence[Fulfilment]) -> None:
    """Write status, version and quantities of locked orders."""
    await tx.execute(
        "UPDATE sales_order o SET status = x.s, version = x.v"
        " FROM unnest($1::uuid[], $2::text[], $3::int[]) AS x (i, s, v) WHERE o.id = x.i",
        [order.order_id for order in orders],
        [order.status for order in orders],
        [order.version for order in orders],
    )
    goods = {id_: line for order in orders for id_, line in order.goods.items()}
    await tx.execute(
        "UPDATE sales_order_line l SET reserved = x.r, backordered = x.b, shipped = x.s, invoiced = x.v"
        " FROM unnest($1::uuid[], $2::numeric[], $3::numeric[], $4::numeric[], $5::numeric[]) AS x (i, r, b, s, v)"
        " WHERE l.id = x.i AND (l.reserved, l.backordered, l.shipped, l.invoiced) <> (x.r, x.b, x.s, x.v)",
        list(goods),
        [line.reserved for line in goods.values()],
        [line.backordered for line in goods.values()],
        [line.shipped for line in goods.values()],
        [line.invoiced for line in goods.values()],
    )


async def add_deliveries(tx: Transaction, deliveries: Sequence[Delivery]) -> set[UUID]:
    """Note shipments; returns those that were not noted before."""
    rows = await tx.fetch(
        "INSERT INTO delivery (shipment_id, sales_order_id, customer_id, number, shipped_at, contents)"
        " SELECT x.shipment, o.id, o.customer_id, x.number, x.at, x.contents"
        " FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::jsonb[])"
        " AS x (shipment, sales_order, number, at, contents) JOIN sales_order o ON o.id = x.sales_order"
        " ON CONFLICT DO NOTHING RETURNING shipment_id",
        [each.shipment_id for each in deliveries],
        [each.sales_order_id for each in deliveries],
        [each.number for each in deliveries],
        [each.shipped_at for each in deliveries],
        [each.contents.stored() for each in deliveries],
    )
    return {row["shipment_id"] for row in rows}


async def add_billings(tx: Transaction, billings: Sequence[Billing]) -> set[tuple[UUID, UUID]]:
    """Note invoices; returns (invoice, order) of those that were not noted before."""
    rows = await tx.fetch(
        "INSERT INTO billing (invoice_id, sales_order_id, number, issued_on, gross)"
        " SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::date[], $5::numeric[]) ON CONFLICT DO NOTHING"
        " RETURNING invoice_id, sales_order_id",
        [each.invoice_id for each in billings],
        [each.sales_order_id for each in billings],
        [each.number for each in billings],
        [each.issued_on for each in billings],
        [each.gross for each in billings],
    )
    return {(row["invoice_id"], row["sales_order_id"]) for row in rows}


async def deliveries_of(tx: ReadTransaction, order_id: UUID) -> list[Delivery]:
    """The order's shipments, oldest first."""
    rows = await tx.fetch(
        "SELECT shipment_id, sales_order_id, number, shipped_at FROM delivery WHERE sales_order_id = $1"
        " ORDER BY shipped_at, shipment_id",
        order_id,
    )
    return [Delivery(**dict(row)) for row in rows]


async def shipped_lines(tx: ReadTransaction, shipment_id: UUID) -> list[dict[str, Any]]:
    """What left in a shipment, in the order of the order's lines; one of several lots is one line."""
    rows = await tx.fetch(
        "SELECT l.id AS order_line_id, l.product_id, l.sku, l.description, sum(x.quantity) AS quantity FROM delivery d"
        " CROSS JOIN jsonb_to_recordset(d.contents -> 'lines') AS x (order_line_id uuid, quantity numeric)"
        " JOIN sales_order_line l ON l.id = x.order_line_id WHERE d.shipment_id = $1 GROUP BY l.id ORDER BY l.position",
        shipment_id,
    )
    return [dict(row) for row in rows]


async def billings_of(tx: ReadTransaction, order_id: UUID) -> list[Billing]:
    """The order's invoices, oldest first."""
    rows = await tx.fetch(
        "SELECT invoice_id, sales_order_id, number, issued_on, gross FROM billing WHERE sales_order_id = $1"
        " ORDER BY issued_on, invoice_id",
        order_id,
    )
    return [Billing(**dict(row)) for row in rows]

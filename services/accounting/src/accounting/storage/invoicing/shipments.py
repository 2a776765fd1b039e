"""What left, and what of it is not invoiced."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from kit.db import ReadTransaction, Transaction

from accounting.domain.invoicing.billing import Shipment, ShippedLine


async def add(tx: Transaction, shipments: Sequence[Shipment]) -> None:
    """Note what left, each once."""
    await tx.execute(
        "INSERT INTO shipment (id, number, sales_order_id, shipped_at, is_invoiced)"
        " SELECT *, false FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::timestamptz[]) ON CONFLICT DO NOTHING",
        [each.id for each in shipments],
        [each.number for each in shipments],
        [each.sales_order_id for each in shipments],
        [each.shipped_at for each in shipments],
    )
    lines = [(each, line) for each in shipments for line in each.lines]
    await tx.execute(
        "INSERT INTO shipment_line (id, shipment_id, sales_order_line_id, product_id, movement_id, quantity)"
        " SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::numeric[])"
        " ON CONFLICT DO NOTHING",
        [line.shipment_line_id for _, line in lines],
        [each.id for each, _ in lines],
        [line.sales_order_line_id for _, line in lines],
        [line.product_id for _, line in lines],
        [line.movement_id for _, line in lines],
        [line.quantity for _, line in lines],
    )


async def orders_to_invoice(tx: ReadTransaction, through: date, bill_to_ids: Sequence[UUID]) -> list[UUID]:
    """Orders of which something left by the end of a day that is not invoiced; of these payers, or of all."""
    rows = await tx.fetch(
        "SELECT DISTINCT s.sales_order_id FROM shipment s JOIN sales_order o ON o.id = s.sales_order_id"
        " WHERE NOT s.is_invoiced AND s.shipped_at < $1::date + 1 AND ($2::uuid[] = '{}' OR o.bill_to_id = ANY($2))",
        through,
        list(bill_to_ids),
    )
    return [row["sales_order_id"] for row in rows]


async def lock_waiting(tx: Transaction, order_ids: Sequence[UUID]) -> list[Shipment]:
    """What left of these orders and is not invoiced, held against other invoices until the transaction ends."""
    heads = await tx.fetch(
        "SELECT id, number, sales_order_id, shipped_at FROM shipment WHERE sales_order_id = ANY($1) AND NOT is_invoiced"
        " ORDER BY id FOR UPDATE",
        list(order_ids),
    )
    rows = await tx.fetch(
        "SELECT shipment_id, id AS shipment_line_id, sales_order_line_id, product_id, movement_id, quantity"
        " FROM shipment_line WHERE shipment_id = ANY($1) ORDER BY id",
        [head["id"] for head in heads],
    )
    lines: dict[UUID, list[ShippedLine]] = {head["id"]: [] for head in heads}
    for row in rows:
        values: dict[str, Any] = dict(row)
        lines[values.pop("shipment_id")].append(ShippedLine(**values))
    return [Shipment(**dict(head), lines=tuple(lines[head["id"]])) for head in heads]


async def set_invoiced(tx: Transaction, shipment_ids: Sequence[UUID]) -> None:
    """They have their invoice."""
    await tx.execute("UPDATE shipment SET is_invoiced = true WHERE id = ANY($1)", list(shipment_ids))

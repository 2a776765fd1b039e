"""Posted documents."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.errors import unknown

from inventory.domain.document import Document, Line
from inventory.domain.errors import DocumentTaken


async def check_free(tx: Transaction, table: str, document_id: UUID) -> None:
    """Nothing when no document has this id yet. `table` is one of ours.

    Raises:
        DocumentTaken: one has.
    """
    number = await tx.fetchval(f"SELECT number FROM {table} WHERE id = $1", document_id)
    if number is not None:
        raise DocumentTaken(f"{document_id} was posted before, as {number}.", field="id", number=number)


async def add_receipt(tx: Transaction, receipt: Document) -> None:
    await tx.execute(
        "INSERT INTO receipt (id, number, purchase_order_id, supplier_id, warehouse, supplier_reference, occurred_at,"
        " posted_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        receipt.id,
        receipt.number,
        receipt.order_id,
        receipt.partner_id,
        receipt.warehouse,
        receipt.supplier_reference,
        receipt.occurred_at,
        receipt.posted_by,
    )
    await tx.copy(
        "receipt_line",
        ("id", "receipt_id", "position", "purchase_order_line_id", "product_id", "quantity", "movement_id"),
        _rows(receipt.id, receipt.lines),
    )


async def add_shipment(tx: Transaction, shipment: Document) -> None:
    await tx.execute(
        "INSERT INTO shipment (id, number, sales_order_id, customer_id, warehouse, occurred_at, posted_by)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        shipment.id,
        shipment.number,
        shipment.order_id,
        shipment.partner_id,
        shipment.warehouse,
        shipment.occurred_at,
        shipment.posted_by,
    )
    await tx.copy(
        "shipment_line",
        ("id", "shipment_id", "position", "sales_order_line_id", "product_id", "quantity", "movement_id"),
        _rows(shipment.id, shipment.lines),
    )


async def add_stock_document(
    tx: Transaction, *, id_: UUID, number: str, kind: str, warehouse: str, reason: str, at: datetime, by: str
) -> None:
    await tx.execute(
        "INSERT INTO stock_document (id, number, kind, warehouse, reason, occurred_at, posted_by)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        id_,
        number,
        kind,
        warehouse,
        reason,
        at,
        by,
    )


def _rows(document_id: UUID, lines: Sequence[Line]) -> list[tuple[object, ...]]:
    return [
        (line.id, document_id, i, line.order_line_id, line.product_id, line.quantity, line.movement_id)
        for i, line in enumerate(lines)
    ]


async def receipt_of_line(tx: ReadTransaction, line_id: UUID) -> tuple[UUID, str]:
    """The receipt (id, number) that has a line."""
    row = await tx.fetchrow(
        "SELECT r.id, r.number FROM receipt_line l JOIN receipt r ON r.id = l.receipt_id WHERE l.id = $1", line_id
    )
    if row is None:
        raise unknown("receipt line", line_id)
    return row["id"], row["number"]

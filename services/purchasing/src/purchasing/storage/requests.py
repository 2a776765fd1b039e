"""Purchase requests."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction


@dataclass(frozen=True, slots=True)
class RequestLine:
    """Somebody wants so many stock units of a product."""

    id: UUID
    product_id: UUID
    stock_quantity: Decimal
    warehouse: str
    needed_on: date | None
    supplier_id: UUID | None
    status: str = "open"
    need_id: UUID | None = None  # of inventory's replenishment, if that asked


async def add(
    tx: Transaction, id_: UUID, number: str, department: str, reason: str, by: str, lines: Sequence[RequestLine]
) -> bool:
    """Write a request; False when its id is taken."""
    added = await tx.execute(
        "INSERT INTO purchase_request (id, number, department, reason, requested_by) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT DO NOTHING",
        id_,
        number,
        department,
        reason,
        by,
    )
    if added:
        await tx.copy(
            "purchase_request_line",
            (
                "id",
                "request_id",
                "position",
                "product_id",
                "stock_quantity",
                "warehouse",
                "needed_on",
                "supplier_id",
                "need_id",
            ),
            [
                (
                    line.id,
                    id_,
                    i,
                    line.product_id,
                    line.stock_quantity,
                    line.warehouse,
                    line.needed_on,
                    line.supplier_id,
                    line.need_id,
                )
                for i, line in enumerate(lines)
            ],
        )
    return bool(added)


async def lock(tx: Transaction, line_ids: Collection[UUID]) -> dict[UUID, RequestLine]:
    """Those of these lines that exist, held until the transaction ends."""
    rows = await tx.fetch(
        "SELECT id, product_id, stock_quantity, warehouse, needed_on, supplier_id, status, need_id FROM purchase_request_line"
        " WHERE id = ANY($1) ORDER BY id FOR UPDATE",
        list(line_ids),
    )
    return {row["id"]: RequestLine(**dict(row)) for row in rows}


async def close(
    tx: Transaction,
    line_ids: Collection[UUID],
    status: str,
    *,
    rfq_id: UUID | None = None,
    purchase_order_id: UUID | None = None,
) -> None:
    """What became of lines."""
    await tx.execute(
        "UPDATE purchase_request_line SET status = $2, rfq_id = coalesce($3, rfq_id),"
        " purchase_order_id = coalesce($4, purchase_order_id) WHERE id = ANY($1)",
        list(line_ids),
        status,
        rfq_id,
        purchase_order_id,
    )


async def of_rfq_lines(tx: ReadTransaction, rfq_line_ids: Collection[UUID]) -> list[UUID]:
    """The request lines that these lines of a request for quotes come from."""
    rows = await tx.fetch(
        "SELECT request_line_id FROM rfq_line WHERE id = ANY($1) AND request_line_id IS NOT NULL", list(rfq_line_ids)
    )
    return [row["request_line_id"] for row in rows]


async def known_needs(tx: ReadTransaction, need_ids: Collection[UUID]) -> set[UUID]:
    """Those of these needs that have a request line already."""
    rows = await tx.fetch("SELECT need_id FROM purchase_request_line WHERE need_id = ANY($1)", list(need_ids))
    return {row["need_id"] for row in rows}


async def needs_of_order(tx: ReadTransaction, purchase_order_id: UUID) -> list[UUID]:
    """The needs that an order serves."""
    rows = await tx.fetch(
        "SELECT need_id FROM purchase_request_line WHERE purchase_order_id = $1 AND need_id IS NOT NULL ORDER BY need_id",
        purchase_order_id,
    )
    return [row["need_id"] for row in rows]

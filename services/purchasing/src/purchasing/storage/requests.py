"""Purchase requests."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.ids import new_id

from purchasing.domain.rfq import Part


@dataclass(frozen=True, slots=True)
class RequestLine:
    """Somebody wants so many stock units of a product, or of what he describes in words."""

    id: UUID
    product_id: UUID | None
    stock_quantity: Decimal
    warehouse: str
    needed_on: date | None
    supplier_id: UUID | None
    status: str = "open"
    need_id: UUID | None = None  # of inventory's replenishment, if that asked
    department: str = ""  # whose request it is
    description: str = ""
    sales_order_line_id: UUID | None = None  # whose customer gets it from the supplier himself


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
                "status",
                "description",
                "sales_order_line_id",
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
                    line.status,
                    line.description,
                    line.sales_order_line_id,
                )
                for i, line in enumerate(lines)
            ],
        )
    return bool(added)


async def lock(tx: Transaction, line_ids: Collection[UUID]) -> dict[UUID, RequestLine]:
    """Those of these lines that exist, held until the transaction ends."""
    rows = await tx.fetch(
        "SELECT l.id, l.product_id, l.stock_quantity, l.warehouse, l.needed_on, l.supplier_id, l.status, l.need_id,"
        " l.description, l.sales_order_line_id, r.department FROM purchase_request_line l"
        " JOIN purchase_request r ON r.id = l.request_id WHERE l.id = ANY($1) ORDER BY l.id FOR UPDATE OF l",
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
    reason: str = "",
) -> None:
    """What became of lines."""
    await tx.execute(
        "UPDATE purchase_request_line SET status = $2, rfq_id = coalesce($3, rfq_id),"
        " purchase_order_id = coalesce($4, purchase_order_id), closed_reason = $5 WHERE id = ANY($1)",
        list(line_ids),
        status,
        rfq_id,
        purchase_order_id,
        reason,
    )


async def lock_drafts(tx: Transaction, request_id: UUID) -> list[UUID] | None:
    """Lines of a request that are drafts, held until the transaction ends; None when there is no such request."""
    if await tx.fetchval("SELECT id FROM purchase_request WHERE id = $1 FOR UPDATE", request_id) is None:
        return None
    rows = await tx.fetch(
        "SELECT id FROM purchase_request_line WHERE request_id = $1 AND status = 'draft' ORDER BY id FOR UPDATE",
        request_id,
    )
    return [row["id"] for row in rows]


async def set_products(tx: Transaction, products: Mapping[UUID, UUID]) -> None:
    """Which product is meant, by line."""
    await tx.execute(
        "UPDATE purchase_request_line l SET product_id = p.product FROM unnest($1::uuid[], $2::uuid[]) AS p (id, product)"
        " WHERE l.id = p.id",
        list(products),
        list(products.values()),
    )


async def set_quantities(tx: Transaction, quantities: Mapping[UUID, Decimal]) -> None:
    """How much open lines are for from now on, stock units."""
    await tx.execute(
        "UPDATE purchase_request_line l SET stock_quantity = x.q FROM unnest($1::uuid[], $2::numeric[]) AS x (id, q)"
        " WHERE l.id = x.id",
        list(quantities),
        list(quantities.values()),
    )


async def of_rfq_lines(tx: ReadTransaction, rfq_line_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The request lines that lines of a request for quotes come from, by the latter."""
    rows = await tx.fetch(
        "SELECT id, request_line_id FROM rfq_line WHERE id = ANY($1) AND request_line_id IS NOT NULL",
        list(rfq_line_ids),
    )
    return {row["id"]: row["request_line_id"] for row in rows}


async def split(tx: Transaction, parts: Mapping[UUID, Sequence[Part]]) -> None:
    """Lines become their parts: each keeps its first, the others are new lines of the same request."""
    firsts = [(line_id, line_parts[0]) for line_id, line_parts in parts.items()]
    others = [(new_id(), line_id, part) for line_id, line_parts in parts.items() for part in line_parts[1:]]
    status = "CASE WHEN p.o IS NULL THEN 'open' ELSE 'ordered' END"
    await tx.execute(
        f"UPDATE purchase_request_line l SET stock_quantity = p.q, purchase_order_id = p.o, status = {status}"
        " FROM unnest($1::uuid[], $2::numeric[], $3::uuid[]) AS p (i, q, o) WHERE l.id = p.i",
        [line_id for line_id, _ in firsts],
        [part.stock_quantity for _, part in firsts],
        [part.order_id for _, part in firsts],
    )
    await tx.execute(
        "INSERT INTO purchase_request_line (id, request_id, position, product_id, description, stock_quantity, warehouse,"
        " needed_on, supplier_id, sales_order_line_id, rfq_id, purchase_order_id, status)"
        " SELECT p.n, l.request_id, l.position, l.product_id,"
        f" l.description, p.q, l.warehouse, l.needed_on, l.supplier_id, l.sales_order_line_id, l.rfq_id, p.o, {status}"
        " FROM unnest($1::uuid[], $2::uuid[], $3::numeric[], $4::uuid[]) AS p (n, i, q, o)"
        " JOIN purchase_request_line l ON l.id = p.i",
        [id_ for id_, _, _ in others],
        [line_id for _, line_id, _ in others],
        [part.stock_quantity for _, _, part in others],
        [part.order_id for _, _, part in others],
    )


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

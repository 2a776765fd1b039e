"""The journal of stock."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from kit.db import ReadTransaction, Transaction

from inventory.domain.location import Location
from inventory.domain.lot import Lot
from inventory.domain.movement import Movement, Reason
from inventory.storage import locations

_COLUMNS = (
    "id", "product_id", "lot_id", "quantity", "source_id", "destination_id", "reason", "document_id", "document_number",
    "document_line_id", "order_id", "order_line_id", "reverses", "returns", "passes_on", "opening_unit_cost", "occurred_at",
    "posted_by",
)  # fmt: skip


async def add(tx: Transaction, movements: Sequence[Movement]) -> None:
    """Write them down."""
    await tx.copy(
        "movement",
        _COLUMNS,
        [
            (
                each.id,
                each.product_id,
                each.lot and each.lot.id,
                each.quantity,
                each.source.id,
                each.destination.id,
                str(each.reason),
                each.document_id,
                each.document_number,
                each.document_line_id,
                each.order_id,
                each.order_line_id,
                each.reverses,
                each.returns,
                each.passes_on,
                each.opening_unit_cost,
                each.occurred_at,
                each.posted_by,
            )
            for each in movements
        ],
    )


async def find(tx: ReadTransaction, movement_id: UUID) -> Movement | None:
    """One movement, or nothing."""
    return next(iter(await find_many(tx, [movement_id])), None)


async def find_many(tx: ReadTransaction, movement_ids: Sequence[UUID]) -> list[Movement]:
    """Those of these movements that there are."""
    rows = await tx.fetch(
        f"SELECT {', '.join('m.' + column for column in _COLUMNS)}, b.code AS lot_code, b.expires_on"
        " FROM movement m LEFT JOIN lot b ON b.id = m.lot_id WHERE m.id = ANY($1)",
        list(movement_ids),
    )
    places = await locations.by_id(tx, [row[end] for row in rows for end in ("source_id", "destination_id")])
    return [_movement(dict(row), places) for row in rows]


def _movement(values: dict[str, Any], places: Mapping[UUID, Location]) -> Movement:
    lot_id, code, expires_on = (values.pop(name) for name in ("lot_id", "lot_code", "expires_on"))
    values["lot"] = Lot(lot_id, values["product_id"], code, expires_on) if lot_id else None
    values["source"] = places[values.pop("source_id")]
    values["destination"] = places[values.pop("destination_id")]
    return Movement(**{**values, "reason": Reason(values["reason"])})


async def reversed_of(tx: ReadTransaction, movement_ids: Sequence[UUID]) -> set[UUID]:
    """Which of these are reversed by another movement."""
    rows = await tx.fetch("SELECT reverses FROM movement WHERE reverses = ANY($1)", list(movement_ids))
    return {row["reverses"] for row in rows}


async def opened(tx: ReadTransaction, warehouse_products: Sequence[tuple[str, UUID]]) -> set[tuple[str, UUID]]:
    """Which products have opening stock in these warehouses that was not reversed."""
    rows = await tx.fetch(
        "SELECT DISTINCT l.warehouse, m.product_id FROM movement m JOIN location l ON l.id = m.destination_id"
        " JOIN unnest($1::text[], $2::uuid[]) AS a (warehouse, product_id)"
        " ON a.warehouse = l.warehouse AND a.product_id = m.product_id"
        " WHERE m.reason = 'opening' AND m.reverses IS NULL AND NOT EXISTS (SELECT FROM movement r WHERE r.reverses = m.id)",
        [warehouse for warehouse, _ in warehouse_products],
        [product_id for _, product_id in warehouse_products],
    )
    return {(row["warehouse"], row["product_id"]) for row in rows}


async def warehouses_of(tx: ReadTransaction, product_id: UUID) -> list[str]:
    """Sites that ever had some of a product."""
    rows = await tx.fetch("SELECT warehouse FROM stock WHERE product_id = $1 ORDER BY warehouse", product_id)
    return [row["warehouse"] for row in rows]

"""The journal of stock."""

from collections.abc import Sequence
from uuid import UUID

from kit.db import ReadTransaction, Transaction

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
    row = await tx.fetchrow(
        f"SELECT {', '.join('m.' + column for column in _COLUMNS)}, b.code AS lot_code, b.expires_on"
        " FROM movement m LEFT JOIN lot b ON b.id = m.lot_id WHERE m.id = $1",
        movement_id,
    )
    if row is None:
        return None
    values = dict(row)
    lot_id, code, expires_on = (values.pop(name) for name in ("lot_id", "lot_code", "expires_on"))
    values["lot"] = Lot(lot_id, row["product_id"], code, expires_on) if lot_id else None
    places = await locations.by_id(tx, [row["source_id"], row["destination_id"]])
    values["source"] = places[values.pop("source_id")]
    values["destination"] = places[values.pop("destination_id")]
    return Movement(**{**values, "reason": Reason(values["reason"])})


async def is_reversed(tx: ReadTransaction, movement_id: UUID) -> bool:
    """Whether another movement reverses it."""
    return bool(await tx.fetchval("SELECT true FROM movement WHERE reverses = $1", movement_id))


async def warehouses_of(tx: ReadTransaction, product_id: UUID) -> list[str]:
    """Sites that ever had some of a product."""
    rows = await tx.fetch("SELECT warehouse FROM stock WHERE product_id = $1 ORDER BY warehouse", product_id)
    return [row["warehouse"] for row in rows]

"""What befalls a lot as such: blocked, freed, another expiry date."""

from datetime import date
from typing import Any
from uuid import UUID

from kit.audit import AuditEntry
from kit.db import Transaction
from kit.ids import new_id

from inventory.commands.move_stock import Posting
from inventory.commands.post_movements import post_movements
from inventory.domain.location import Location, LocationKind, StockState
from inventory.domain.lot import Lot
from inventory.domain.movement import Movement, Reason, StockKey
from inventory.domain.picking import Lying
from inventory.storage import locations, lots, stock
from inventory.storage.movements import warehouses_of
from kit import audit


async def block_lot(tx: Transaction, lot_id: UUID, reason: str, posting: Posting) -> Lot:
    """Put all of a lot that could be promised on hold, at every site, and what comes in of it from now on.

    Raises:
        NotFound: there is no such lot.
    """
    lot = await lots.get(tx, lot_id)
    keys = {StockKey(lot.product_id, warehouse) for warehouse in await warehouses_of(tx, lot.product_id)}
    locked = await stock.lock(tx, keys)
    quarantine = {key.warehouse: await locations.of_kind(tx, key.warehouse, LocationKind.QUARANTINE) for key in keys}
    movements = [
        _to_quarantine(lot, each, quarantine[key.warehouse], posting)
        for key, lying in (await stock.quants(tx, keys)).items()
        for each in lying
        if each.lot == lot and each.quantity > 0 and each.location.state is StockState.AVAILABLE
    ]
    if movements:
        await post_movements(tx, movements, locked, currency=posting.currency, roles=posting.roles)
    await lots.set_blocked(tx, lot_id, is_blocked=True)
    await _record(tx, lot, "blocked", {"is_blocked": [False, True], "reason": [None, reason]}, posting.posted_by)
    return lot


def _to_quarantine(lot: Lot, lying: Lying, quarantine: Location, posting: Posting) -> Movement:
    return Movement(
        id=new_id(),
        product_id=lot.product_id,
        quantity=lying.quantity,
        source=lying.location,
        destination=quarantine,
        reason=Reason.TRANSFER,
        document_id=posting.id,
        document_number=f"lot {lot.code} blocked",
        document_line_id=new_id(),
        occurred_at=posting.occurred_at,
        posted_by=posting.posted_by,
        lot=lot,
    )


async def free_lot(tx: Transaction, lot_id: UUID, reason: str, *, by: str) -> Lot:
    """What comes in of it goes where goods usually go; what is on hold is moved by whoever may let it out.

    Raises:
        NotFound: there is no such lot.
    """
    lot = await lots.lock(tx, lot_id)
    await lots.set_blocked(tx, lot_id, is_blocked=False)
    await _record(tx, lot, "freed", {"is_blocked": [True, False], "reason": [None, reason]}, by)
    return lot


async def change_expiry(tx: Transaction, lot_id: UUID, expires_on: date | None, reason: str, *, by: str) -> Lot:
    """Another expiry date, with the reason why.

    Raises:
        NotFound: there is no such lot.
    """
    lot = await lots.lock(tx, lot_id)
    await lots.set_expiry(tx, lot_id, expires_on)
    days = [str(day) if day else None for day in (lot.expires_on, expires_on)]
    await _record(tx, lot, "expiry changed", {"expires_on": days, "reason": [None, reason]}, by)
    return lot


async def _record(tx: Transaction, lot: Lot, action: str, changes: dict[str, list[Any]], by: str) -> None:
    await audit.record(tx, AuditEntry("lot", str(lot.id), action, changes, by))

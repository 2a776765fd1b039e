"""Documents that are nothing but their movements: opening stock, adjustments, transfers, reversals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.ids import new_id
from kit.money import ZERO
from kit.numbers import next_number
from kit.quantity import check_precision

from inventory.commands.post_movements import post_movements
from inventory.domain.errors import (
    AlreadyReversed,
    HoldsNothing,
    InsufficientStock,
    LocationNotKnown,
    NotReversible,
    OnlyByTransfer,
    SamePlace,
)
from inventory.domain.location import ADJUSTMENTS, DEFAULT_LOCATION, OPENING, Location, LocationKind
from inventory.domain.lot import Lot, check_lot
from inventory.domain.movement import Movement, Reason, StockKey, changes_by_spot
from inventory.storage import documents, locations, lots, movements, products, stock
from inventory.storage.lots import AskedLot


@dataclass(frozen=True, slots=True)
class Posting:
    """Who posts a document, when it happened, and in which currency costs are given."""

    id: UUID
    occurred_at: datetime
    posted_by: str
    currency: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpeningLine:
    product_id: UUID
    quantity: Decimal
    unit_cost: Decimal
    location: str = DEFAULT_LOCATION
    lot: str | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class AdjustedLine:
    product_id: UUID
    quantity_change: Decimal  # > 0 was found, < 0 is missing
    location: str = DEFAULT_LOCATION
    lot: str | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class TransferredLine:
    product_id: UUID
    quantity: Decimal
    lot: str | None = None


@dataclass(frozen=True, slots=True)
class MovedLine:
    """From one place of a warehouse (code) to another."""

    product_id: UUID
    quantity: Decimal
    source: str
    destination: str
    lot: str | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """A document as it was posted."""

    id: UUID
    number: str
    movements: tuple[Movement, ...]


@dataclass(frozen=True, slots=True)
class _Move:
    product_id: UUID
    quantity: Decimal
    source: Location
    destination: Location
    lot: str | None = None
    expires_on: date | None = None
    unit_cost: Decimal | None = None
    reverses: UUID | None = None


async def load_opening_stock(tx: Transaction, posting: Posting, warehouse: str, lines: Sequence[OpeningLine]) -> Posted:
    """The stock of the day before go-live, with its cost; the only way in that brings one.

    Raises:
        ProductNotKnown, WarehouseNotKnown, LocationNotKnown: it cannot lie there.
    """
    places = await locations.by_code(tx, warehouse, [line.location for line in lines])
    moves = [
        _Move(
            line.product_id,
            line.quantity,
            OPENING,
            places[line.location],
            lot=line.lot,
            expires_on=line.expires_on,
            unit_cost=line.unit_cost,
        )
        for line in lines
    ]
    return await _post(tx, posting, Reason.OPENING, warehouse, "Opening stock", moves)


async def adjust_stock(
    tx: Transaction, posting: Posting, warehouse: str, reason: str, lines: Sequence[AdjustedLine]
) -> Posted:
    """What was found or is missing. A loss takes from holds what is no longer there.

    Raises:
        InsufficientStock: more is missing than was there.
        ProductNotKnown, WarehouseNotKnown, LocationNotKnown: it cannot lie there.
    """
    places = await locations.by_code(tx, warehouse, [line.location for line in lines])
    moves = [
        _Move(line.product_id, line.quantity_change, ADJUSTMENTS, places[line.location], line.lot, line.expires_on)
        if line.quantity_change > 0
        else _Move(line.product_id, -line.quantity_change, places[line.location], ADJUSTMENTS, line.lot)
        for line in lines
    ]
    return await _post(tx, posting, Reason.ADJUSTMENT, warehouse, reason, moves)


async def transfer_stock(
    tx: Transaction,
    posting: Posting,
    source_id: UUID,
    destination_id: UUID,
    reason: str,
    lines: Sequence[TransferredLine],
) -> Posted:
    """From one of our locations to another, at once.

    Raises:
        LocationNotKnown: one of the two is none of ours.
        InsufficientStock: less lies at the source.
    """
    places = await locations.by_id(tx, [source_id, destination_id])
    for id_, field in ((source_id, "from_location_id"), (destination_id, "to_location_id")):
        if id_ not in places or not places[id_].is_ours:
            raise LocationNotKnown(f"There is no location {id_} in our warehouses.", field=field, id=str(id_))
    source, destination = places[source_id], places[destination_id]
    moves = [_Move(line.product_id, line.quantity, source, destination, line.lot) for line in lines]
    return await _post(tx, posting, Reason.TRANSFER, source.warehouse, reason, moves)


async def move_goods(
    tx: Transaction, posting: Posting, warehouse: str, reason: str, lines: Sequence[MovedLine]
) -> Posted:
    """Within a warehouse, each line from its place to another, at once.

    Raises:
        WarehouseNotKnown, LocationNotKnown, HoldsNothing, SamePlace: it cannot be moved so.
        InsufficientStock: less lies at a source.
    """
    places = await locations.by_code(
        tx, warehouse, [code for line in lines for code in (line.source, line.destination)]
    )
    for i, line in enumerate(lines):
        if line.source == line.destination:
            raise SamePlace("Goods move to another place.", field=f"lines.{i}.destination")
    moves = [
        _Move(line.product_id, line.quantity, places[line.source], places[line.destination], line.lot) for line in lines
    ]
    return await _post(tx, posting, Reason.TRANSFER, warehouse, reason, moves)


async def reverse_movement(tx: Transaction, posting: Posting, original: Movement, reason: str) -> Posted:
    """The same the other way.

    Raises:
        NotReversible: receipts and shipments are corrected by returns.
        AlreadyReversed: it was reversed before.
        InsufficientStock: what it brought has gone on.
    """
    return await reverse_movements(tx, posting, [original], reason)


async def reverse_movements(tx: Transaction, posting: Posting, originals: Sequence[Movement], reason: str) -> Posted:
    """Movements of one kind and warehouse the other way, in one document.

    Raises:
        NotReversible, AlreadyReversed, InsufficientStock: as for a single one.
    """
    for original in originals:
        if original.reason not in _PREFIXES or original.reverses is not None:
            raise NotReversible(
                f"A {original.reason} is not reversed by its movement: correct it by a return or a new document."
            )
    if again := await movements.reversed_of(tx, [original.id for original in originals]):
        raise AlreadyReversed("This movement was reversed before.", movement_id=str(min(again)))
    moves = [
        _Move(
            original.product_id,
            original.quantity,
            original.destination,
            original.source,
            lot=original.lot.code if original.lot else None,
            reverses=original.id,
        )
        for original in originals
    ]
    first = originals[0]
    warehouse = first.source.warehouse or first.destination.warehouse
    return await _post(tx, posting, first.reason, warehouse, reason, moves)


_PREFIXES = {Reason.OPENING: "OS", Reason.ADJUSTMENT: "AD", Reason.TRANSFER: "TR"}


async def _post(
    tx: Transaction, posting: Posting, reason: Reason, warehouse: str, why: str, moves: Sequence[_Move]
) -> Posted:
    known = await products.known(tx, [move.product_id for move in moves])
    for i, move in enumerate(moves):
        check_precision(move.quantity, known[move.product_id].decimals, field=f"lines.{i}.quantity")
        check_lot(known[move.product_id].tracking, move.lot, move.quantity, field=f"lines.{i}")
        _check_holds_stock(move)
    await documents.check_free(tx, "stock_document", posting.id)
    keys = {
        StockKey(move.product_id, place.warehouse)
        for move in moves
        for place in (move.source, move.destination)
        if place.is_ours
    }
    locked = await stock.lock(tx, keys)
    by_code = await _lots(tx, moves)
    number = await next_number(tx, _PREFIXES[reason], posting.occurred_at.year)
    posted = tuple(
        Movement(
            id=new_id(),
            product_id=move.product_id,
            quantity=move.quantity,
            source=move.source,
            destination=move.destination,
            reason=reason,
            document_id=posting.id,
            document_number=number,
            document_line_id=new_id(),
            occurred_at=posting.occurred_at,
            posted_by=posting.posted_by,
            lot=None if move.lot is None else by_code[move.product_id, move.lot],
            reverses=move.reverses,
            opening_unit_cost=move.unit_cost,
        )
        for move in moves
    )
    await check_there(tx, posted, keys)
    await documents.add_stock_document(
        tx,
        id_=posting.id,
        number=number,
        kind=str(reason),
        warehouse=warehouse,
        reason=why,
        at=posting.occurred_at,
        by=posting.posted_by,
    )
    await post_movements(tx, posted, locked, currency=posting.currency, roles=posting.roles)
    return Posted(posting.id, number, posted)


def _check_holds_stock(move: _Move) -> None:
    for place in (move.source, move.destination):
        if place.kind is LocationKind.TRANSIT:
            raise OnlyByTransfer(
                f"Goods come to {place.code} and leave it by a transfer order: POST /api/inventory/v1/transfer-orders.",
                field="location",
                location=place.code,
            )
        if place.warehouse and not place.is_ours:
            raise HoldsNothing(
                f"{place.code} groups other locations of {place.warehouse}: name the one where the goods lie.",
                field="location",
                location=place.code,
            )


async def _lots(tx: Transaction, moves: Sequence[_Move]) -> dict[tuple[UUID, str], Lot]:
    """The lots that the moves name: those that come in may be new, those that go out are known."""
    named = [(move.source.is_ours, AskedLot(move.product_id, move.lot, move.expires_on)) for move in moves if move.lot]
    found = await lots.ensure(tx, [asked for leaves, asked in named if not leaves])
    return found | await lots.find(tx, [asked for leaves, asked in named if leaves])


async def check_there(tx: Transaction, posted: Sequence[Movement], keys: set[StockKey]) -> None:
    """Nothing when the places that movements of locked stock leave hold enough.

    Raises:
        InsufficientStock: one does not.
    """
    held = await stock.spots(tx, keys)
    for spot, change in changes_by_spot(posted).items():
        there = held.get(spot, ZERO)
        if there + change < 0:
            of_lot = f" of lot {spot.lot.code}" if spot.lot else ""
            raise InsufficientStock(
                f"Only {there}{of_lot} lie in {spot.location.warehouse} {spot.location.code}, {-change} would leave it."
                " Count again, or name another location.",
                field="lines",
                product_id=str(spot.product_id),
                location=spot.location.code,
                on_hand=str(there),
                asked=str(-change),
            )

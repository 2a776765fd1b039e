"""Goods of a transfer arrive; what does not add up becomes a claim."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.errors import Invalid
from kit.ids import new_id
from kit.money import ZERO
from kit.quantity import check_precision

from inventory.commands.claims import Difference, it_came_after_all, open_claims, settle
from inventory.commands.move_stock import Posting
from inventory.commands.post_movements import post_movements
from inventory.domain.claim import ClaimKind, Outcome, check_open
from inventory.domain.errors import LineNotOfOrder, LineRepeated, OverArrival
from inventory.domain.location import ADJUSTMENTS, DEFAULT_LOCATION, Location, LocationKind
from inventory.domain.lot import Lot, Tracking, check_lot
from inventory.domain.movement import Movement, Reason, StockKey
from inventory.domain.transfer import Transfer, TransferLine, TransferStatus, check_status, is_done
from inventory.storage import claims, locations, lots, products, stock, transfers
from inventory.storage.lots import AskedLot
from inventory.wire import transfer_closed, transfer_received


@dataclass(frozen=True, slots=True)
class ArrivedLine:
    """So much of a line arrived; `lot` None: whichever is on its way. `location` None: the usual place."""

    transfer_line_id: UUID
    quantity: Decimal
    lot: str | None = None
    location: str | None = None


@dataclass(frozen=True, slots=True)
class _Arrival:
    """What of an arrived line was on its way, by lot, and how much was not."""

    line: TransferLine
    place: Location
    expected: tuple[tuple[Lot | None, Decimal], ...]
    surplus: Decimal
    surplus_lot: Lot | None


async def receive_transfer(
    tx: Transaction,
    transfer_id: UUID,
    asked: Sequence[ArrivedLine],
    posting: Posting,
    *,
    accept_surplus: bool,
    nothing_more: bool,
) -> None:
    """Book what arrived. With `nothing_more`, what is still on its way then is claimed as lost.

    Raises:
        NotFound, WrongTransferStatus: nothing of it is on its way.
        LineNotOfOrder, LineRepeated, LotRequired, OverPreciseQuantity, LocationNotKnown: it cannot arrive so.
        OverArrival: more than is on its way, and a surplus is not accepted.
    """
    transfer = await transfers.lock(tx, transfer_id)
    check_status(transfer, TransferStatus.IN_TRANSIT)
    keys = {StockKey(line.product_id, transfer.destination) for line in transfer.lines}
    lines = await _lines(tx, transfer, asked)
    claimed = await _claimed(tx, transfer)
    locked = await stock.lock(tx, keys)
    parcels = await transfers.parcels(tx, [line.id for line in transfer.lines])
    places = await locations.by_code(tx, transfer.destination, [each.location for each in asked if each.location])
    named = await lots.find(
        tx, [AskedLot(line.product_id, each.lot) for line, each in zip(lines, asked, strict=True) if each.lot]
    )
    arrivals = [
        _arrival(i, line, each, places, parcels.get(line.id, []), named)
        for i, (line, each) in enumerate(zip(lines, asked, strict=True))
    ]
    surplus = [each for each in arrivals if each.surplus]
    if surplus and not accept_surplus:
        line = surplus[0].line
        raise OverArrival(
            f"{surplus[0].surplus} more than is on its way: count again, or accept the surplus, which becomes a claim.",
            field=f"lines.{lines.index(line)}.quantity",
            in_transit=str(line.in_transit),
        )
    transit = await locations.of_kind(tx, transfer.destination, LocationKind.TRANSIT)
    movements = [m for each in arrivals for m in _movements(transfer, each, transit, posting)]
    if movements:
        await post_movements(tx, movements, locked, currency=posting.currency, roles=posting.roles)
    document = (transfer.id, transfer.number)
    await open_claims(
        tx,
        [
            Difference(ClaimKind.TRANSFER_SURPLUS, each.line.product_id, each.surplus_lot, each.surplus, each.line.id)
            for each in surplus
        ],
        warehouse=transfer.destination,
        document=document,
        owner=transfer.opened_by,
        now=posting.occurred_at,
    )
    came = {each.line.id: sum((quantity for _, quantity in each.expected), ZERO) for each in arrivals}
    await transfers.move_on(tx, received=came)
    left = _left(parcels, arrivals)
    await transfers.change_parcels(tx, {(a.line.id, lot): -q for a in arrivals for lot, q in a.expected})
    for parcel, claim in claimed.items():
        late = claim - left.get(parcel, ZERO)
        if late > 0:
            await it_came_after_all(tx, *parcel, late, by=posting.posted_by, now=posting.occurred_at)
            claimed[parcel] -= late
    if nothing_more:
        await open_claims(
            tx,
            _lost(transfer, left, claimed),
            warehouse=transfer.destination,
            document=document,
            owner=transfer.opened_by,
            now=posting.occurred_at,
        )
    moved = [(each.line, lot, quantity) for each in arrivals for lot, quantity in each.expected]
    if moved:
        tx.publish(transfer_received(transfer, moved, by=posting.posted_by, at=posting.occurred_at))
    await _close_if_done(tx, transfer_id, posting)


async def write_off(tx: Transaction, claim_id: UUID, note: str, posting: Posting) -> None:
    """What a claim says is lost leaves the books; of a surplus the books know already.

    Raises:
        NotFound: there is no such claim.
        ClaimIsSettled: nobody has to act.
    """
    found = await claims.get(tx, claim_id)
    transfer = await transfers.lock(tx, found.document_id)
    claim = await claims.lock(tx, claim_id)
    check_open(claim)
    if claim.kind is ClaimKind.TRANSFER_LOSS:
        locked = await stock.lock(tx, {StockKey(claim.product_id, claim.warehouse)})
        transit = await locations.of_kind(tx, claim.warehouse, LocationKind.TRANSIT)
        movement = Movement(
            id=new_id(),
            product_id=claim.product_id,
            quantity=claim.quantity,
            source=transit,
            destination=ADJUSTMENTS,
            reason=Reason.ADJUSTMENT,
            document_id=claim.id,
            document_number=claim.number,
            document_line_id=claim.document_line_id,
            occurred_at=posting.occurred_at,
            posted_by=posting.posted_by,
            lot=claim.lot,
        )
        await post_movements(tx, [movement], locked, currency=posting.currency, roles=posting.roles)
        await transfers.move_on(tx, settled={claim.document_line_id: claim.quantity})
        await transfers.change_parcels(tx, {(claim.document_line_id, claim.lot): -claim.quantity})
    outcome = Outcome.WRITTEN_OFF if claim.kind is ClaimKind.TRANSFER_LOSS else Outcome.EXPLAINED
    await settle(tx, claim, outcome, note, by=posting.posted_by, now=posting.occurred_at)
    await _close_if_done(tx, transfer.id, posting)


async def _close_if_done(tx: Transaction, transfer_id: UUID, posting: Posting) -> None:
    transfer = await transfers.lock(tx, transfer_id)
    if transfer.status is TransferStatus.IN_TRANSIT:
        done = is_done(transfer.lines)
        await transfers.set_status(tx, transfer, TransferStatus.CLOSED if done else TransferStatus.IN_TRANSIT)
        if done:
            tx.publish(transfer_closed(transfer, "received", posting.occurred_at))


async def _lines(tx: Transaction, transfer: Transfer, asked: Sequence[ArrivedLine]) -> list[TransferLine]:
    """The transfer's lines that arrived, in the order of the request."""
    by_id = {line.id: line for line in transfer.lines}
    known = await products.known(tx, [line.product_id for line in transfer.lines])
    seen: set[tuple[UUID, str | None, str | None]] = set()
    for i, each in enumerate(asked):
        if each.transfer_line_id not in by_id:
            raise LineNotOfOrder(
                f"{transfer.number} has no line {each.transfer_line_id}.", field=f"lines.{i}.transfer_line_id"
            )
        key = (each.transfer_line_id, each.lot, each.location)
        if key in seen or any(line == each.transfer_line_id and None in (lot, each.lot) for line, lot, _ in seen):
            raise LineRepeated("This line occurs twice: give the whole quantity of each lot once.", field=f"lines.{i}")
        seen.add(key)
        product = known[by_id[each.transfer_line_id].product_id]
        check_precision(each.quantity, product.decimals, field=f"lines.{i}.quantity")
        if each.lot is not None and product.tracking is not Tracking.SERIAL:
            check_lot(product.tracking, each.lot, each.quantity, field=f"lines.{i}")
    return [by_id[each.transfer_line_id] for each in asked]


async def _claimed(tx: Transaction, transfer: Transfer) -> dict[tuple[UUID, Lot | None], Decimal]:
    """How much of each line and lot is claimed as lost and still in the books as on its way."""
    found: dict[tuple[UUID, Lot | None], Decimal] = defaultdict(lambda: ZERO)
    for claim in await claims.lock_open(tx, [line.id for line in transfer.lines], ClaimKind.TRANSFER_LOSS):
        found[claim.document_line_id, claim.lot] += claim.quantity
    return found


def _arrival(
    index: int,
    line: TransferLine,
    asked: ArrivedLine,
    places: dict[str, Location],
    parcels: Sequence[tuple[Lot | None, Decimal]],
    named: dict[tuple[UUID, str], Lot],
) -> _Arrival:
    lot = named[line.product_id, asked.lot] if asked.lot else None
    left, expected = asked.quantity, []
    for parcel, quantity in parcels:
        if asked.lot is None or parcel == lot:
            taken = min(left, quantity)
            if taken > 0:
                expected.append((parcel, taken))
                left -= taken
    has_lots = any(parcel for parcel, _ in parcels)
    if left and has_lots and lot is None:
        raise Invalid("More arrives than is on its way: say of which lot.", field=f"lines.{index}.lot")
    return _Arrival(line, places[asked.location or DEFAULT_LOCATION], tuple(expected), left, lot)


def _movements(transfer: Transfer, arrival: _Arrival, transit: Location, posting: Posting) -> list[Movement]:
    def movement(quantity: Decimal, lot: Lot | None, source: Location, reason: Reason) -> Movement:
        return Movement(
            id=new_id(),
            product_id=arrival.line.product_id,
            quantity=quantity,
            source=source,
            destination=arrival.place,
            reason=reason,
            document_id=transfer.id,
            document_number=transfer.number,
            document_line_id=arrival.line.id,
            occurred_at=posting.occurred_at,
            posted_by=posting.posted_by,
            lot=lot,
            order_id=transfer.id,
            order_line_id=arrival.line.id,
        )

    moves = [movement(quantity, lot, transit, Reason.TRANSFER) for lot, quantity in arrival.expected]
    if arrival.surplus:
        moves.append(movement(arrival.surplus, arrival.surplus_lot, ADJUSTMENTS, Reason.ADJUSTMENT))
    return moves


def _left(
    parcels: dict[UUID, list[tuple[Lot | None, Decimal]]], arrivals: Sequence[_Arrival]
) -> dict[tuple[UUID, Lot | None], Decimal]:
    """What is on its way after these arrivals, by line and lot."""
    left = {(line_id, lot): quantity for line_id, there in parcels.items() for lot, quantity in there}
    for arrival in arrivals:
        for lot, quantity in arrival.expected:
            left[arrival.line.id, lot] -= quantity
    return left


def _lost(
    transfer: Transfer,
    left: dict[tuple[UUID, Lot | None], Decimal],
    claimed: dict[tuple[UUID, Lot | None], Decimal],
) -> list[Difference]:
    """What is on its way and nobody has claimed yet."""
    products_of = {line.id: line.product_id for line in transfer.lines}
    return [
        Difference(ClaimKind.TRANSFER_LOSS, products_of[line_id], lot, quantity - claimed[line_id, lot], line_id)
        for (line_id, lot), quantity in left.items()
        if quantity > claimed[line_id, lot]
    ]

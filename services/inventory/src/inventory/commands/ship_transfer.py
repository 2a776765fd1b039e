"""Goods leave one site for another."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.ids import new_id
from kit.money import ZERO

from inventory.commands.move_stock import Posting
from inventory.commands.post_movements import post_movements
from inventory.domain.location import LocationKind
from inventory.domain.lot import Lot
from inventory.domain.movement import Movement, Reason, StockKey
from inventory.domain.picking import pick_lines
from inventory.domain.reservation import leaving
from inventory.domain.transfer import Transfer, TransferStatus, check_status
from inventory.storage import locations, reservations, stock, transfers
from inventory.wire import transfer_shipped


async def ship_transfer(
    tx: Transaction, transfer_id: UUID, asked: Sequence[tuple[UUID, Decimal]] | None, posting: Posting
) -> None:
    """Put so much of each line (or all that is held) on its way.

    Raises:
        NotFound, WrongTransferStatus: there is no released transfer.
        NothingReserved, OverShipment, LineNotOfOrder, LineRepeated: it cannot leave so.
    """
    transfer = await transfers.lock(tx, transfer_id)
    check_status(transfer, TransferStatus.RELEASED, TransferStatus.IN_TRANSIT)
    await reservations.lock(tx, [transfer.id])
    here = {StockKey(line.product_id, transfer.source) for line in transfer.lines}
    locked = await stock.lock(tx, here | {StockKey(line.product_id, transfer.destination) for line in transfer.lines})
    held = (await reservations.lines(tx, [transfer.id]))[transfer.id]
    quantities = leaving(transfer.number, held, asked, field="transfer_line_id")
    shipped = [(line, quantities[line.order_line_id]) for line in held if quantities.get(line.order_line_id)]
    lying = {key.product_id: there for key, there in (await stock.quants(tx, here)).items()}
    transit = await locations.of_kind(tx, transfer.destination, LocationKind.TRANSIT)
    movements = [
        Movement(
            id=new_id(),
            product_id=line.product_id,
            quantity=picked.quantity,
            source=picked.location,
            destination=transit,
            reason=Reason.TRANSFER,
            document_id=transfer.id,
            document_number=transfer.number,
            document_line_id=line.order_line_id,
            occurred_at=posting.occurred_at,
            posted_by=posting.posted_by,
            lot=picked.lot,
            order_id=transfer.id,
            order_line_id=line.order_line_id,
        )
        for line, picked in pick_lines(shipped, lying)
    ]
    await reservations.ship(tx, quantities)
    if all(line.shipped + quantities.get(line.order_line_id, ZERO) == line.quantity for line in held):
        await reservations.set_status(tx, [transfer.id], "closed")
    unreserved: dict[StockKey, Decimal] = defaultdict(lambda: ZERO)
    for line, quantity in shipped:
        unreserved[StockKey(line.product_id, transfer.source)] += quantity
    await post_movements(tx, movements, locked, currency=posting.currency, roles=posting.roles, unreserved=unreserved)
    await _on_its_way(tx, transfer, quantities, movements, posting)


async def _on_its_way(
    tx: Transaction,
    transfer: Transfer,
    quantities: dict[UUID, Decimal],
    movements: Sequence[Movement],
    posting: Posting,
) -> None:
    parcels: dict[tuple[UUID, Lot | None], Decimal] = defaultdict(lambda: ZERO)
    for movement in movements:
        parcels[movement.document_line_id, movement.lot] += movement.quantity
    await transfers.move_on(tx, shipped=quantities)
    await transfers.change_parcels(tx, parcels)
    await transfers.set_status(tx, transfer, TransferStatus.IN_TRANSIT)
    expected_on = transfer.expected_on
    if expected_on is None:
        left_on = posting.occurred_at.date()
        expected_on = await transfers.arrival(tx, transfer.source, transfer.destination, left_on)
        await transfers.expect_on(tx, transfer, expected_on)
    lines = {line.id: line for line in transfer.lines}
    moved = [(lines[line_id], lot, quantity) for (line_id, lot), quantity in parcels.items()]
    transfer = replace(transfer, expected_on=expected_on)
    tx.publish(transfer_shipped(transfer, moved, by=posting.posted_by, at=posting.occurred_at))

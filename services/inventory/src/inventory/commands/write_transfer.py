"""Transfers between sites, until their goods leave: write, release, give up."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.errors import stale
from kit.ids import new_id
from kit.money import ZERO
from kit.numbers import next_number
from kit.quantity import check_precision

from inventory.commands.release_reservations import release_reservations
from inventory.commands.reserve_stock import ReserveStock, reserve_stock
from inventory.domain.errors import DocumentTaken, SameWarehouse
from inventory.domain.reservation import AskedLine, HeldLine, ShortagePolicy
from inventory.domain.transfer import Transfer, TransferLine, TransferStatus, check_status, is_done
from inventory.storage import locations, products, transfers
from inventory.wire import transfer_closed
from kit import clock


@dataclass(frozen=True, slots=True)
class WrittenTransfer:
    """What somebody wants moved: (product, quantity in stock units)."""

    source: str
    destination: str
    expected_on: date | None
    priority: int
    reason: str
    lines: Sequence[tuple[UUID, Decimal]]


async def create_transfer(tx: Transaction, id_: UUID, written: WrittenTransfer, *, by: str) -> Transfer:
    """A draft.

    Raises:
        SameWarehouse, WarehouseNotKnown, ProductNotKnown, OverPreciseQuantity: it cannot be moved so.
        DocumentTaken: a transfer with this id exists.
    """
    await _check(tx, written)
    number = await next_number(tx, "TO", clock.now().year)
    transfer = _transfer(id_, number, written, by)
    if not await transfers.add(tx, transfer):
        raise DocumentTaken(f"{id_} is another transfer already.", field="id")
    return transfer


async def change_transfer(tx: Transaction, id_: UUID, written: WrittenTransfer, *, version: int) -> Transfer:
    """The draft as it is written now; all its lines are new.

    Raises:
        NotFound, Stale, WrongTransferStatus: there is no such draft in this version.
        And what `create_transfer` raises of the content.
    """
    before = await transfers.lock(tx, id_)
    if before.version != version:
        raise stale("transfer", sent=version, current=before.version)
    check_status(before, TransferStatus.DRAFT)
    await _check(tx, written)
    after = replace(_transfer(id_, before.number, written, before.opened_by), version=before.version + 1)
    await transfers.rewrite(tx, after)
    return after


async def release_transfer(tx: Transaction, id_: UUID) -> Sequence[HeldLine]:
    """Hold the goods at the source; what is not there waits for stock. Returns what is held of each line.

    Raises:
        NotFound, WrongTransferStatus: there is no such draft.
    """
    transfer = await transfers.lock(tx, id_)
    check_status(transfer, TransferStatus.DRAFT)
    await transfers.set_status(tx, transfer, TransferStatus.RELEASED)
    return await reserve_stock(
        tx,
        ReserveStock(
            order_id=transfer.id,
            order_number=transfer.number,
            customer_id=None,
            warehouse=transfer.source,
            lines=tuple(AskedLine(line.id, line.product_id, line.quantity) for line in transfer.lines),
            policy=ShortagePolicy.BACKORDER,
            expires_at=None,
            priority=transfer.priority,
        ),
    )


async def cancel_transfer(tx: Transaction, id_: UUID) -> None:
    """Give up what has not left; what is on its way arrives.

    Raises:
        NotFound, WrongTransferStatus: there is nothing to give up.
    """
    transfer = await transfers.lock(tx, id_)
    check_status(transfer, TransferStatus.DRAFT, TransferStatus.RELEASED, TransferStatus.IN_TRANSIT)
    await release_reservations(tx, [id_])
    if transfer.status is not TransferStatus.IN_TRANSIT:
        await transfers.set_status(tx, transfer, TransferStatus.CANCELLED)
        tx.publish(transfer_closed(transfer, "cancelled", clock.now()))
        return
    await transfers.give_up_rest(tx, transfer)
    done = is_done([replace(line, quantity=line.shipped) for line in transfer.lines])
    await transfers.set_status(tx, transfer, TransferStatus.CLOSED if done else TransferStatus.IN_TRANSIT)
    if done:
        tx.publish(transfer_closed(transfer, "cancelled", clock.now()))


async def _check(tx: Transaction, written: WrittenTransfer) -> None:
    if written.source == written.destination:
        raise SameWarehouse(
            "A transfer goes to another warehouse: move goods within one by /moves.", field="destination"
        )
    await locations.check_warehouse(tx, written.source, field="source")
    await locations.check_warehouse(tx, written.destination, field="destination")
    known = await products.known(tx, [product for product, _ in written.lines])
    for i, (product, quantity) in enumerate(written.lines):
        check_precision(quantity, known[product].decimals, field=f"lines.{i}.quantity")


def _transfer(id_: UUID, number: str, written: WrittenTransfer, by: str) -> Transfer:
    return Transfer(
        id=id_,
        number=number,
        source=written.source,
        destination=written.destination,
        status=TransferStatus.DRAFT,
        expected_on=written.expected_on,
        priority=written.priority,
        reason=written.reason,
        opened_by=by,
        lines=tuple(TransferLine(new_id(), product, quantity, ZERO, ZERO, ZERO) for product, quantity in written.lines),
    )

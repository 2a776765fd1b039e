"""Hold stock for an order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from kit.db import Transaction
from kit.quantity import check_precision

from inventory.commands.release_reservations import release
from inventory.domain.delivery import AS_IT_IS_THERE, Delivery
from inventory.domain.errors import AlreadyFirm, LineRepeated
from inventory.domain.movement import StockKey
from inventory.domain.reservation import AskedLine, HeldLine, ShortagePolicy, hold, hold_by_date
from inventory.queries.promises import books
from inventory.storage import reservations, stock
from inventory.storage.reservations import Reservation
from inventory.storage.stock import Stock
from kit import clock


@dataclass(frozen=True, slots=True)
class ReserveStock:
    """Hold these lines; `expires_at` None means that the order is firm already."""

    order_id: UUID
    order_number: str
    customer_id: UUID | None  # None: a transfer of our own
    warehouse: str
    lines: tuple[AskedLine, ...]
    policy: ShortagePolicy
    expires_at: datetime | None
    priority: int = 0
    delivery: Delivery = AS_IT_IS_THERE
    needed_on: date | None = None
    hold_ahead_days: int = 0  # for good so many days before, by date until then

    def held_from(self, today: date) -> date | None:
        """The day until which its lines are held by date; nothing when they are held for good at once."""
        if self.needed_on is None:
            return None
        day = self.needed_on - timedelta(days=self.hold_ahead_days)
        return day if day > today else None


async def reserve_stock(tx: Transaction, command: ReserveStock) -> Sequence[HeldLine]:
    """Hold stock as the policy says. The same order with the same lines again returns what it holds.

    Raises:
        InsufficientStock: the policy is to refuse, and a line is short; with every short line.
        ProductNotKnown, WarehouseNotKnown: there can be no such stock.
        AlreadyFirm: the order is confirmed with other lines.
    """
    asked = Reservation(
        command.order_id,
        command.order_number,
        command.customer_id,
        command.warehouse,
        command.priority,
        command.expires_at,
        delivery=command.delivery,
    )
    _check_distinct(command.lines)
    keys = {StockKey(line.product_id, command.warehouse) for line in command.lines}
    locked = await reservations.claim(tx, asked, keys)
    if locked is None:
        (existing,) = await reservations.lock(tx, [command.order_id])
        held = (await reservations.lines(tx, [command.order_id])).get(command.order_id, [])
        if existing.status == "held" and _same(held, command.lines):
            return held
        if existing.is_firm:
            raise AlreadyFirm(f"{existing.order_number} is firm: cancel it, or order what is missing anew.")
        await release(tx, [existing])
        await reservations.reopen(tx, asked)
    if locked is None or len(locked) < len(keys):
        locked = await stock.lock(tx, keys)
    for i, line in enumerate(command.lines):
        decimals = locked[StockKey(line.product_id, command.warehouse)].decimals
        check_precision(line.quantity, decimals, field=f"lines.{i}.quantity")
    held_lines = await _hold(tx, command, locked)
    await reservations.hold(tx, asked, held_lines)
    return held_lines


async def _hold(tx: Transaction, command: ReserveStock, locked: Mapping[StockKey, Stock]) -> tuple[HeldLine, ...]:
    today = clock.now().date()
    held_from = command.held_from(today)
    available = {key.product_id: row.available for key, row in locked.items()}
    if held_from is not None and command.needed_on is not None:
        known = {key.product_id: book for key, book in (await books(tx, locked)).items()}
        return hold_by_date(
            command.lines, known, command.policy, today=today, on=command.needed_on, held_from=held_from
        )
    if wanted := await reservations.wanted_by_date(tx, locked):
        for key, book in (await books(tx, wanted)).items():
            available[key.product_id] = book.free(today, today)
    return hold(command.lines, available, command.policy)


def _same(held: Sequence[HeldLine], asked: Sequence[AskedLine]) -> bool:
    return [(line.order_line_id, line.product_id, line.quantity, line.is_drop_shipped) for line in held] == [
        (line.order_line_id, line.product_id, line.quantity, line.is_drop_shipped) for line in asked
    ]


def _check_distinct(lines: Sequence[AskedLine]) -> None:
    if len({line.order_line_id for line in lines}) < len(lines):
        raise LineRepeated("An order line occurs twice in the request.", field="lines")

"""Who gets the stock: holds for orders, and what happens when stock comes or goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from kit.money import ZERO

from inventory.domain.errors import (
    InsufficientStock,
    LineNotOfOrder,
    LineRepeated,
    NothingReserved,
    OverShipment,
)
from inventory.domain.promise import Expected, Wanted, bookable


class ShortagePolicy(StrEnum):
    REFUSE = "refuse"
    BACKORDER = "backorder"


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A line of an order that wants stock."""

    order_line_id: UUID
    product_id: UUID
    quantity: Decimal
    is_drop_shipped: bool = False  # a supplier brings it to the customer: it takes no stock


@dataclass(frozen=True, slots=True)
class HeldLine:
    """What is held for it; the rest is a backorder."""

    order_line_id: UUID
    product_id: UUID
    quantity: Decimal
    reserved: Decimal
    shipped: Decimal = ZERO
    picked: Decimal = ZERO  # a part of `reserved`: taken from its place, it waits to be packed and shipped
    needed_on: date | None = None
    held_from: date | None = None  # until this day it is held by date only
    is_drop_shipped: bool = False

    @property
    def to_pick(self) -> Decimal:
        """Held, and still where it is stored."""
        return self.reserved - self.picked

    @property
    def backordered(self) -> Decimal:
        """Not served yet."""
        return self.quantity - self.reserved - self.shipped


@dataclass(slots=True)
class Book:
    """What of one product can be held: what is there, what comes, and what is held by date already."""

    available: Decimal
    waiting: Decimal = ZERO
    expected: Sequence[Expected] = ()
    wanted: list[Wanted] = field(default_factory=list)

    def free(self, today: date, on: date) -> Decimal:
        """What can be held for good on a day, so that what is held by date is there on its own."""
        return bookable(self.available, today, on, _behind(self.expected, self.waiting), self.wanted)


def _behind(expected: Sequence[Expected], waiting: Decimal) -> list[Expected]:
    """What comes once those who wait already have theirs of it, the soonest first."""
    left = []
    for each in sorted(expected, key=lambda each: each.on or date.max):
        taken = min(waiting, each.quantity) if each.on is not None else ZERO
        waiting -= taken
        left.append(replace(each, quantity=each.quantity - taken))
    return left


def hold_by_date(
    lines: Sequence[AskedLine],
    books: Mapping[UUID, Book],
    policy: ShortagePolicy,
    *,
    today: date,
    on: date,
    held_from: date,
) -> tuple[HeldLine, ...]:
    """Hold for a day that is far off: nothing lies aside, but what is there by then is promised to nobody else.

    Raises:
        InsufficientStock: there will not be so much by then, and the policy is to refuse; with every such line.
    """
    short = []
    for line in lines:
        if line.is_drop_shipped:
            continue
        book = books[line.product_id]
        free = book.free(today, on)
        if free < line.quantity:
            short.append((line, free))
        book.wanted.append(Wanted(line.quantity, on))
    _refuse(short, lines, policy)
    return tuple(
        awaited(line)
        if line.is_drop_shipped
        else HeldLine(line.order_line_id, line.product_id, line.quantity, ZERO, needed_on=on, held_from=held_from)
        for line in lines
    )


def hold(lines: Sequence[AskedLine], available: Mapping[UUID, Decimal], policy: ShortagePolicy) -> tuple[HeldLine, ...]:
    """Hold what is available, line by line in their order; lines of one product share it.

    Raises:
        InsufficientStock: a line is short and the policy is to refuse; with every short line.
    """
    left = dict(available)
    held = []
    short = []
    for line in lines:
        if line.is_drop_shipped:
            held.append(awaited(line))
            continue
        free = max(left.get(line.product_id, ZERO), ZERO)
        reserved = min(free, line.quantity)
        left[line.product_id] = free - reserved
        held.append(HeldLine(line.order_line_id, line.product_id, line.quantity, reserved))
        if reserved < line.quantity:
            short.append((line, reserved))
    _refuse(short, lines, policy)
    return tuple(held)


def _refuse(short: Sequence[tuple[AskedLine, Decimal]], lines: Sequence[AskedLine], policy: ShortagePolicy) -> None:
    if short and policy is ShortagePolicy.REFUSE:
        raise InsufficientStock(
            f"{len(short)} of {len(lines)} lines are short: ask for less, or accept a backorder.",
            lines=[
                {
                    "order_line_id": str(line.order_line_id),
                    "product_id": str(line.product_id),
                    "asked": str(line.quantity),
                    "available": str(available),
                }
                for line, available in short
            ],
        )


def awaited(line: AskedLine) -> HeldLine:
    """The line while nothing is held for it."""
    return HeldLine(line.order_line_id, line.product_id, line.quantity, ZERO, is_drop_shipped=line.is_drop_shipped)


def refit(lines: Sequence[HeldLine], asked: Sequence[AskedLine]) -> tuple[HeldLine, ...]:
    """The lines of an order that was revised, new ones last. What left or is picked stays wanted; nothing more is held yet."""
    wanted = {line.order_line_id: line.quantity for line in asked}
    known = {line.order_line_id for line in lines}
    kept = []
    for line in lines:
        quantity = max(wanted.get(line.order_line_id, ZERO), line.shipped + line.picked)
        kept.append(replace(line, quantity=quantity, reserved=min(line.reserved, quantity - line.shipped)))
    new = [awaited(line) for line in asked if line.order_line_id not in known]
    return (*kept, *new)


def serve(lines: Sequence[HeldLine], free: Mapping[UUID, Decimal]) -> tuple[HeldLine, ...]:
    """The lines with what is free of their products, in their order, as far as they wait for it; those that are held by date
    do not yet, and those that a supplier delivers never do.
    """
    left = dict(free)
    served = []
    for line in lines:
        gain = (
            ZERO if line.held_from or line.is_drop_shipped else min(left.get(line.product_id, ZERO), line.backordered)
        )
        left[line.product_id] = left.get(line.product_id, ZERO) - gain
        served.append(replace(line, reserved=line.reserved + gain))
    return tuple(served)


def share_out(available: Decimal, queue: Sequence[HeldLine]) -> list[tuple[HeldLine, Decimal]]:
    """Changes of what lines of one product hold, so that it fits the stock.

    `available` is on hand less reserved. What is free goes to backorders from the front of the queue; when more is held
    than there is (a loss was found), holds are taken back from its end, but never of what was picked. Only lines that
    change are returned.
    """
    changes = []
    if available >= 0:
        for line in queue:
            gain = min(available, line.backordered)
            if gain > 0:
                changes.append((line, gain))
                available -= gain
    else:
        for line in reversed(queue):
            loss = min(-available, line.to_pick)
            if loss > 0:
                changes.append((line, -loss))
                available += loss
    return changes


def leaving(
    number: str, lines: Sequence[HeldLine], asked: Sequence[tuple[UUID, Decimal]] | None, *, field: str
) -> dict[UUID, Decimal]:
    """How much of each line of the order `number` leaves its place: what is asked for, or all that is held there.

    Raises:
        NothingReserved: nothing is held.
        LineNotOfOrder, LineRepeated, OverShipment: a line cannot leave so; `field` names its id in the request.
    """
    held = {line.order_line_id: line.to_pick for line in lines}
    if asked is None:
        all_held = {id_: reserved for id_, reserved in held.items() if reserved > 0}
        if not all_held:
            if any(line.picked for line in lines):
                raise NothingReserved(f"What {number} holds is picked: pack it, and ship its packages.")
            raise NothingReserved(f"{number} holds no stock: all that is left is on backorder.")
        return all_held
    quantities: dict[UUID, Decimal] = {}
    for i, (id_, quantity) in enumerate(asked):
        if id_ not in held:
            raise LineNotOfOrder(f"{number} has no line {id_}.", field=f"lines.{i}.{field}")
        if id_ in quantities:
            raise LineRepeated("This line occurs twice: give its whole quantity once.", field=f"lines.{i}")
        if quantity > held[id_]:
            raise OverShipment(
                f"{held[id_]} are held for this line, not {quantity}: ship that much, or wait for stock.",
                field=f"lines.{i}.quantity",
                reserved=str(held[id_]),
            )
        quantities[id_] = quantity
    return quantities

"""From which locations and lots goods are taken."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import partial
from uuid import UUID

from kit.money import ZERO

from inventory.domain.errors import ShelfLifeTooShort
from inventory.domain.location import Location, LocationKind, StockState
from inventory.domain.lot import Lot
from inventory.domain.reservation import HeldLine


class Removal(StrEnum):
    """What goes first."""

    FEFO = "fefo"  # what expires first
    FIFO = "fifo"  # what has lain there longest
    NEAREST = "nearest"  # one place that has it all if there is one, else the fullest first


@dataclass(frozen=True, slots=True)
class Lying:
    """So much of a product in a location, of one lot if it has lots; `since` the oldest of it came.

    `policy` is what goes first of this product in this warehouse, where somebody has said so.
    """

    location: Location
    quantity: Decimal
    since: datetime
    lot: Lot | None = None
    policy: Removal | None = None

    @property
    def is_stored(self) -> bool:
        """Whether it can be promised, and is not taken out for somebody already."""
        return self.location.state is StockState.AVAILABLE and self.location.kind is not LocationKind.SHIPPING

    def keeps_until(self, day: date) -> bool:
        """Whether it does not expire before that day."""
        return self.lot is None or self.lot.expires_on is None or self.lot.expires_on >= day


@dataclass(frozen=True, slots=True)
class Pick:
    """So much from there."""

    location: Location
    quantity: Decimal
    lot: Lot | None = None


def usual_removal(lying: Sequence[Lying]) -> Removal:
    """As somebody has said; else by expiry where goods expire, by age where they have lots, else the shortest way."""
    if lying and lying[0].policy:
        return lying[0].policy
    if any(each.lot and each.lot.expires_on for each in lying):
        return Removal.FEFO
    return Removal.FIFO if any(each.lot for each in lying) else Removal.NEAREST


def pick(quantity: Decimal, lying: Sequence[Lying], *, keeps_until: date | None = None) -> list[Pick]:
    """Where to take `quantity` from, of what can be promised and does not expire before `keeps_until`.

    Raises:
        ShelfLifeTooShort: enough lies there, but expires too soon.
        ValueError: less lies there.
    """
    there = [each for each in lying if each.is_stored and each.quantity > 0]
    takeable = [each for each in there if keeps_until is None or each.keeps_until(keeps_until)]
    picks = []
    left = quantity
    for each in _in_order(quantity, takeable, usual_removal(takeable)):
        taken = min(left, each.quantity)
        if taken > 0:
            picks.append(Pick(each.location, taken, each.lot))
            left -= taken
    if left != ZERO and len(takeable) < len(there):
        raise ShelfLifeTooShort(
            f"Only {quantity - left} of {quantity} keep until {keeps_until}: wait for fresher goods, or agree on less.",
            product_lots=sorted({each.lot.code for each in there if each not in takeable and each.lot}),
            keeps_until=str(keeps_until),
        )
    if left != ZERO:
        raise ValueError(f"{left} of {quantity} lie nowhere")
    return picks


def pick_lines(
    leaving: Sequence[tuple[HeldLine, Decimal]],
    lying: Mapping[UUID, Sequence[Lying]],
    *,
    keeps_until: date | None = None,
    holds: Mapping[UUID, Mapping[UUID, Decimal]] | None = None,
) -> list[tuple[HeldLine, Pick]]:
    """Where each line's goods are taken from; lines of one product do not take the same twice.

    `holds` are lots that lines hold (line, lot, quantity): each takes its own first, and leaves those of others.

    Raises:
        ShelfLifeTooShort: enough lies there, but expires too soon.
        ValueError: less lies there.
    """
    left = {product: list(there) for product, there in lying.items()}
    picks = []
    kept = holds or {}
    for line, quantity in leaving:
        there = left[line.product_id]
        own = kept.get(line.order_line_id, {})
        for part, lying_for_it in _parts(line, quantity, own, kept):
            for picked in pick(part, lying_for_it(there), keeps_until=keeps_until):
                picks.append((line, picked))
                i = next(
                    i for i, each in enumerate(there) if (each.location, each.lot) == (picked.location, picked.lot)
                )
                there[i] = replace(there[i], quantity=there[i].quantity - picked.quantity)
    return picks


def _parts(
    line: HeldLine, quantity: Decimal, own: Mapping[UUID, Decimal], holds: Mapping[UUID, Mapping[UUID, Decimal]]
) -> Iterator[tuple[Decimal, Callable[[Sequence[Lying]], Sequence[Lying]]]]:
    """First so much of each lot that the line holds, then the rest of what nobody else holds."""
    left = quantity
    for lot_id, held in own.items():
        part = min(left, held)
        if part > 0:
            yield part, partial(_of_lot, lot_id=lot_id)
            left -= part
    if left > 0:
        yield left, partial(not_held_by_others, line_id=line.order_line_id, holds=holds)


def _of_lot(lying: Sequence[Lying], *, lot_id: UUID) -> Sequence[Lying]:
    return [each for each in lying if each.lot is not None and each.lot.id == lot_id]


def not_held_by_others(
    lying: Sequence[Lying], *, line_id: UUID, holds: Mapping[UUID, Mapping[UUID, Decimal]]
) -> Sequence[Lying]:
    """What lies there less the lots that other lines hold, taken off where they lie last."""
    others: dict[UUID, Decimal] = defaultdict(lambda: ZERO)
    for holder, lots in holds.items():
        for lot_id, quantity in lots.items() if holder != line_id else ():
            others[lot_id] += quantity
    if not others:
        return lying
    free = []
    for each in reversed(lying):
        taken = min(others[each.lot.id], each.quantity) if each.lot is not None and each.is_stored else ZERO
        if each.lot is not None:
            others[each.lot.id] -= taken
        free.append(replace(each, quantity=each.quantity - taken))
    return free[::-1]


def _in_order(quantity: Decimal, lying: Sequence[Lying], removal: Removal) -> list[Lying]:
    if removal is Removal.FEFO:
        return sorted(lying, key=lambda each: (_expiry(each), each.since, *_walk(each)))
    if removal is Removal.FIFO:
        return sorted(lying, key=lambda each: (each.since, *_walk(each)))
    enough = [each for each in lying if each.quantity >= quantity]
    if enough:
        return [min(enough, key=lambda each: (each.quantity, *_walk(each)))]
    return sorted(lying, key=lambda each: (-each.quantity, *_walk(each)))


def _expiry(lying: Lying) -> date:
    return (lying.lot and lying.lot.expires_on) or date.max


def _walk(lying: Lying) -> tuple[int, str]:
    return lying.location.walk_order, lying.location.code

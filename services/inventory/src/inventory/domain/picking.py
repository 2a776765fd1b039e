"""From which locations and lots goods are taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from kit.money import ZERO

from inventory.domain.location import Location, StockState
from inventory.domain.lot import Lot
from inventory.domain.reservation import HeldLine


class Removal(StrEnum):
    """What goes first."""

    FEFO = "fefo"  # what expires first
    FIFO = "fifo"  # what has lain there longest
    NEAREST = "nearest"  # one place that has it all if there is one, else the fullest first


@dataclass(frozen=True, slots=True)
class Lying:
    """So much of a product in a location, of one lot if it has lots; `since` the oldest of it came."""

    location: Location
    quantity: Decimal
    since: datetime
    lot: Lot | None = None


@dataclass(frozen=True, slots=True)
class Pick:
    """So much from there."""

    location: Location
    quantity: Decimal
    lot: Lot | None = None


def usual_removal(lying: Sequence[Lying]) -> Removal:
    """By expiry where goods expire, by age where they have lots, else the shortest way."""
    if any(each.lot and each.lot.expires_on for each in lying):
        return Removal.FEFO
    return Removal.FIFO if any(each.lot for each in lying) else Removal.NEAREST


def pick(quantity: Decimal, lying: Sequence[Lying], removal: Removal | None = None) -> list[Pick]:
    """Where to take `quantity` from, of what can be promised.

    Raises:
        ValueError: less lies there.
    """
    takeable = [each for each in lying if each.location.state is StockState.AVAILABLE and each.quantity > 0]
    picks = []
    left = quantity
    for each in _in_order(quantity, takeable, removal or usual_removal(takeable)):
        taken = min(left, each.quantity)
        if taken > 0:
            picks.append(Pick(each.location, taken, each.lot))
            left -= taken
    if left != ZERO:
        raise ValueError(f"{left} of {quantity} lie nowhere")
    return picks


def pick_lines(
    leaving: Sequence[tuple[HeldLine, Decimal]], lying: Mapping[UUID, Sequence[Lying]]
) -> list[tuple[HeldLine, Pick]]:
    """Where each line's goods are taken from; lines of one product do not take the same twice.

    Raises:
        ValueError: less lies there.
    """
    left = {product: list(there) for product, there in lying.items()}
    picks = []
    for line, quantity in leaving:
        there = left[line.product_id]
        for picked in pick(quantity, there):
            picks.append((line, picked))
            i = next(i for i, each in enumerate(there) if (each.location, each.lot) == (picked.location, picked.lot))
            there[i] = replace(there[i], quantity=there[i].quantity - picked.quantity)
    return picks


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

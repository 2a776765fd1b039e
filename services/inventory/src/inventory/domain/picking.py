"""From which locations goods are taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kit.money import ZERO

from inventory.domain.location import Location


@dataclass(frozen=True, slots=True)
class Pick:
    """So much from there."""

    location: Location
    quantity: Decimal


def pick(quantity: Decimal, on_hand: Sequence[tuple[Location, Decimal]]) -> list[Pick]:
    """Where to take `quantity` from: one location that has it all if there is one, else the fullest first.

    `on_hand` holds at least `quantity`.

    Raises:
        ValueError: it does not.
    """
    enough = [(location, held) for location, held in on_hand if held >= quantity]
    if enough:
        location, _ = min(enough, key=lambda place: (place[1], place[0].code))
        return [Pick(location, quantity)]
    picks = []
    left = quantity
    for location, held in sorted(on_hand, key=lambda place: (-place[1], place[0].code)):
        taken = min(left, held)
        if taken > 0:
            picks.append(Pick(location, taken))
            left -= taken
    if left != ZERO:
        raise ValueError(f"{left} of {quantity} lie nowhere")
    return picks

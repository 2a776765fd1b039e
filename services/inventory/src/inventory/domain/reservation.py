"""Who gets the stock: holds for orders, and what happens when stock comes or goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from kit.money import ZERO

from inventory.domain.errors import InsufficientStock


class ShortagePolicy(StrEnum):
    REFUSE = "refuse"
    BACKORDER = "backorder"


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A line of an order that wants stock."""

    order_line_id: UUID
    product_id: UUID
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class HeldLine:
    """What is held for it; the rest is a backorder."""

    order_line_id: UUID
    product_id: UUID
    quantity: Decimal
    reserved: Decimal
    shipped: Decimal = ZERO

    @property
    def backordered(self) -> Decimal:
        """Not served yet."""
        return self.quantity - self.reserved - self.shipped


def hold(lines: Sequence[AskedLine], available: Mapping[UUID, Decimal], policy: ShortagePolicy) -> tuple[HeldLine, ...]:
    """Hold what is available, line by line in their order; lines of one product share it.

    Raises:
        InsufficientStock: a line is short and the policy is to refuse; with every short line.
    """
    left = dict(available)
    held = []
    short = []
    for line in lines:
        free = max(left.get(line.product_id, ZERO), ZERO)
        reserved = min(free, line.quantity)
        left[line.product_id] = free - reserved
        held.append(HeldLine(line.order_line_id, line.product_id, line.quantity, reserved))
        if reserved < line.quantity:
            short.append((line, reserved))
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
    return tuple(held)


def share_out(available: Decimal, queue: Sequence[HeldLine]) -> list[tuple[HeldLine, Decimal]]:
    """Changes of what lines of one product hold, so that it fits the stock.

    `available` is on hand less reserved. What is free goes to backorders from the front of the queue; when more is held
    than there is (a loss was found), holds are taken back from its end. Only lines that change are returned.
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
            loss = min(-available, line.reserved)
            if loss > 0:
                changes.append((line, -loss))
                available += loss
    return changes

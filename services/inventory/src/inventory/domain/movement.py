"""The movement: the only thing that changes what is on hand."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from kit.money import ZERO

from inventory.domain.location import Location


class Reason(StrEnum):
    OPENING = "opening"
    RECEIPT = "receipt"
    SHIPMENT = "shipment"
    TRANSFER = "transfer"
    ADJUSTMENT = "adjustment"


class StockKey(NamedTuple):
    """What stock is counted and locked by."""

    product_id: UUID
    warehouse: str


@dataclass(frozen=True, slots=True)
class Movement:
    """Stock that went from one location to another. Never changed: a mistake is corrected by its reversal."""

    id: UUID
    product_id: UUID
    quantity: Decimal  # stock units, > 0: the locations give the direction
    source: Location
    destination: Location
    reason: Reason
    document_id: UUID
    document_number: str
    document_line_id: UUID
    occurred_at: datetime
    posted_by: str
    order_id: UUID | None = None
    order_line_id: UUID | None = None
    reverses: UUID | None = None
    opening_unit_cost: Decimal | None = None


def changes_by_location(movements: Iterable[Movement]) -> dict[tuple[UUID, Location], Decimal]:
    """What each of our locations gains or loses, by product."""
    changes: dict[tuple[UUID, Location], Decimal] = defaultdict(lambda: ZERO)
    for movement in movements:
        if movement.source.is_ours:
            changes[movement.product_id, movement.source] -= movement.quantity
        if movement.destination.is_ours:
            changes[movement.product_id, movement.destination] += movement.quantity
    return dict(changes)


def changes_by_warehouse(changes: dict[tuple[UUID, Location], Decimal]) -> dict[StockKey, Decimal]:
    """The same by warehouse; movements within one leave nothing."""
    sums: dict[StockKey, Decimal] = defaultdict(lambda: ZERO)
    for (product_id, location), quantity in changes.items():
        sums[StockKey(product_id, location.warehouse)] += quantity
    return dict(sums)

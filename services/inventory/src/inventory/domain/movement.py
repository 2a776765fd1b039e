"""The movement: the only thing that changes what is on hand."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from kit.money import ZERO

from inventory.domain.location import Location, StockState
from inventory.domain.lot import Lot


class Reason(StrEnum):
    OPENING = "opening"
    RECEIPT = "receipt"
    SHIPMENT = "shipment"
    TRANSFER = "transfer"
    ADJUSTMENT = "adjustment"
    CUSTOMER_RETURN = "customer-return"
    SUPPLIER_RETURN = "supplier-return"
    SCRAP = "scrap"


class StockKey(NamedTuple):
    """What stock is counted and locked by."""

    product_id: UUID
    warehouse: str


class Spot(NamedTuple):
    """Where what lies: a lot (or none, if the product has no lots) of a product in a location."""

    product_id: UUID
    location: Location
    lot: Lot | None = None


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
    lot: Lot | None = None
    order_id: UUID | None = None
    order_line_id: UUID | None = None
    reverses: UUID | None = None
    returns: UUID | None = None  # the shipment or receipt whose goods come back
    passes_on: UUID | None = None  # the receipt of the goods that a supplier brought to the customer himself
    opening_unit_cost: Decimal | None = None


class StockChange(NamedTuple):
    """What a warehouse gains or loses of a product. `held` (on hold or damaged) is a part of `on_hand`."""

    on_hand: Decimal = ZERO
    held: Decimal = ZERO
    in_transit: Decimal = ZERO

    @property
    def available(self) -> Decimal:
        """The part that can be promised."""
        return self.on_hand - self.held


def changes_by_spot(movements: Iterable[Movement]) -> dict[Spot, Decimal]:
    """What each of our locations gains or loses, by product and lot."""
    changes: dict[Spot, Decimal] = defaultdict(lambda: ZERO)
    for movement in movements:
        for location, change in ((movement.source, -movement.quantity), (movement.destination, movement.quantity)):
            if location.is_ours:
                changes[Spot(movement.product_id, location, movement.lot)] += change
    return dict(changes)


def changes_by_warehouse(changes: Mapping[Spot, Decimal]) -> dict[StockKey, StockChange]:
    """The same by warehouse, and by what the stock may be used for."""
    sums: dict[StockKey, StockChange] = {}
    for spot, quantity in changes.items():
        key = StockKey(spot.product_id, spot.location.warehouse)
        before = sums.get(key, StockChange())
        in_transit = quantity if spot.location.state is StockState.IN_TRANSIT else ZERO
        held = ZERO if in_transit or spot.location.state is StockState.AVAILABLE else quantity
        sums[key] = StockChange(
            before.on_hand + quantity - in_transit, before.held + held, before.in_transit + in_transit
        )
    return sums

"""Places of stock. Some stand for the world outside: what comes in or goes out moves from or to them.

What a place is for decides what its stock may be used for: goods in quarantine are ours and have their value, but
nobody can promise them. So there is no second flag that could say something else.
"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

DEFAULT_LOCATION = "STOCK"


class StockState(StrEnum):
    AVAILABLE = "available"
    ON_HOLD = "on-hold"  # waits for a decision on its quality
    DAMAGED = "damaged"
    IN_TRANSIT = "in-transit"  # on its way to the warehouse


class LocationKind(StrEnum):
    ZONE = "zone"  # a zone, aisle or rack: groups others, holds nothing itself
    STORAGE = "storage"
    RECEIVING = "receiving"
    SHIPPING = "shipping"
    QUARANTINE = "quarantine"
    DAMAGED = "damaged"
    TRANSIT = "transit"
    SUPPLIER = "supplier"
    CUSTOMER = "customer"
    ADJUSTMENT = "adjustment"
    OPENING = "opening"
    SCRAP = "scrap"


STATES = {
    LocationKind.STORAGE: StockState.AVAILABLE,
    LocationKind.RECEIVING: StockState.AVAILABLE,
    LocationKind.SHIPPING: StockState.AVAILABLE,
    LocationKind.QUARANTINE: StockState.ON_HOLD,
    LocationKind.DAMAGED: StockState.DAMAGED,
    LocationKind.TRANSIT: StockState.IN_TRANSIT,
}
INSIDE = (LocationKind.ZONE, *STATES)


@dataclass(frozen=True, slots=True)
class Location:
    """Inside a warehouse, or (`warehouse` empty) the world outside. Pickers walk by `walk_order`."""

    id: UUID
    code: str
    kind: LocationKind
    warehouse: str = ""
    walk_order: int = 0
    has_capacity: bool = False

    @property
    def is_ours(self) -> bool:
        """Whether what lies here is the company's stock."""
        return self.kind in STATES

    @property
    def state(self) -> StockState | None:
        """What stock here may be used for; None where none of ours lies."""
        return STATES.get(self.kind)


def _outside(number: int, kind: LocationKind) -> Location:
    return Location(UUID(int=number), kind.name, kind)


SUPPLIERS = _outside(1, LocationKind.SUPPLIER)
CUSTOMERS = _outside(2, LocationKind.CUSTOMER)
ADJUSTMENTS = _outside(3, LocationKind.ADJUSTMENT)
OPENING = _outside(4, LocationKind.OPENING)
SCRAP = _outside(5, LocationKind.SCRAP)
OUTSIDE = (SUPPLIERS, CUSTOMERS, ADJUSTMENTS, OPENING, SCRAP)

# What every warehouse has from its first day.
FIRST_LOCATIONS = (
    (DEFAULT_LOCATION, LocationKind.STORAGE),
    ("QUARANTINE", LocationKind.QUARANTINE),
    ("DAMAGED", LocationKind.DAMAGED),
    ("TRANSIT", LocationKind.TRANSIT),
    ("SHIPPING", LocationKind.SHIPPING),
)

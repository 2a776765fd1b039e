"""Places of stock. Some stand for the world outside: what comes in or goes out moves from or to them."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

DEFAULT_LOCATION = "STOCK"


class LocationKind(StrEnum):
    INTERNAL = "internal"
    TRANSIT = "transit"
    SUPPLIER = "supplier"
    CUSTOMER = "customer"
    ADJUSTMENT = "adjustment"
    OPENING = "opening"
    SCRAP = "scrap"


@dataclass(frozen=True, slots=True)
class Location:
    """Inside a warehouse, or (`warehouse` empty) the world outside."""

    id: UUID
    code: str
    kind: LocationKind
    warehouse: str = ""

    @property
    def is_ours(self) -> bool:
        """Whether what lies here is the company's stock."""
        return self.kind in (LocationKind.INTERNAL, LocationKind.TRANSIT)


def _outside(number: int, kind: LocationKind) -> Location:
    return Location(UUID(int=number), kind.name, kind)


SUPPLIERS = _outside(1, LocationKind.SUPPLIER)
CUSTOMERS = _outside(2, LocationKind.CUSTOMER)
ADJUSTMENTS = _outside(3, LocationKind.ADJUSTMENT)
OPENING = _outside(4, LocationKind.OPENING)
SCRAP = _outside(5, LocationKind.SCRAP)
OUTSIDE = (SUPPLIERS, CUSTOMERS, ADJUSTMENTS, OPENING, SCRAP)

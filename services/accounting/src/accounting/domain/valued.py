"""Movements with their cost, and what changed the value of what is there without them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Valued:
    """A movement with its cost, as it is kept. Quantity and amount > 0 into stock, < 0 out of it."""

    movement_id: UUID
    sequence: int  # its place among all that changed the product's value
    product_id: UUID
    quantity: Decimal
    amount: Decimal
    quantity_after: Decimal
    value_after: Decimal
    reason: str
    order_line_id: UUID | None
    document_number: str
    occurred_at: datetime
    posted_on: date
    entry_id: UUID | None
    reverses: UUID | None
    returns: UUID | None  # the shipment or receipt whose goods come back
    warehouse: str
    lot: str


@dataclass(frozen=True, slots=True)
class Revaluation:
    """A change of a product's value without a movement, as it is kept. `amount` is what came onto stock."""

    id: UUID
    product_id: UUID
    sequence: int
    amount: Decimal
    reason: str
    document_id: UUID
    entry_id: UUID | None
    posted_on: date
    layer_id: UUID | None = None  # the receipt whose cost it is
    difference: Decimal | None = None  # the whole of that cost
    of_quantity: Decimal | None = None  # over which it was spread: what was received, less what went back

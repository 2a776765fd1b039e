"""Movements with their cost."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Valued:
    """A movement with its cost, as it is kept. Quantity and amount > 0 into stock, < 0 out of it."""

    movement_id: UUID
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

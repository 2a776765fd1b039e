"""Receipts and shipments as they are posted."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a receipt or shipment; `order_line_id` is the line of the purchase or sales order."""

    id: UUID
    order_line_id: UUID
    product_id: UUID
    quantity: Decimal
    movement_id: UUID


@dataclass(frozen=True, slots=True)
class Document:
    """A receipt from a supplier or a shipment to a customer (`partner_id`)."""

    id: UUID
    number: str
    order_id: UUID
    partner_id: UUID
    warehouse: str
    occurred_at: datetime
    posted_by: str
    lines: tuple[Line, ...]
    supplier_reference: str = ""
    rest_cancelled: tuple[tuple[UUID, Decimal], ...] = ()  # of order lines: will not come any more

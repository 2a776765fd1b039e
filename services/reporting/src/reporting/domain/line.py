"""Lines of invoices as margin looks at them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class InvoicedLine:
    """A line of an invoice, with what it is added up by."""

    invoice_line_id: UUID
    invoice_id: UUID
    invoice_number: str
    issued_on: date
    sales_order_id: UUID
    movement_id: UUID
    product_id: UUID
    customer_id: UUID
    segment: str
    salesperson: str
    channel: str
    quantity: Decimal
    revenue: Decimal
    tax: Decimal
    published_at: datetime


@dataclass(frozen=True, slots=True)
class LowMarginLine:
    """A line below the threshold, and the alert it raised."""

    alert_id: UUID
    invoice_line_id: UUID
    invoice_id: UUID
    product_id: UUID
    customer_id: UUID
    revenue: Decimal
    cost: Decimal
    threshold_rate: Decimal

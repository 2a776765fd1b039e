"""Lines of invoices as margin looks at them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from kit.money import ZERO


class LineKind(StrEnum):
    """What counts in revenue and cost."""

    SALE = "sale"
    CHARGE = "charge"  # of an order, on top of its goods: no product, no cost
    CREDIT = "credit"  # takes revenue off; the goods, if any, come back by a line of their own
    RETURN = "return"  # takes cost off


@dataclass(frozen=True, slots=True)
class InvoicedLine:
    """A line or charge of an invoice, or (below zero) a line of a credit note, with what it is added up by."""

    invoice_line_id: UUID
    kind: LineKind
    invoice_id: UUID
    invoice_number: str
    issued_on: date
    sales_order_id: UUID
    movement_id: UUID | None
    product_id: UUID | None
    customer_id: UUID
    segment: str
    salesperson: str
    channel: str
    quantity: Decimal
    revenue: Decimal
    tax: Decimal
    published_at: datetime
    discount: Decimal = ZERO  # how much less than at the list price
    credits_line_id: UUID | None = None  # the invoice line, of a credit
    order_line_id: UUID | None = None


class CostKind(StrEnum):
    """Why an issue costs what it does."""

    COST = "cost"  # when it left
    LANDED = "landed"  # freight, duty, insurance that were told after it left
    ADJUSTMENT = "adjustment"  # a bill's price, negative stock, another costing method
    RETURN = "return"  # came back


@dataclass(frozen=True, slots=True)
class CostEntry:
    """One posting of cost to an issue. Below zero: it takes cost off."""

    id: UUID
    kind: CostKind
    movement_id: UUID  # the issue
    amount: Decimal
    posted_on: date
    document_id: str
    entry_number: str  # of the journal entry; empty where the event does not tell


@dataclass(frozen=True, slots=True)
class ReturnedCost:
    """Goods of an issue came back at a cost."""

    movement_id: UUID
    returns_movement_id: UUID
    amount: Decimal
    posted_on: date
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

"""What customers owe, as figures look at it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID


class EntryKind(StrEnum):
    """What raises or settles a document."""

    INVOICE = "invoice"
    PAYMENT = "payment"
    CREDIT = "credit"
    DISCOUNT = "discount"  # for early payment
    WRITE_OFF = "write-off"


@dataclass(frozen=True, slots=True)
class Receivable:
    """An invoice or an advance."""

    id: UUID
    customer_id: UUID
    due_on: date
    exchange_rate: Decimal  # units of its currency for one of the company's


@dataclass(frozen=True, slots=True)
class ReceivableEntry:
    """Amounts in the currency of the document; below zero: settled."""

    id: UUID
    document_id: UUID
    kind: EntryKind
    day: date
    amount: Decimal

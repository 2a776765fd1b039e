"""Money received or paid."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from accounting.domain.entry import JournalLine, credit, debit

BANK, CUSTOMERS, SUPPLIERS = "512", "411", "401"


@dataclass(frozen=True, slots=True)
class Payment:
    """An amount above zero that came from a customer or went to a supplier."""

    id: UUID
    partner_id: UUID
    direction: Literal["received", "paid"]
    amount: Decimal
    currency: str
    paid_on: date
    method: str
    reference: str


def payment_lines(payment: Payment) -> tuple[JournalLine, ...]:
    """Bank against the partner's account."""
    if payment.direction == "received":
        return debit(BANK, payment.amount), credit(CUSTOMERS, payment.amount, payment.partner_id)
    return debit(SUPPLIERS, payment.amount, payment.partner_id), credit(BANK, payment.amount)

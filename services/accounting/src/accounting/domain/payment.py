"""Money received or paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from kit.exchange import ExchangeRate
from kit.money import EXACT, ZERO, round_half_up

from accounting.domain.entry import JournalLine, credit, debit, exchange_difference, in_currency
from accounting.domain.matching import Settled

BANK, CUSTOMERS, SUPPLIERS = "512", "411", "401"


@dataclass(frozen=True, slots=True)
class Payment:
    """An amount above zero that came from a customer or went to a supplier.

    `value`: what moved on the bank account, in company currency.
    """

    id: UUID
    partner_id: UUID
    direction: Literal["received", "paid"]
    amount: Decimal
    currency: str
    paid_on: date
    method: str
    reference: str
    rate: ExchangeRate
    value: Decimal


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a payment settles, and what of it settles nothing yet."""

    payment: Payment
    settled: Sequence[Settled]

    @property
    def unmatched(self) -> Decimal:
        return self.payment.amount - sum((each.amount for each in self.settled), ZERO)

    @property
    def unmatched_value(self) -> Decimal:
        """Its part of the money that moved."""
        if self.unmatched == self.payment.amount:
            return self.payment.value
        return round_half_up(EXACT.divide(EXACT.multiply(self.payment.value, self.unmatched), self.payment.amount))

    @property
    def partner_value(self) -> Decimal:
        """By how much the partner's account changes: what the books had of the documents, and what is unmatched."""
        return sum((each.value for each in self.settled), ZERO) + self.unmatched_value

    @property
    def exchange_gain(self) -> Decimal:
        """What moved against what the books had: more received, or less paid, is a gain."""
        more = self.payment.value - self.partner_value
        return more if self.payment.direction == "received" else -more


def payment_lines(settlement: Settlement) -> tuple[JournalLine, ...]:
    """Bank against the partner's account, and what the rates have changed in between."""
    payment = settlement.payment
    sign = 1 if payment.direction == "received" else -1
    account = CUSTOMERS if payment.direction == "received" else SUPPLIERS
    bank = debit(BANK, sign * payment.value)
    partner = credit(account, sign * settlement.partner_value, payment.partner_id)
    lines = [in_currency(line, payment.amount, payment.rate) for line in (bank, partner) if line.debit or line.credit]
    return (*lines, *exchange_difference(settlement.exchange_gain))

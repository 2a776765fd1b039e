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
from accounting.domain.matching import Adjusted, AdjustmentKind, Settled

BANK, CUSTOMERS, SUPPLIERS = "512", "411", "401"
DOUBTFUL = "416"  # customers whose debts somebody doubts
FEES = "627"
SMALL_LOSSES, SMALL_GAINS = "658", "758"
_DISCOUNTS = {"received": "665", "paid": "765"}  # given to customers, got from suppliers
_TAXES = {"received": "44571", "paid": "44566"}
_WRITE_OFFS = {"received": SMALL_LOSSES, "paid": SMALL_GAINS}


@dataclass(frozen=True, slots=True)
class Side:
    """What moved with the money and is the partner's business no more: a fee of the bank, a few cents too much.

    `debit` is in company currency; below zero it is a credit.
    """

    account: str
    debit: Decimal


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
    adjusted: Sequence[Adjusted] = ()
    sides: Sequence[Side] = ()
    account: str = BANK  # that the money moved on

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
    def account_value(self) -> Decimal:
        """By how much the partner's account changes, with what is settled without money."""
        return self.partner_value + sum((each.value for each in self.adjusted), ZERO)

    @property
    def exchange_gain(self) -> Decimal:
        """What moved against what the books had: more received, or less paid, is a gain."""
        more = self.payment.value - self.partner_value
        return more if self.payment.direction == "received" else -more


@dataclass(frozen=True, slots=True)
class PostedPayment:
    """A payment as it stands in the books."""

    id: UUID
    number: str
    partner_id: UUID
    direction: Literal["received", "paid"]
    amount: Decimal
    currency: str
    method: str
    entry_id: UUID
    unmatched_value: Decimal
    settled: Sequence[Settled]
    adjusted: Sequence[Adjusted]

    @property
    def partner_account(self) -> str:
        return CUSTOMERS if self.direction == "received" else SUPPLIERS

    @property
    def account_value(self) -> Decimal:
        """By how much it changed the partner's account."""
        parts = [*(each.value for each in self.settled), *(each.value for each in self.adjusted)]
        return sum(parts, self.unmatched_value)


@dataclass(frozen=True, slots=True)
class Reversal:
    """A payment taken back by the mirror of its entry."""

    payment: PostedPayment
    entry_id: UUID
    on: date
    reason: str


def payment_lines(settlement: Settlement) -> tuple[JournalLine, ...]:
    """Bank against the partner's account, what went beside it, and what the rates have changed in between."""
    payment = settlement.payment
    sign = 1 if payment.direction == "received" else -1
    partner_account = CUSTOMERS if payment.direction == "received" else SUPPLIERS
    beside = sum((side.debit for side in settlement.sides), ZERO)
    adjusted = sum((each.amount for each in settlement.adjusted), ZERO)
    bank = debit(settlement.account, sign * payment.value - beside)
    partner = credit(partner_account, sign * settlement.account_value, payment.partner_id)
    own = [
        in_currency(bank, payment.amount, payment.rate),
        in_currency(partner, payment.amount + adjusted, payment.rate),
    ]
    others = [debit(side.account, side.debit) for side in settlement.sides]
    for each in settlement.adjusted:
        others += [debit(account, sign * value) for account, value in _adjustment(each, payment.direction)]
    return (
        *(line for line in (*own, *others) if line.debit or line.credit),
        *exchange_difference(settlement.exchange_gain),
    )


def _adjustment(each: Adjusted, direction: Literal["received", "paid"]) -> list[tuple[str, Decimal]]:
    """Accounts of what is settled without money. A discount takes its part of the tax with it; a write-off does not."""
    if each.kind is AdjustmentKind.WRITE_OFF:
        return [(_WRITE_OFFS[direction], each.value)]
    return [(_DISCOUNTS[direction], each.value - each.tax_value), (_TAXES[direction], each.tax_value)]

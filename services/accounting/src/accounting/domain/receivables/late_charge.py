"""Late interest and indemnities that are owed: a debit note to the customer, outside of VAT."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.exchange import ExchangeRate
from kit.money import ZERO

from accounting.domain.entry import JournalLine, credit, debit, in_currency
from accounting.domain.receivables.dunning import Charge

CUSTOMERS = "411"
LATE_INTEREST = "7631"
INDEMNITIES = "7581"


@dataclass(frozen=True, slots=True)
class LateCharge:
    """To one customer, in one currency; due at once, as the law says ("sans qu'un rappel soit nécessaire")."""

    id: UUID
    number: str
    partner_id: UUID
    charged_on: date
    rate: ExchangeRate  # of its day
    charges: tuple[Charge, ...]
    letter_id: UUID | None = None

    @property
    def interest(self) -> Decimal:
        return sum((each.interest for each in self.charges), ZERO)

    @property
    def indemnity(self) -> Decimal:
        return sum((each.indemnity for each in self.charges), ZERO)

    @property
    def total(self) -> Decimal:
        return self.interest + self.indemnity

    @property
    def value(self) -> Decimal:
        """In company currency."""
        return self.rate.to_company(self.total)


def chargeable(charges: Sequence[Charge]) -> tuple[Charge, ...]:
    """Those that come to anything."""
    return tuple(each for each in charges if each.total)


def late_charge_lines(charge: LateCharge) -> tuple[JournalLine, ...]:
    """The customer owes what he earned us by being late: interest on 7631, indemnities on 7581."""
    interest = charge.rate.to_company(charge.interest)
    lines = [in_currency(debit(CUSTOMERS, charge.value, charge.partner_id), charge.total, charge.rate)]
    if interest:
        lines.append(in_currency(credit(LATE_INTEREST, interest), charge.interest, charge.rate))
    if indemnities := charge.value - interest:
        lines.append(in_currency(credit(INDEMNITIES, indemnities), charge.indemnity, charge.rate))
    return tuple(lines)

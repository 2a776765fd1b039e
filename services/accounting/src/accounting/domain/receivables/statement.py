"""What a customer owes on a day, as he is told it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.money import ZERO


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """An invoice that is not settled whole; amounts in its currency, `open_value` in the company's."""

    document_id: UUID
    number: str
    issued_on: date
    due_on: date
    currency: str
    amount: Decimal
    open_amount: Decimal
    open_value: Decimal

    def days_late(self, on: date) -> int:
        """Since it was due; not below zero."""
        return max((on - self.due_on).days, 0)


@dataclass(frozen=True, slots=True)
class Credit:
    """A payment or credit note of which a part settles nothing yet."""

    number: str
    on: date | None
    currency: str
    open_amount: Decimal
    open_value: Decimal


@dataclass(frozen=True, slots=True)
class Due:
    """In one currency: what is open, what of it is late, what stands to the customer's credit."""

    currency: str
    open_amount: Decimal
    late: Decimal
    credit: Decimal

    @property
    def balance(self) -> Decimal:
        return self.open_amount - self.credit


@dataclass(frozen=True, slots=True)
class Statement:
    """Of one customer on one day."""

    partner_id: UUID
    on: date
    documents: Sequence[OpenDocument]
    credits: Sequence[Credit]

    @property
    def value(self) -> Decimal:
        """What the books have on the customer's account, in company currency."""
        parts = [each.open_value for each in self.documents] + [each.open_value for each in self.credits]
        return sum(parts, ZERO)

    @property
    def sums(self) -> list[Due]:
        """By currency, in alphabetical order."""
        currencies = {each.currency for each in self.documents} | {each.currency for each in self.credits}
        return [self._due(currency) for currency in sorted(currencies)]

    def _due(self, currency: str) -> Due:
        documents = [each for each in self.documents if each.currency == currency]
        return Due(
            currency,
            open_amount=sum((each.open_amount for each in documents), ZERO),
            late=sum((each.open_amount for each in documents if each.due_on < self.on), ZERO),
            credit=-sum((each.open_amount for each in self.credits if each.currency == currency), ZERO),
        )

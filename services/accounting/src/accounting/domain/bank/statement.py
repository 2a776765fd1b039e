"""What a bank says of an account: balances, and the entries between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kit.money import ZERO

from accounting.domain.bank.errors import StatementDoesNotAddUp

_OPENING = ("OPBD", "PRCD")  # booked at the opening, or the closing of the day before
_CLOSING = ("CLBD",)
_BOOKED = "BOOK"


@dataclass(frozen=True, slots=True)
class Balance:
    """What is on the account; below zero: overdrawn."""

    code: str  # ISO 20022: OPBD, CLBD, …
    amount: Decimal
    currency: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Detail:
    """One transaction of an entry, as far as the bank tells it. `amount` is in the entry's currency, with its sign."""

    end_to_end_id: str = ""
    mandate_id: str = ""
    amount: Decimal | None = None
    party_name: str = ""
    party_iban: str = ""
    text: str = ""  # remittance information, structured references first
    return_reason: str = ""
    instructed: tuple[Decimal, str] | None = None  # amount and currency that the payer ordered


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a statement. `amount` is above zero when it came in, below when it went out."""

    amount: Decimal
    currency: str
    status: str  # BOOK, PDNG, INFO
    is_reversal: bool
    booked_on: date | None
    valued_on: date | None
    reference: str  # the bank's own
    code: str  # what kind of transaction: "PMNT/RCDT/ESCT"
    information: str
    details: tuple[Detail, ...] = ()

    @property
    def is_booked(self) -> bool:
        return self.status == _BOOKED

    def parts(self) -> tuple[Detail, ...]:
        """The transactions that can be settled each on its own: those of a batch whose amounts add up to the entry.

        Otherwise one, that is the entry with what all its details say together.
        """
        amounts = [detail.amount for detail in self.details]
        known = [amount for amount in amounts if amount is not None]
        if len(known) == len(amounts) > 1 and sum(known, ZERO) == self.amount:
            return self.details
        if len(self.details) == 1:
            return self.details
        return (_joined(self.details),)


def _joined(details: Sequence[Detail]) -> Detail:
    def one(values: set[str]) -> str:
        values.discard("")
        return values.pop() if len(values) == 1 else ""

    return Detail(
        end_to_end_id=one({each.end_to_end_id for each in details}),
        mandate_id=one({each.mandate_id for each in details}),
        party_name=one({each.party_name for each in details}),
        party_iban=one({each.party_iban for each in details}),
        text=" ".join(dict.fromkeys(each.text for each in details if each.text)),
        return_reason=one({each.return_reason for each in details}),
    )


@dataclass(frozen=True, slots=True)
class Statement:
    """Of one account, over some time; a long one comes in pages."""

    id: str
    page: int
    kind: str  # "camt.053.001.08"
    iban: str | None
    account: str  # as the bank writes it: the IBAN, or another number
    currency: str | None
    balances: tuple[Balance, ...]
    entries: tuple[Entry, ...]

    def booked(self) -> Iterator[Entry]:
        """The entries that count: neither pending nor for information."""
        return (entry for entry in self.entries if entry.is_booked)

    @property
    def opening(self) -> Balance | None:
        return self._balance(_OPENING)

    @property
    def closing(self) -> Balance | None:
        return self._balance(_CLOSING)

    def _balance(self, codes: Sequence[str]) -> Balance | None:
        return next((each for code in codes for each in self.balances if each.code == code), None)

    def check(self) -> tuple[Balance, Balance]:
        """Opening and closing balance, between which the booked entries lie to the cent.

        Raises:
            StatementDoesNotAddUp: one is missing, currencies differ, or opening and entries do not give the closing.
        """
        opening, closing = self.opening, self.closing
        if opening is None or closing is None:
            raise StatementDoesNotAddUp(f"Statement {self.id} has no opening or no closing booked balance.")
        currencies = {opening.currency, closing.currency, *(entry.currency for entry in self.booked())}
        if self.currency is not None:
            currencies.add(self.currency)
        if len(currencies) > 1:
            raise StatementDoesNotAddUp(
                f"Statement {self.id} mixes the currencies {', '.join(sorted(currencies))}.",
                currencies=sorted(currencies),
            )
        entries = sum((entry.amount for entry in self.booked()), ZERO)
        if opening.amount + entries != closing.amount:
            raise StatementDoesNotAddUp(
                f"Statement {self.id} opens at {opening.amount} and its entries sum to {entries},"
                f" but it closes at {closing.amount}: ask the bank for the file again.",
                opening=str(opening.amount),
                entries=str(entries),
                closing=str(closing.amount),
            )
        return opening, closing

"""When an invoice is due, and what paying early is worth.

"45 jours fin de mois" is read in two ways, both lawful (article L441-10 of the "code de commerce"); the terms say which.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kit.money import ZERO, round_half_up

from accounting.domain.books.calendar import last_of_month

ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class PaymentTerms:
    """The rule of an order, spelled out."""

    code: str  # empty: net days alone
    net_days: int
    month_end: str = "none"  # "before-days": end of month, then the days; "after-days": the days, then end of month
    discount_rate: Decimal | None = None  # "escompte": of the total with tax
    discount_days: int | None = None


@dataclass(frozen=True, slots=True)
class Discount:
    """What a customer keeps back who pays by a day."""

    rate: Decimal
    until: date
    amount: Decimal


def due_on(terms: PaymentTerms, issued_on: date) -> date:
    """The last day to pay."""
    days = timedelta(days=terms.net_days)
    if terms.month_end == "before-days":
        return last_of_month(issued_on) + days
    if terms.month_end == "after-days":
        return last_of_month(issued_on + days)
    return issued_on + days


def discount_on(terms: PaymentTerms, issued_on: date, gross: Decimal) -> Discount | None:
    """For early payment of an invoice; nothing when none is offered."""
    if terms.discount_rate is None or terms.discount_days is None:
        return None
    until = issued_on + timedelta(days=terms.discount_days)
    return Discount(terms.discount_rate, until, round_half_up(gross * terms.discount_rate))


@dataclass(frozen=True, slots=True)
class Offered:
    """An invoice with a discount whose time is over, or that is paid: what was paid in time of its total."""

    gross: Decimal
    paid_in_time: Decimal


def share_taken(record: Sequence[Offered]) -> Decimal:
    """How much of what was offered a customer takes, by amount. Nothing is known: all of it, so that no margin is too good."""
    gross = sum((each.gross for each in record), ZERO)
    if gross == 0:
        return ONE
    return sum((min(each.paid_in_time, each.gross) for each in record), ZERO) / gross

"""When an invoice is due.

"45 jours fin de mois" is read in two ways, both lawful (article L441-10 of the "code de commerce"), so the terms say which:
the end of the invoice's month and then the days ("fin de mois + 45 jours"), or the days and then the end of that month.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from kit.errors import Fault

_MONTH_MAX = 31


class MonthEnd(StrEnum):
    NONE = "none"  # days after the invoice
    BEFORE_DAYS = "before-days"  # end of month, then the days
    AFTER_DAYS = "after-days"  # the days, then end of month


class Sector(StrEnum):
    """What is bought on these terms: the law gives some trades less time."""

    GENERAL = "general"
    PERIODIC = "periodic"  # summary invoices
    TRANSPORT = "transport"
    PERISHABLE = "perishable"  # food
    MEAT = "meat"
    SPIRITS = "spirits"
    WINE = "wine"


@dataclass(frozen=True, slots=True)
class PaymentTerms:
    """Terms that many partners share. Never changed, since invoices were made by them: new terms get a new code."""

    code: str
    name_fr: str
    name_en: str
    net_days: int
    month_end: MonthEnd = MonthEnd.NONE
    discount_rate: Decimal | None = None  # "escompte": of the total, for who pays within `discount_days`
    discount_days: int | None = None
    sector: Sector = Sector.GENERAL
    is_french_law: bool = True  # False: for partners elsewhere, who may have longer


def due_on(terms: PaymentTerms, invoiced_on: date) -> date:
    """The last day to pay."""
    days = timedelta(days=terms.net_days)
    if terms.month_end is MonthEnd.BEFORE_DAYS:
        return end_of_month(invoiced_on) + days
    if terms.month_end is MonthEnd.AFTER_DAYS:
        return end_of_month(invoiced_on + days)
    return invoiced_on + days


def most_days(terms: PaymentTerms) -> int:
    """Days after which an invoice is due whatever its date: who counts only these reminds nobody too early."""
    return terms.net_days + (0 if terms.month_end is MonthEnd.NONE else _MONTH_MAX - 1)


def faults(terms: PaymentTerms) -> Iterator[Fault]:
    """Terms that contradict themselves."""
    if (terms.discount_rate is None) != (terms.discount_days is None):
        yield Fault("discount_days", "A discount has a rate and the days within which it is earned: give both or none.")
    elif terms.discount_days is not None and terms.discount_days >= max(most_days(terms), 1):
        yield Fault("discount_days", "The discount rewards early payment: its days are fewer than the terms give.")


def end_of_month(day: date) -> date:
    """The last day of its month."""
    return day.replace(day=monthrange(day.year, day.month)[1])

"""What a month-end posts, and takes back on the first day of the next month. Amounts in company currency.

Each kind is a sum of debits (above zero) and credits (below) by account and partner, so that what was posted before for the
same month can be taken off: what remains is what is still to be posted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from kit.exchange import ExchangeRate
from kit.money import ZERO, round_half_up

from accounting.domain.entry import JournalLine, debit

BILLS_TO_COME, TAX_ON_BILLS_TO_COME = "4081", "44586"
INVOICES_TO_ISSUE, SALES, TAX_ON_INVOICES_TO_ISSUE = "4181", "707", "44587"
PREPAID, DEFERRED_INCOME = "486", "487"
CUSTOMERS, SUPPLIERS = "411", "401"
UNREALISED_LOSS, UNREALISED_GAIN = "476", "477"
PROVISION_COST, PROVISION = "6815", "1515"


class Kind(StrEnum):
    """Why something is posted at month-end."""

    BILLS_TO_COME = "bills-to-come"
    INVOICES_TO_ISSUE = "invoices-to-issue"
    DEFERRALS = "deferrals"
    REVALUATION = "revaluation"


Amounts = Mapping[tuple[str, UUID | None], Decimal]


@dataclass(frozen=True, slots=True)
class Unbilled:
    """What of a supplier came and is not billed, before tax, by rate of tax."""

    supplier_id: UUID
    tax_rate: Decimal
    value: Decimal


def bills_to_come(unbilled: Sequence[Unbilled]) -> Amounts:
    """The tax on what is received and not billed: account 4081 holds it net until the month ends."""
    sums = _Sums()
    for each in unbilled:
        tax = round_half_up(each.value * each.tax_rate)
        sums.move(TAX_ON_BILLS_TO_COME, None, BILLS_TO_COME, each.supplier_id, tax)
    return sums.amounts


@dataclass(frozen=True, slots=True)
class Uninvoiced:
    """What went to a customer and is not invoiced, by rate of tax."""

    customer_id: UUID
    tax_rate: Decimal
    net: Decimal


def invoices_to_issue(uninvoiced: Sequence[Uninvoiced]) -> Amounts:
    """What the invoices will say, with tax: of goods it is due when they leave."""
    sums = _Sums()
    for each in uninvoiced:
        tax = round_half_up(each.net * each.tax_rate)
        sums.move(INVOICES_TO_ISSUE, each.customer_id, SALES, None, each.net)
        sums.move(INVOICES_TO_ISSUE, each.customer_id, TAX_ON_INVOICES_TO_ISSUE, None, tax)
    return sums.amounts


@dataclass(frozen=True, slots=True)
class Deferral:
    """A cost, or an income, of a time that goes beyond the month in which it was posted."""

    id: UUID
    label: str
    account: str  # of class 6: a cost; of class 7: an income
    amount: Decimal
    starts_on: date
    ends_on: date  # the last day of it
    posted_on: date

    def left(self, on: date) -> Decimal:
        """What belongs to the days after a day."""
        if on < self.posted_on or on >= self.ends_on:
            return ZERO
        whole = (self.ends_on - self.starts_on).days + 1
        after = (self.ends_on - max(on, self.starts_on - timedelta(days=1))).days
        return round_half_up(self.amount * after / whole)


def deferred(deferrals: Sequence[Deferral], on: date) -> Amounts:
    """What belongs to later months is none of this year's cost or income."""
    sums = _Sums()
    for each in deferrals:
        if each.account.startswith("6"):
            sums.move(PREPAID, None, each.account, None, each.left(on))
        else:
            sums.move(each.account, None, DEFERRED_INCOME, None, each.left(on))
    return sums.amounts


@dataclass(frozen=True, slots=True)
class ForeignItem:
    """What a partner owes or is owed in another currency, and at what the books have it."""

    partner_id: UUID
    is_receivable: bool
    amount: Decimal
    value: Decimal
    rate: ExchangeRate  # of the last day


def revalued(items: Sequence[ForeignItem]) -> Amounts:
    """Open documents at the rate of the last day. A loss that is not realised is provided for, a gain waits."""
    sums = _Sums()
    for each in items:
        sign = 1 if each.is_receivable else -1
        account = CUSTOMERS if each.is_receivable else SUPPLIERS
        gain = sign * (each.rate.to_company(each.amount) - each.value)
        if gain > 0:
            sums.move(account, each.partner_id, UNREALISED_GAIN, None, gain)
        else:
            sums.move(UNREALISED_LOSS, None, account, each.partner_id, -gain)
            sums.move(PROVISION_COST, None, PROVISION, None, -gain)
    return sums.amounts


class _Sums:
    def __init__(self) -> None:
        self.amounts: dict[tuple[str, UUID | None], Decimal] = {}

    def move(
        self, debited: str, debited_id: UUID | None, credited: str, credited_id: UUID | None, amount: Decimal
    ) -> None:
        for key, change in (((debited, debited_id), amount), ((credited, credited_id), -amount)):
            self.amounts[key] = self.amounts.get(key, ZERO) + change


def lines_of(wanted: Amounts, posted: Amounts) -> tuple[JournalLine, ...]:
    """The lines that bring what is posted to what is wanted, in the order of accounts and partners."""
    keys = sorted({*wanted, *posted}, key=lambda key: (key[0], str(key[1] or "")))
    changes = [(key, wanted.get(key, ZERO) - posted.get(key, ZERO)) for key in keys]
    return tuple(debit(account, change, partner_id) for (account, partner_id), change in changes if change)

"""What a customer may owe: his limit, the rule on what is overdue, and what would let an order pass."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from kit.money import ZERO


class Refusal(StrEnum):
    """Why no more credit is given. The first that applies is told."""

    STOPPED = "credit-hold"  # by hand, in the catalog
    OVERDUE = "credit-overdue"
    LIMIT = "credit-limit"


@dataclass(frozen=True, slots=True)
class CreditTerms:
    """What was agreed with one customer. Amounts in company currency, tax included."""

    credit_limit: Decimal | None  # None: any amount
    insured_limit: Decimal | None = None  # what an insurer pays for; above it, the risk is ours, but nothing stops
    temporary_limit: Decimal | None = None  # stands in for the limit until `temporary_until`
    temporary_until: datetime | None = None
    is_on_hold: bool = False
    customer_class: str = ""

    def limit(self, now: datetime) -> Decimal | None:
        """The limit that counts now; None is any amount."""
        if self.temporary_until is not None and now < self.temporary_until:
            return self.temporary_limit
        return self.credit_limit


@dataclass(frozen=True, slots=True)
class OverdueRule:
    """A customer of this class gets no more credit while more than `amount` is overdue by more than `days`."""

    customer_class: str  # "": of every class that has no rule of its own
    days: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Late:
    """What is open of the invoices due on one day that is over."""

    due_on: date
    amount: Decimal
    document_id: UUID  # one of them
    number: str


@dataclass(frozen=True, slots=True)
class Release:
    """Up to where somebody who may has let an order go on, whatever limit and rules say."""

    exposure: Decimal
    overdue: Decimal
    despite_hold: bool


@dataclass(frozen=True, slots=True)
class Exposure:
    """What a customer owes or will owe, in its parts."""

    to_ship: Decimal  # firm orders, not shipped
    to_invoice: Decimal  # shipped, not invoiced
    being_confirmed: Decimal  # held for orders and changes of orders that are not firm
    invoiced: Decimal  # open invoices
    unmatched: Decimal  # payments that settle nothing yet: they count against the rest

    @property
    def total(self) -> Decimal:
        return self.to_ship + self.to_invoice + self.being_confirmed + self.invoiced - self.unmatched


def rules_for(customer_class: str, rules: Sequence[OverdueRule]) -> list[OverdueRule]:
    """The rules of a class: its own, else those of everybody."""
    own = [rule for rule in rules if rule.customer_class == customer_class]
    return own or [rule for rule in rules if rule.customer_class == ""]


def overdue(late: Sequence[Late], today: date, *, more_than_days: int = 0) -> Decimal:
    """What is open more than so many days after it was due."""
    return sum((each.amount for each in late if (today - each.due_on).days > more_than_days), ZERO)


def judge(
    terms: CreditTerms,
    exposure: Decimal,
    late: Sequence[Late],
    rules: Sequence[OverdueRule],
    now: datetime,
    *,
    release: Release | None = None,
) -> Refusal | None:
    """Why a customer may not owe `exposure` in all; None when he may. `rules` are those of his class."""
    today = now.date()
    if terms.is_on_hold and not (release and release.despite_hold):
        return Refusal.STOPPED
    is_late = any(overdue(late, today, more_than_days=rule.days) > rule.amount for rule in rules)
    if is_late and not (release and overdue(late, today) <= release.overdue):
        return Refusal.OVERDUE
    limit = terms.limit(now)
    if limit is not None and exposure > limit and not (release and exposure <= release.exposure):
        return Refusal.LIMIT
    return None


def passing_amount(terms: CreditTerms, exposure: Decimal, now: datetime) -> Decimal | None:
    """The largest order that the limit lets pass on top of `exposure`; None is any amount."""
    limit = terms.limit(now)
    return None if limit is None else max(limit - exposure, ZERO)


def payment_needed(
    terms: CreditTerms, exposure: Decimal, late: Sequence[Late], rules: Sequence[OverdueRule], now: datetime
) -> Decimal:
    """How much, paid on the oldest documents first, makes limit and rules let `exposure` pass."""
    limit = terms.limit(now)
    over_limit = ZERO if limit is None else exposure - limit
    over_rules = [overdue(late, now.date(), more_than_days=rule.days) - rule.amount for rule in rules]
    return max(over_limit, *over_rules, ZERO)

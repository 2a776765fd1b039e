"""What the law lets a seller ask of a trader who pays late (articles L441-10 and D441-5 of the "code de commerce")."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kit.money import EXACT, ZERO, round_half_up

from accounting.domain.receivables.errors import LateRateMissing

INDEMNITY = Decimal("40.00")  # euros, once for each invoice that is paid late
INDEMNITY_CURRENCY = "EUR"
_ABOVE_ECB = Decimal("0.10")
_TIMES_LEGAL = 3
_DAYS_OF_YEAR = 365


@dataclass(frozen=True, slots=True)
class LateRate:
    """Of a year, from a day until the next one's: the law has one for each half-year."""

    effective_from: date
    rate: Decimal


def statutory_rate(*, ecb_rate: Decimal, legal_rate: Decimal) -> Decimal:
    """The ECB's refinancing rate and ten points, but no less than three times the legal rate of interest."""
    return max(ecb_rate + _ABOVE_ECB, _TIMES_LEGAL * legal_rate)


@dataclass(frozen=True, slots=True)
class InterestStep:
    """Days at one rate, the first and the last included: days x rate x amount / 365 is what they cost."""

    first: date
    last: date
    rate: Decimal
    amount: Decimal  # tax included

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def interest_steps(amount: Decimal, after: date, on: date, rates: Sequence[LateRate]) -> tuple[InterestStep, ...]:
    """The days after a day until another, cut where the rate changes; none when there are no such days.

    Raises:
        LateRateMissing: a day has none.
    """
    if on <= after:
        return ()
    found = sorted(rates, key=lambda each: each.effective_from)
    first = after + timedelta(days=1)
    if not found or found[0].effective_from > first:
        raise LateRateMissing(f"No rate of late interest is known for {first}: enter that of its half-year.")
    lasts = [*(each.effective_from - timedelta(days=1) for each in found[1:]), on]
    steps = (
        InterestStep(max(each.effective_from, first), min(last, on), each.rate, amount)
        for each, last in zip(found, lasts, strict=True)
    )
    return tuple(step for step in steps if step.days > 0)


@dataclass(frozen=True, slots=True)
class Part:
    """Of a document, tax included: paid on a day; open while there is none."""

    amount: Decimal
    paid_on: date | None = None

    def until(self, on: date) -> date:
        """The last day, of those until `on`, that it was not there."""
        return on if self.paid_on is None else min(self.paid_on, on)


def steps_of_parts(parts: Sequence[Part], after: date, on: date, rates: Sequence[LateRate]) -> tuple[InterestStep, ...]:
    """The days after a day until another at what was not paid yet on each; cut where that or the rate changes.

    Raises:
        LateRateMissing: a day has none.
    """
    steps: list[InterestStep] = []
    for last in sorted({each.until(on) for each in parts}):
        amount = sum((each.amount for each in parts if each.until(on) >= last), ZERO)
        steps += interest_steps(amount, after, last, rates)
        after = max(after, last)
    return tuple(steps)


def interest_of(steps: Sequence[InterestStep]) -> Decimal:
    """What the steps cost together, half up to the cent once."""
    weighted = sum((EXACT.multiply(step.amount, step.rate * step.days) for step in steps), ZERO)
    return round_half_up(EXACT.divide(weighted, Decimal(_DAYS_OF_YEAR)))


def late_interest(amount: Decimal, due_on: date, on: date, rates: Sequence[LateRate]) -> Decimal:
    """Interest of an amount, tax included, from the day after it was due until a day; each day at its own rate.

    Raises:
        LateRateMissing: a day has none.
    """
    return interest_of(interest_steps(amount, due_on, on, rates))

"""What the law lets a seller ask of a trader who pays late (articles L441-10 and D441-5 of the "code de commerce")."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kit.money import EXACT, ZERO, round_half_up

from accounting.domain.receivables.errors import LateRateMissing

INDEMNITY = Decimal(40)  # euros, once for each invoice that is paid late
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


def late_interest(amount: Decimal, due_on: date, on: date, rates: Sequence[LateRate]) -> Decimal:
    """Interest of an amount, tax included, from the day after it was due until a day; each day at its own rate.

    Raises:
        LateRateMissing: a day has none.
    """
    if on <= due_on:
        return ZERO
    steps = sorted(rates, key=lambda each: each.effective_from)
    first = due_on + timedelta(days=1)
    if not steps or steps[0].effective_from > first:
        raise LateRateMissing(f"No rate of late interest is known for {first}: enter that of its half-year.")
    ends = [*(step.effective_from for step in steps[1:]), date.max]
    after = on + timedelta(days=1)
    weighted = ZERO
    for step, end in zip(steps, ends, strict=True):
        days = (min(end, after) - max(step.effective_from, first)).days
        weighted += step.rate * max(days, 0)
    return round_half_up(EXACT.divide(EXACT.multiply(amount, weighted), Decimal(_DAYS_OF_YEAR)))

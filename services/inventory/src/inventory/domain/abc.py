"""Which products are counted how often: ABC classes by what their issues are worth, and the risk of each place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from kit.money import ZERO

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class ClassRule:
    """Products that together make up to this share of the value issued in a year, and how often they are counted."""

    code: str
    share_until: Decimal  # 0.80: the first 80 % of the value
    interval_days: int


def classify(values: Mapping[K, Decimal], rules: Sequence[ClassRule]) -> dict[K, str]:
    """The class of each product by the value of what was issued of it: the classical ABC analysis (Pareto).

    Products are taken by falling value; one belongs to the first class whose share is not yet reached before it. The
    last class takes the rest, and what was never issued.
    """
    in_order = sorted(rules, key=lambda rule: rule.share_until)
    total = sum(values.values(), ZERO)
    classes: dict[K, str] = {}
    before = ZERO
    for key, value in sorted(values.items(), key=lambda item: -item[1]):
        share = before / total if total else Decimal(1)
        classes[key] = next((r.code for r in in_order if value and share < r.share_until), in_order[-1].code)
        before += value
    return classes


@dataclass(frozen=True, slots=True)
class Risk:
    """How urgent it is to count a place: 100 is exactly due, with the reasons that add up to it."""

    score: int
    reasons: tuple[str, ...]


def risk_of(
    *,
    today: date,
    interval_days: int,
    counted_on: date | None,
    differed: bool,
    has_expired: bool,
    asked: str | None = None,
) -> Risk:
    """The risk of a place. One never counted is due; a difference the last time, an expired lot and goods that somebody
    did not find (`asked`: why it should be counted) make it dueer.
    """
    if counted_on is None:
        score, reasons = 100, ["never counted"]
    else:
        days = (today - counted_on).days
        score, reasons = days * 100 // interval_days, [f"counted {days} days ago, due every {interval_days}"]
    if differed:
        score, reasons = score + 50, [*reasons, "differed the last time"]
    if has_expired:
        score, reasons = score + 50, [*reasons, "its lot has expired"]
    if asked is not None:
        score, reasons = score + 200, [*reasons, asked]
    return Risk(score, tuple(reasons))

"""The customer's credit, as accounting judged it, and how somebody lets an order go on all the same."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from kit.money import ZERO

from sales.domain.errors import CreditLimitExceeded, CreditOnHold, CreditOverdue, CreditRefused, CreditWorsened

_REFUSED: Mapping[str, type[CreditRefused]] = {
    "credit-hold": CreditOnHold,
    "credit-overdue": CreditOverdue,
    "credit-limit": CreditLimitExceeded,
}


@dataclass(frozen=True, slots=True)
class OverdueDocument:
    """The oldest that is not paid and should be."""

    number: str
    due_on: date


@dataclass(frozen=True, slots=True)
class CreditAnswer:
    """Granted when there is no refusal. Amounts in company currency, tax included."""

    amount: Decimal  # what the order wants, or takes already
    exposure: Decimal  # without the order when it was refused
    overdue: Decimal
    credit_limit: Decimal | None
    refusal: str | None = None
    passing_amount: Decimal | None = None  # the largest order that the limit lets pass; None: any
    payment_needed: Decimal = ZERO  # on the oldest documents, to let this order pass
    parts: Mapping[str, Decimal] = field(default_factory=dict)  # of the customer's exposure
    oldest: OverdueDocument | None = None


@dataclass(frozen=True, slots=True)
class CreditRelease:
    """Somebody who may lets an order go on: no further than he was shown, and for a time."""

    amount: Decimal  # the order's, tax included, at most
    exposure: Decimal  # of the customer, the order included, at most
    overdue: Decimal
    despite_hold: bool
    until: datetime

    def is_in_force(self, amount: Decimal, now: datetime) -> bool:
        """Whether it still covers an order of so much."""
        return now < self.until and amount <= self.amount


def release_of(held: CreditAnswer, amount: Decimal, *, now: datetime, days: int) -> CreditRelease:
    """What an approver who was shown `held` lets pass, for an order of this amount."""
    return CreditRelease(
        amount=amount,
        exposure=held.exposure + held.amount,
        overdue=held.overdue,
        despite_hold=held.refusal == "credit-hold",
        until=now + timedelta(days=days),
    )


@dataclass(frozen=True, slots=True)
class ReleaseLevel:
    """From above this amount on, somebody with this permission has to say yes."""

    above: Decimal
    permission: str


def release_steps(levels: list[ReleaseLevel], amount: Decimal) -> list[str]:
    """Whose yes an order of this amount needs, in this order. The lowest level always counts."""
    ordered = sorted(levels, key=lambda level: level.above)
    return list(dict.fromkeys(level.permission for i, level in enumerate(ordered) if i == 0 or amount > level.above))


def explanation(held: CreditAnswer) -> str:
    """Why there is no credit, and what helps, in a sentence."""
    if held.refusal == "credit-hold":
        return "The customer's credit is stopped: have it released in the catalog."
    if held.refusal == "credit-overdue":
        since = f" since {held.oldest.due_on} ({held.oldest.number})" if held.oldest else ""
        return f"{held.overdue} is overdue{since}: {held.payment_needed} has to be paid first."
    return (
        f"The order of {held.amount} with tax comes on top of {held.exposure}, and the limit is {held.credit_limit}:"
        " order less, wait for a payment, or have the order released."
    )


def check_credit(answer: CreditAnswer, release: CreditRelease | None = None) -> None:
    """Nothing when the customer may owe that much more.

    Raises:
        CreditWorsened: he may not, not even as far as somebody let the order go on.
        CreditLimitExceeded, CreditOverdue, CreditOnHold: he may not.
    """
    if answer.refusal is not None and release is not None:
        raise CreditWorsened(
            f"{explanation(answer)} That is more than what release was asked for: ask anew, or reject it.",
            refusal=answer.refusal,
            **told(answer),
        )
    if answer.refusal is not None:
        raise _REFUSED[answer.refusal](explanation(answer), **told(answer))


def told(answer: CreditAnswer) -> dict[str, Any]:
    """The answer as it is told and signed: numbers as text."""
    return {
        "amount": str(answer.amount),
        "exposure": str(answer.exposure),
        "overdue": str(answer.overdue),
        "limit": _text(answer.credit_limit),
        "passing_amount": _text(answer.passing_amount),
        "payment_needed": str(answer.payment_needed),
        "parts": {name: str(amount) for name, amount in answer.parts.items()},
        "oldest_overdue": None
        if answer.oldest is None
        else {"number": answer.oldest.number, "due_on": answer.oldest.due_on.isoformat()},
    }


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)

"""Price exceptions: a special price for one customer, asked with a reason, approved, and used up by what is sold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, Decimal, localcontext
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from kit.money import EXACT, ONE, ZERO, round_half_up

from pricing.domain.discount_limit import Authority, Level, in_order, judge_discount
from pricing.domain.errors import CapBelowUse, ExceptionBlocked, WrongStatus
from pricing.domain.margin import NOTHING_OWED, MarginRule, Owed, Verdict, judge
from pricing.domain.reason import Reason, explained

_PRICE_UNIT = Decimal("0.01")


class Status(StrEnum):
    AWAITING_APPROVAL = "awaiting-approval"
    GRANTED = "granted"
    REJECTED = "rejected"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Terms:
    """What is asked for. A fixed price is of one product; a discount is of a product or of all of a family."""

    customer_id: UUID
    product_id: UUID | None  # one of the two
    family_code: str | None
    unit_price: Decimal | None  # one of the two: per stock unit, before tax, company currency
    discount_rate: Decimal | None  # off the engine's price
    min_margin_rate: (
        Decimal | None
    )  # the least margin that it lets pass without further approval; None: margin rules ask
    quantity_cap: Decimal  # stock units, of all orders together
    channel: str | None  # None is any
    effective_from: date
    effective_until: date  # the first day without it
    reason: str


@dataclass(frozen=True, slots=True)
class PriceException:
    """A special price for one customer; only a granted one counts."""

    id: UUID
    number: str
    terms: Terms
    requested_by: str
    requester_roles: tuple[str, ...]
    status: Status = Status.AWAITING_APPROVAL
    version: int = 1

    def is_effective(self, on: date) -> bool:
        return self.terms.effective_from <= on < self.terms.effective_until

    def price(self, engine_price: Decimal | None) -> Decimal | None:
        """The lowest price that it allows, to the cent; None when that cannot be said."""
        if self.terms.unit_price is not None:
            return self.terms.unit_price
        if engine_price is None or self.terms.discount_rate is None:
            return None
        with localcontext(EXACT):
            return (engine_price * (ONE - self.terms.discount_rate)).quantize(_PRICE_UNIT, ROUND_CEILING)


def signed_content(exception: PriceException) -> Mapping[str, object]:
    """What an approval covers: all that was asked for."""
    terms = exception.terms
    return {name: _plain(getattr(terms, name)) for name in Terms.__dataclass_fields__}


def changed(before: PriceException, terms: Terms, *, by: str, roles: tuple[str, ...], used: Decimal) -> PriceException:
    """Asked anew, by whoever changes it; what was granted before is void.

    Raises:
        WrongStatus: it was revoked.
        CapBelowUse: more than the new cap is sold already.
    """
    check_not_revoked(before)
    if terms.quantity_cap < used:
        raise CapBelowUse(f"{used} are sold already: the cap is at least that.", field="quantity_cap", used=str(used))
    return replace(
        before,
        terms=terms,
        requested_by=by,
        requester_roles=roles,
        status=Status.AWAITING_APPROVAL,
        version=before.version + 1,
    )


def decided(exception: PriceException, *, is_granted: bool) -> PriceException:
    return replace(exception, status=Status.GRANTED if is_granted else Status.REJECTED, version=exception.version + 1)


def revoked(exception: PriceException) -> PriceException:
    """It counts no more; what was sold under it stays.

    Raises:
        WrongStatus: it was revoked already.
    """
    check_not_revoked(exception)
    return replace(exception, status=Status.REVOKED, version=exception.version + 1)


def check_not_revoked(exception: PriceException) -> None:
    if exception.status is Status.REVOKED:
        raise WrongStatus(f"{exception.number} is revoked: ask for a new one.", status=str(exception.status))


# --- who must approve it ---


class Sample(NamedTuple):
    """A kind of sale that it would allow: who may grant what there, and the margin rule that counts."""

    authority: Authority
    rule: MarginRule


class Assessment(NamedTuple):
    """What is asked for, weighed: with the least margin that it lets pass, and who must approve, one after the other."""

    terms: Terms
    levels: tuple[Level, ...]
    margin_rate: Decimal | None  # at the cost of now; None where price or cost is not known
    given_away: Decimal | None  # at most, company currency
    reasons: tuple[Reason, ...]


class Known(NamedTuple):
    """Of its product, per stock unit; nothing of it for a family."""

    engine_price: Decimal | None
    unit_cost: Decimal | None
    owed: Owed = NOTHING_OWED  # after the sale


def assessed(exception: PriceException, samples: Sequence[Sample], known: Known) -> Assessment:
    """Weighed by the strictest of the sales that it would allow. Somebody always approves: nobody grants himself one.

    Raises:
        ExceptionBlocked: nobody may grant it.
    """
    engine_price, terms = known.engine_price, exception.terms
    price = exception.price(engine_price)
    # A discount is the same whatever the price: it is judged on a price of one.
    asked, usual = (terms.unit_price, engine_price) if terms.unit_price is not None else (ONE - _rate(terms), ONE)
    discounts = [judge_discount(asked, usual, sample.authority) for sample in samples]
    discount = max(discounts, key=lambda each: (each.verdict, each.level is Level.DIRECTOR))
    rule = replace(
        samples[0].rule,
        approval_rate=max(sample.rule.approval_rate for sample in samples),
        floor_rate=max(sample.rule.floor_rate for sample in samples),
    )
    margin = None if price is None else judge(price, known.unit_cost, rule, known.owed)
    for judged in (discount, margin):
        if judged is not None and judged.verdict is Verdict.BLOCKED:
            reasons = [reason.stored for reason in judged.reasons]
            raise ExceptionBlocked(f"Nobody may grant this: {explained(judged.reasons)}", reasons=reasons)
    least = terms.min_margin_rate
    if least is None and margin is not None and margin.verdict is Verdict.NEEDS_APPROVAL:
        least = margin.margin_rate
    if least is not None and least < rule.floor_rate:
        raise ExceptionBlocked(
            f"Nobody may sell below the floor of {rule.floor_rate:.2%}: raise min_margin_rate.", field="min_margin_rate"
        )
    levels = [] if discount.level is None else [discount.level]
    if not levels or (least is not None and least < rule.approval_rate):
        levels.append(Level.MANAGER)
    with localcontext(EXACT):
        lost = None if price is None or engine_price is None else max(engine_price - price, ZERO) * terms.quantity_cap
    return Assessment(
        replace(terms, min_margin_rate=least),
        in_order(levels),
        None if margin is None else margin.margin_rate,
        None if lost is None else round_half_up(lost),
        (*discount.reasons, *(() if margin is None else margin.reasons)),
    )


def _rate(terms: Terms) -> Decimal:
    assert terms.discount_rate is not None  # noqa: S101  # terms have a price or a discount
    return terms.discount_rate


def _plain(value: object) -> object:
    return value.normalize() if isinstance(value, Decimal) else value

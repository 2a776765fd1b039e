"""How far off the engine's price a sale may go, and on whose word. Limits are data; the most specific one counts."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal, localcontext
from enum import StrEnum
from itertools import product
from typing import NamedTuple
from uuid import UUID

from kit.money import EXACT, ONE, ZERO

from pricing.domain.margin import MarginDecision, Sale, Verdict, mentioned
from pricing.domain.reason import Fact, Reason

_RATE_UNIT = Decimal("0.0001")
_PRICE_UNIT = Decimal("0.01")

# Here nobody of the house speaks for a price: customers and their machines take the one that they are given.
SELF_SERVICE = frozenset({"portal", "edi"})


class Level(StrEnum):
    """Who approves what a seller may not grant alone, from the lowest."""

    MANAGER = "manager"
    DIRECTOR = "director"


@dataclass(frozen=True, slots=True)
class DiscountLimit:
    """The greatest discount that a role grants alone, or that a level of approval grants. Empty members match anything."""

    id: UUID
    max_rate: Decimal  # of the engine's price
    role: str | None = None
    level: Level | None = None  # one of the two
    family_code: str | None = None
    segment: str | None = None
    channel: str | None = None
    effective_from: date = date(1990, 1, 1)
    effective_until: date | None = None  # the first day without it

    @property
    def scope(self) -> tuple[str, str | None, str | None, str | None]:
        """Whom it is for and what it matches; there is one limit of each at a time."""
        return _holder(self.role, self.level), self.family_code, self.segment, self.channel

    def is_effective(self, on: date) -> bool:
        return self.effective_from <= on and (self.effective_until is None or on < self.effective_until)

    def overlaps(self, other: "DiscountLimit") -> bool:
        """Whether there is a day on which both count."""
        return (self.effective_until is None or other.effective_from < self.effective_until) and (
            other.effective_until is None or self.effective_from < other.effective_until
        )


class Authority(NamedTuple):
    """Of one seller over one sale: what he may grant alone, and what each level may, the lowest first."""

    alone: Decimal
    levels: tuple[tuple[Level, Decimal], ...]


NO_AUTHORITY = Authority(ZERO, ())


class LimitSet:
    """The company's limits. A role or level without a limit grants nothing."""

    def __init__(self, limits: Iterable[DiscountLimit]) -> None:
        self._by_scope: dict[tuple[str, str | None, str | None, str | None], list[DiscountLimit]] = {}
        for limit in limits:
            self._by_scope.setdefault(limit.scope, []).append(limit)
        self._families = {family for _, family, _, _ in self._by_scope}
        self._segments = {segment for _, _, segment, _ in self._by_scope}
        self._channels = {channel for _, _, _, channel in self._by_scope}

    @property
    def channels(self) -> tuple[str, ...]:
        """Those with limits of their own, and any other."""
        return ("", *sorted(channel for channel in self._channels if channel is not None))

    def authority(self, sale: Sale, roles: Collection[str], on: date) -> Authority:
        """Of somebody with these roles: the greatest of what each may grant. In self-service nobody grants alone."""
        scopes = list(
            product(
                mentioned(self._families, reversed(sale.family_path)),
                mentioned(self._segments, [sale.segment]),
                mentioned(self._channels, [sale.channel]),
            )
        )
        mine = [] if sale.channel in SELF_SERVICE else [self._rate(_holder(role, None), scopes, on) for role in roles]
        levels = [(level, self._rate(_holder(None, level), scopes, on)) for level in Level]
        return Authority(
            max((rate for rate in mine if rate is not None), default=ZERO),
            tuple((level, rate) for level, rate in levels if rate is not None),
        )

    def _rate(
        self, holder: str, scopes: Sequence[tuple[str | None, str | None, str | None]], on: date
    ) -> Decimal | None:
        """By the first of the scopes, of which the most specific comes first, that has a limit on that day."""
        for scope in scopes:
            for limit in self._by_scope.get((holder, *scope), ()):
                if limit.is_effective(on):
                    return limit.max_rate
        return None


def _holder(role: str | None, level: Level | None) -> str:
    """A role may be called like a level: they are told apart."""
    return f"role {role}" if level is None else f"level {level}"


class DiscountDecision(NamedTuple):
    """The verdict on a price that was not the engine's."""

    verdict: Verdict
    rate: Decimal | None  # of the engine's price, rounded up to four decimals; None without one, or above it
    limit: Decimal  # what the seller may grant alone
    level: Level | None  # who must approve
    reasons: tuple[Reason, ...]


def judge_discount(unit_price: Decimal, engine_price: Decimal | None, authority: Authority) -> DiscountDecision:
    """The verdict on a price set by hand, both per stock unit; `engine_price` None: the engine has none to compare with."""
    alone = authority.alone
    if engine_price is None:
        if not authority.levels:
            reason = Reason("discount-without-price-blocked")
            return DiscountDecision(Verdict.BLOCKED, None, alone, None, (reason,))
        level = authority.levels[0][0]
        reason = Reason("discount-without-price", {"level": level})
        return DiscountDecision(Verdict.NEEDS_APPROVAL, None, alone, level, (reason,))
    with localcontext(EXACT):
        discount = engine_price - unit_price
        if discount <= 0:
            return DiscountDecision(Verdict.ALLOWED, None, alone, None, ())
        rate = (discount / engine_price).quantize(_RATE_UNIT, ROUND_CEILING)
        if discount <= alone * engine_price:
            reason = Reason("discount-allowed", {"discount_rate": rate, "alone_rate": alone})
            return DiscountDecision(Verdict.ALLOWED, rate, alone, None, (reason,))
        for level, most in authority.levels:
            if discount <= most * engine_price:
                facts: dict[str, Fact] = {
                    "discount_rate": rate,
                    "alone_rate": alone,
                    "level": level,
                    "level_rate": most,
                }
                reason = Reason("discount-above-limit", facts)
                return DiscountDecision(Verdict.NEEDS_APPROVAL, rate, alone, level, (reason,))
        greatest = max([alone, *(most for _, most in authority.levels)])
        lowest = (engine_price * (ONE - greatest)).quantize(_PRICE_UNIT, ROUND_CEILING)
    facts = {"discount_rate": rate, "greatest_rate": greatest, "lowest_price": lowest}
    return DiscountDecision(Verdict.BLOCKED, rate, alone, None, (Reason("discount-blocked", facts),))


def with_discount(decision: MarginDecision, discount: DiscountDecision | None) -> MarginDecision:
    """One verdict on a line's margin and, where its price was set by hand, on its discount: the worse of the two."""
    asked = [Level.MANAGER] if decision.verdict is Verdict.NEEDS_APPROVAL else []
    if discount is None:
        return decision._replace(levels=tuple(asked)) if asked else decision
    if discount.level is not None and discount.level not in asked:
        asked.append(discount.level)
    verdict = max(decision.verdict, discount.verdict)
    return decision._replace(
        verdict=verdict,
        reasons=(*decision.reasons, *discount.reasons),
        discount_rate=discount.rate,
        discount_limit=discount.limit,
        levels=tuple(asked) if verdict is Verdict.NEEDS_APPROVAL else (),
    )


def in_order(levels: Iterable[Level]) -> tuple[Level, ...]:
    """Each once, the lowest first: who must approve, one after the other."""
    wanted = set(levels)
    return tuple(level for level in Level if level in wanted)

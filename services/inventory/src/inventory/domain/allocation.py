"""Who gets stock that is short: shared out by a rule, shown before it is done.

A rule is a pure function: the same stock and the same wants give the same answer, nobody gets more than he wants, and
nothing is left while somebody waits.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum
from uuid import UUID

from kit.money import EXACT, ZERO, split


class Strategy(StrEnum):
    PRIORITY = "priority"  # by priority, then by age
    FAIR_SHARE = "fair-share"  # everybody the same part of what he wants
    CONTRACT = "contract"  # first what customers were guaranteed, the rest by priority
    ORDER_FIRST = "order-first"  # one order before all others


@dataclass(frozen=True, slots=True)
class Want:
    """An order line that wants so much more of a product, and what it holds of that now. Picked goods are not part of it."""

    order_line_id: UUID
    order_id: UUID
    order_number: str
    customer_id: UUID
    quantity: Decimal
    held: Decimal


@dataclass(frozen=True, slots=True)
class Rule:
    """How to share out; `guaranteed` is the share of the stock of each customer that has one."""

    strategy: Strategy
    order_id: UUID | None = None
    guaranteed: Mapping[UUID, Decimal] | None = None
    unit: Decimal = Decimal(1)  # the smallest quantity of the product


def allocate(available: Decimal, wants: Sequence[Want], rule: Rule) -> dict[UUID, Decimal]:
    """What each line gets of `available`; `wants` stand in the order in which they are served."""
    return _RULES[rule.strategy](available, wants, rule)


def _by_priority(available: Decimal, wants: Sequence[Want], _rule: Rule) -> dict[UUID, Decimal]:
    given = {}
    for want in wants:
        given[want.order_line_id] = min(available, want.quantity)
        available -= given[want.order_line_id]
    return given


def _fair_share(available: Decimal, wants: Sequence[Want], rule: Rule) -> dict[UUID, Decimal]:
    """Largest remainders, in whole units: the parts add up to all there is."""
    total = sum((want.quantity for want in wants), ZERO)
    if total <= available:
        return {want.order_line_id: want.quantity for want in wants}
    whole = _floor(available, rule.unit)
    shares = split(whole, [want.quantity for want in wants], rule.unit) if whole else [ZERO] * len(wants)
    given = {want.order_line_id: min(share, want.quantity) for want, share in zip(wants, shares, strict=True)}
    # What rounding gave beyond a want, and a rest below one unit, go to who comes first.
    left = available - sum(given.values(), ZERO)
    for want in wants:
        more = min(left, want.quantity - given[want.order_line_id])
        given[want.order_line_id] += more
        left -= more
    return given


def _by_contract(available: Decimal, wants: Sequence[Want], rule: Rule) -> dict[UUID, Decimal]:
    given = {want.order_line_id: ZERO for want in wants}
    left = available
    for customer, share in sorted((rule.guaranteed or {}).items()):
        due = min(_floor(EXACT.multiply(available, share), rule.unit), left)
        for want in wants:
            if want.customer_id == customer:
                part = min(due, want.quantity)
                given[want.order_line_id] += part
                due, left = due - part, left - part
    for want in wants:
        more = min(left, want.quantity - given[want.order_line_id])
        given[want.order_line_id] += more
        left -= more
    return given


def _order_first(available: Decimal, wants: Sequence[Want], rule: Rule) -> dict[UUID, Decimal]:
    return _by_priority(available, sorted(wants, key=lambda want: want.order_id != rule.order_id), rule)


def _floor(quantity: Decimal, unit: Decimal) -> Decimal:
    return quantity.quantize(unit, ROUND_FLOOR)


_RULES: Mapping[Strategy, Callable[[Decimal, Sequence[Want], Rule], dict[UUID, Decimal]]] = {
    Strategy.PRIORITY: _by_priority,
    Strategy.FAIR_SHARE: _fair_share,
    Strategy.CONTRACT: _by_contract,
    Strategy.ORDER_FIRST: _order_first,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule makes of the stock as it is: who gains and who loses."""

    strategy: Strategy
    available: Decimal
    wants: Sequence[Want]
    given: Mapping[UUID, Decimal]

    def change(self, want: Want) -> Decimal:
        """Above zero: it gains."""
        return self.given[want.order_line_id] - want.held

    @property
    def complete_lines(self) -> int:
        return sum(self.given[want.order_line_id] == want.quantity for want in self.wants)

    @property
    def fill_rate(self) -> Decimal:
        """The part of all that is wanted that is served, to four decimals."""
        wanted = sum((want.quantity for want in self.wants), ZERO)
        served = sum(self.given.values(), ZERO)
        return Decimal(1) if not wanted else round(served / wanted, 4)

    def seen(self) -> str:
        """A hash of what was looked at and of what came out: whoever applies it must see the same."""
        said = [self.strategy, f"{self.available.normalize():f}"]
        said += [
            f"{want.order_line_id} {want.quantity.normalize():f} {want.held.normalize():f}"
            f" {self.given[want.order_line_id].normalize():f}"
            for want in self.wants
        ]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()

"""A price list as a document: what it would change, and when it may be put in force."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from kit.money import EXACT, round_half_up

from pricing.domain.errors import LinesRefused, ListClosed, ListTooLate
from pricing.domain.margin import MarginRule, Verdict, judge
from pricing.domain.price import Scope

_RATE_UNIT = Decimal("0.0001")

Place = tuple[UUID, Decimal]
"""Product and quantity from which on the price holds: what a list has one price of."""


class ListStatus(StrEnum):
    REVIEWED = "reviewed"
    WAITING = "awaiting-approval"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class ChangeKind(StrEnum):
    NEW = "new"
    RAISED = "raised"
    LOWERED = "lowered"
    EXTENDED = "extended"  # the same price, which would have ended
    UNCHANGED = "unchanged"
    ENDED = "ended"  # a complete list does not name it any more


@dataclass(frozen=True, slots=True)
class PriceList:
    """The head of a list, for everybody, a segment or a customer. `is_complete`: what it leaves out ends."""

    id: UUID
    name: str
    scope: Scope
    scope_key: str
    currency: str
    effective_from: date
    is_complete: bool
    status: ListStatus
    content_digest: bytes  # of its lines, which never change
    refused: int  # lines that cannot be taken
    created_by: str
    version: int

    def signed(self, *, leave_out_refused: bool) -> dict[str, object]:
        """What an approval covers."""
        names = ("id", "scope", "scope_key", "currency", "effective_from", "is_complete", "content_digest")
        return {**{name: getattr(self, name) for name in names}, "leave_out_refused": leave_out_refused}


class Held(NamedTuple):
    """A price that holds on the list's first day, and whether it ends some day."""

    unit_price: Decimal
    ends: bool = False


class PriceChange(NamedTuple):
    """What a line of a list changes of what holds on its first day."""

    kind: ChangeKind
    product_id: UUID
    min_quantity: Decimal
    unit_price: Decimal
    price_before: Decimal | None
    rate: Decimal | None  # 0.05: five per cent dearer


class LineMargin(NamedTuple):
    """What a price earns at the current cost, before and with the list; nothing is known without a cost."""

    rate_before: Decimal | None
    rate_after: Decimal | None
    verdict: Verdict | None


def changes_of(listed: Mapping[Place, Decimal], held: Mapping[Place, Held], *, is_complete: bool) -> list[PriceChange]:
    """The list against what holds, in the order of the list; then what a complete one ends."""
    changes = [_change(place, price, held.get(place)) for place, price in listed.items()]
    if is_complete:
        ended = sorted(place for place in held if place not in listed)
        before = [held[place].unit_price for place in ended]
        changes += [
            PriceChange(ChangeKind.ENDED, *place, price, price, None)
            for place, price in zip(ended, before, strict=True)
        ]
    return changes


def _change(place: Place, price: Decimal, held: Held | None) -> PriceChange:
    if held is None:
        return PriceChange(ChangeKind.NEW, *place, price, None, None)
    before = held.unit_price
    if price == before:
        kind = ChangeKind.EXTENDED if held.ends else ChangeKind.UNCHANGED
        return PriceChange(kind, *place, price, before, None)
    with localcontext(EXACT):
        rate = round_half_up((price - before) / before, _RATE_UNIT) if before else None
    return PriceChange(ChangeKind.RAISED if price > before else ChangeKind.LOWERED, *place, price, before, rate)


def margin_of(change: PriceChange, unit_cost: Decimal | None, rule: MarginRule) -> LineMargin:
    """What the change does to the margin."""
    if unit_cost is None:
        return LineMargin(None, None, None)
    before = None if change.price_before is None else judge(change.price_before, unit_cost, rule).margin_rate
    if change.kind is ChangeKind.ENDED:
        return LineMargin(before, None, None)
    after = judge(change.unit_price, unit_cost, rule)
    return LineMargin(before, after.margin_rate, after.verdict)


def check_publishable(price_list: PriceList, *, today: date, leave_out_refused: bool) -> None:
    """Nothing while the list may be published.

    Raises:
        ListClosed: it was published or withdrawn.
        ListTooLate: its first day is past: what was sold since would get another price.
        LinesRefused: lines cannot be taken, and nobody has said to leave them out.
    """
    if price_list.status not in (ListStatus.REVIEWED, ListStatus.WAITING):
        raise ListClosed(f"This list is {price_list.status} already.", status=str(price_list.status))
    if price_list.effective_from < today:
        raise ListTooLate(
            f"The list begins on {price_list.effective_from}, which is past: send it again with today or later.",
            field="effective_from",
        )
    if price_list.refused and not leave_out_refused:
        raise LinesRefused(
            f"{price_list.refused} lines cannot be taken: see /price-lists/{price_list.id}/faults. Send the list again"
            " without them, or publish it with leave_out_refused.",
            refused=price_list.refused,
        )


def has_moved(reviewed: Iterable[PriceChange], now: Sequence[PriceChange]) -> bool:
    """Whether the review would tell another story by now."""
    return {_as_told(each) for each in reviewed} != {_as_told(each) for each in now}


def _as_told(change: PriceChange) -> tuple[object, ...]:
    return change[:5]

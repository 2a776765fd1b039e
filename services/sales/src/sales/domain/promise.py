"""When the goods of a line are promised, and why not sooner."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sales.domain.delivery import DeliveryPolicy


class PromiseReason(StrEnum):
    IN_STOCK = "in-stock"
    EXPECTED = "expected"  # it comes from a supplier or another site
    OVERDUE = "overdue"  # it should have come already
    UNKNOWN = "unknown"  # nobody said when it comes


class PromiseCause(StrEnum):
    CONFIRMED = "confirmed"
    REVISED = "revised"
    SERVED = "served"  # a backorder got its stock
    TAKEN_AWAY = "taken-away"  # others were served first, or stock was lost
    SUPPLY = "supply"  # other goods are on their way than before
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Promise:
    """All of a line should leave `on` that day; None while nobody knows. `document_number`: what has to come for it."""

    on: date | None
    reason: PromiseReason
    document_number: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """A promise of a line of an order."""

    sales_order_id: UUID
    sales_order_line_id: UUID
    promise: Promise


UNKNOWN = Promise(None, PromiseReason.UNKNOWN)


def expected(on: date | None, document_number: str, *, is_overdue: bool) -> Promise:
    """It comes on that day, with that document."""
    if on is None:
        return UNKNOWN
    return Promise(on, PromiseReason.OVERDUE if is_overdue else PromiseReason.EXPECTED, document_number)


def in_stock(today: date) -> Promise:
    """It is held."""
    return Promise(today, PromiseReason.IN_STOCK)


def agreed(
    promises: Mapping[UUID, Promise], delivery: DeliveryPolicy, consolidate_until: date | None
) -> dict[UUID, Promise]:
    """Promises as the order may leave: a complete order with its last line, a consolidated one not before its day."""
    last = max(promises.values(), key=lambda each: each.on or date.max, default=UNKNOWN)
    if delivery is DeliveryPolicy.COMPLETE_ORDER:
        return dict.fromkeys(promises, last)
    if delivery is not DeliveryPolicy.CONSOLIDATED or consolidate_until is None:
        return dict(promises)
    return {
        id_: Promise(max(each.on, consolidate_until), each.reason, each.document_number) if each.on else each
        for id_, each in promises.items()
    }

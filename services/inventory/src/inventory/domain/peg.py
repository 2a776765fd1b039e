"""Goods bought for one order line: they are its own first, whoever else waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from kit.money import ZERO

from inventory.domain.replenishment import Rule, lot
from inventory.domain.reservation import HeldLine, share_out


@dataclass(frozen=True, slots=True)
class Peg:
    """A need that was ordered for an order line. `received` came in for it, `given` of that went to the line."""

    need_id: UUID
    sales_order_line_id: UUID
    quantity: Decimal
    received: Decimal = ZERO
    given: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class AcceptedNeed:
    """Accepted for an order line, not ordered yet."""

    id: UUID
    quantity: Decimal


def fill(quantity: Decimal, pegs: Sequence[Peg]) -> dict[UUID, Decimal]:
    """What came in of a purchase order's product, by need, the oldest first; what is over belongs to nobody."""
    taken = {}
    for peg in pegs:
        part = min(quantity, peg.quantity - peg.received)
        if part > 0:
            taken[peg.need_id] = part
            quantity -= part
    return taken


def own(pegs: Sequence[Peg]) -> dict[UUID, Decimal]:
    """What came in for each order line and did not go to it yet."""
    sums: dict[UUID, Decimal] = {}
    for peg in pegs:
        sums[peg.sales_order_line_id] = sums.get(peg.sales_order_line_id, ZERO) + peg.received - peg.given
    return sums


def share_out_pegged(
    available: Decimal, queue: Sequence[HeldLine], own: Mapping[UUID, Decimal]
) -> list[tuple[HeldLine, Decimal]]:
    """As `share_out`, but first each line takes what came in for it: `own`, by order line."""
    if not own or available < 0:
        return share_out(available, queue)
    gains: dict[UUID, Decimal] = {}
    for line in queue:
        gain = min(available, line.backordered, own.get(line.order_line_id, ZERO))
        if gain > 0:
            gains[line.order_line_id] = gain
            available -= gain
    served = [replace(line, reserved=line.reserved + gains.get(line.order_line_id, ZERO)) for line in queue]
    for line, gain in share_out(available, served):
        gains[line.order_line_id] = gains.get(line.order_line_id, ZERO) + gain
    return [(line, gains[line.order_line_id]) for line in queue if line.order_line_id in gains]


def given_of(changes: Mapping[UUID, Decimal], pegs: Sequence[Peg]) -> dict[UUID, Decimal]:
    """How much of what lines gained was their own, by need."""
    left = dict(changes)
    given = {}
    for peg in pegs:
        part = min(left.get(peg.sales_order_line_id, ZERO), peg.received - peg.given)
        if part > 0:
            given[peg.need_id] = part
            left[peg.sales_order_line_id] -= part
    return given


def no_longer_wanted(
    rule: Rule | None, *, waiting: Decimal, coming: Decimal, needs: Sequence[AcceptedNeed]
) -> list[UUID]:
    """Needs of a line to withdraw, the oldest kept, until no more is bought for it than it waits for.

    A need that is wanted in part goes whole: the next run proposes the part. Without a rule no part is known.
    """
    kept = coming
    unwanted = []
    for need in needs:
        missing = waiting - kept
        if missing <= 0 or (rule is not None and need.quantity > lot(rule, missing)):
            unwanted.append(need.id)
        else:
            kept += need.quantity
    return unwanted

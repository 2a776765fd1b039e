"""What came beside what the supplier's delivery note says."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from kit.money import ZERO

from inventory.domain.claim import ClaimKind


@dataclass(frozen=True, slots=True)
class Parcel:
    """So much of a lot (None: the lot is not told) of an order's line. Stock units."""

    order_line_id: UUID
    lot: str | None
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class NoteDifference:
    """So much came too much, too little, or in another lot than the note says: `lot` is the one that came, or did not."""

    kind: ClaimKind
    order_line_id: UUID
    lot: str | None
    quantity: Decimal


def differences(announced: Iterable[Parcel], came: Iterable[Parcel]) -> list[NoteDifference]:
    """What the note and the goods do not agree on, line by line; lines that the note does not name are all too much.

    Goods of another lot than announced are a wrong lot as far as announced goods are missing; beyond that they are too
    much. Where the note tells no lots, only quantities count.
    """
    noted, there = _by_line(announced), _by_line(came)
    found: list[NoteDifference] = []
    for line_id in dict.fromkeys([*noted, *there]):
        if set(noted.get(line_id, {})) <= {None}:
            found += _of_quantity(line_id, _total(noted.get(line_id, {})), _total(there.get(line_id, {})))
        else:
            found += _of_lots(line_id, noted[line_id], there.get(line_id, {}))
    return found


def _by_line(parcels: Iterable[Parcel]) -> dict[UUID, dict[str | None, Decimal]]:
    sums: dict[UUID, dict[str | None, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    for each in parcels:
        sums[each.order_line_id][each.lot] += each.quantity
    return sums


def _total(by_lot: Mapping[str | None, Decimal]) -> Decimal:
    return sum(by_lot.values(), ZERO)


def _of_quantity(line_id: UUID, announced: Decimal, came: Decimal) -> list[NoteDifference]:
    if announced == came:
        return []
    kind = ClaimKind.RECEIPT_SHORT if came < announced else ClaimKind.RECEIPT_OVER
    return [NoteDifference(kind, line_id, None, abs(came - announced))]


def _of_lots(
    line_id: UUID, announced: Mapping[str | None, Decimal], came: Mapping[str | None, Decimal]
) -> list[NoteDifference]:
    lots = list(dict.fromkeys([*announced, *came]))
    gaps = {lot: came.get(lot, ZERO) - announced.get(lot, ZERO) for lot in lots}
    over = {lot: gap for lot, gap in gaps.items() if gap > 0}
    short = {lot: -gap for lot, gap in gaps.items() if gap < 0}
    swapped = min(_total(over), _total(short))
    found = []
    for kind, parts, other in (
        (ClaimKind.RECEIPT_OVER, over, ClaimKind.RECEIPT_WRONG_LOT),
        (ClaimKind.RECEIPT_SHORT, short, None),
    ):
        left = swapped
        for lot, quantity in parts.items():
            in_exchange = min(left, quantity)
            left -= in_exchange
            if other is not None and in_exchange:
                found.append(NoteDifference(other, line_id, lot, in_exchange))
            if quantity > in_exchange:
                found.append(NoteDifference(kind, line_id, lot, quantity - in_exchange))
    return found

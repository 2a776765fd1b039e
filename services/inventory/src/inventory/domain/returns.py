"""Goods that come back from customers, and goods that go back to suppliers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from kit.money import ZERO

from inventory.domain.errors import AllDisposed, LineNotOfOrder, LineRepeated, NotAgreed, OverReturn
from inventory.domain.lot import Lot


class DispositionKind(StrEnum):
    RESTOCK = "restock"  # to where it can be sold from
    DAMAGE = "damage"  # to the damaged goods
    SCRAP = "scrap"
    TO_SUPPLIER = "to-supplier"  # stays on hold until it goes back


@dataclass(frozen=True, slots=True)
class Delivered:
    """A line of a shipment or receipt, and how much of it was given back already. Stock units."""

    line_id: UUID
    order_line_id: UUID
    product_id: UUID
    movement_id: UUID
    lot: Lot | None
    quantity: Decimal
    returned: Decimal

    @property
    def returnable(self) -> Decimal:
        """Can still be given back."""
        return self.quantity - self.returned


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """So much of a delivered line is given back."""

    id: UUID
    delivered: Delivered
    quantity: Decimal
    reason: str
    movement_id: UUID
    disposed: Decimal = ZERO

    @property
    def product_id(self) -> UUID:
        return self.delivered.product_id


@dataclass(frozen=True, slots=True)
class Return:
    """`partner_id` gives back goods of a sales order, or gets back goods of a purchase order.

    `reference`: of a customer, the agreement to take them back; of a supplier, what we want for them.
    """

    id: UUID
    number: str
    order_id: UUID
    partner_id: UUID
    warehouse: str
    reference: str
    occurred_at: datetime
    posted_by: str
    lines: tuple[ReturnLine, ...]


@dataclass(frozen=True, slots=True)
class Disposal:
    """What becomes of so much of a returned line; restocked goods go to `location` (code)."""

    line_id: UUID
    disposition: DispositionKind
    quantity: Decimal
    reason: str = ""
    location: str | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """What sales agreed to take back under a number: shipment line → what of it has not come yet."""

    number: str
    is_closed: bool
    left: Mapping[UUID, Decimal]


def check_agreed(agreement: Agreement, asked: Sequence[tuple[UUID, Decimal]]) -> None:
    """Nothing when so much of each line may come back under that number.

    Raises:
        NotAgreed: it is over, or less of a line was agreed on.
    """
    for i, (id_, quantity) in enumerate(asked):
        left = ZERO if agreement.is_closed else agreement.left.get(id_, ZERO)
        if quantity > left:
            raise NotAgreed(
                f"{left} of this line may still come back under {agreement.number}: have sales agree on more, or take it"
                " back without that number.",
                field=f"lines.{i}.quantity",
                left=str(left),
            )


def check_returnable(
    delivered: Mapping[UUID, Delivered], asked: Sequence[tuple[UUID, Decimal]], *, field: str
) -> list[Delivered]:
    """The delivered lines, in the order of the request, when so much of each can be given back.

    Raises:
        LineNotOfOrder, LineRepeated: it was not delivered for this order, or is named twice.
        OverReturn: less of it is with the partner still.
    """
    seen: set[UUID] = set()
    found = []
    for i, (id_, quantity) in enumerate(asked):
        if id_ not in delivered:
            raise LineNotOfOrder(f"Nothing was delivered by a line {id_} of this order.", field=f"lines.{i}.{field}")
        if id_ in seen:
            raise LineRepeated("This line occurs twice: give its whole quantity once.", field=f"lines.{i}.{field}")
        seen.add(id_)
        line = delivered[id_]
        if quantity > line.returnable:
            raise OverReturn(
                f"{line.quantity} were delivered and {line.returned} given back: {quantity} more cannot be.",
                field=f"lines.{i}.quantity",
                returnable=str(line.returnable),
            )
        found.append(line)
    return found


def check_disposable(returned: Return, disposals: Sequence[Disposal]) -> None:
    """Nothing when so much of each line has no disposition yet.

    Raises:
        LineNotOfOrder: a line is none of this return.
        AllDisposed: less of it waits.
    """
    left = {line.id: line.quantity - line.disposed for line in returned.lines}
    for i, each in enumerate(disposals):
        if each.line_id not in left:
            raise LineNotOfOrder(f"{returned.number} has no line {each.line_id}.", field=f"dispositions.{i}.line_id")
        if each.quantity > left[each.line_id]:
            raise AllDisposed(
                f"{left[each.line_id]} of this line wait for a disposition, not {each.quantity}.",
                field=f"dispositions.{i}.quantity",
                open=str(left[each.line_id]),
            )
        left[each.line_id] -= each.quantity

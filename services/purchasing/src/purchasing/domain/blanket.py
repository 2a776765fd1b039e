"""Blanket orders: a quantity at a price for a time, called off as it is needed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.money import ZERO
from kit.quantity import Factor

from purchasing.domain.errors import BelowCallOff, LineNotOfOrder, NotAgreed, OverCall


@dataclass(frozen=True, slots=True)
class BlanketLine:
    """So many packagings of a product are agreed on; `least` of one call-off, `called` so far."""

    id: UUID
    product_id: UUID
    packaging_code: str
    factor: Factor
    quantity: Decimal
    unit_price: Decimal
    least: Decimal = ZERO
    called: Decimal = ZERO

    @property
    def left(self) -> Decimal:
        return self.quantity - self.called


@dataclass(frozen=True, slots=True)
class BlanketOrder:
    """Agreed on with a supplier from a day until the day before `ends_on`."""

    id: UUID
    number: str
    supplier_id: UUID
    currency: str
    department: str
    reference: str
    starts_on: date
    ends_on: date
    lines: tuple[BlanketLine, ...]
    is_ended: bool = False
    version: int = 1


@dataclass(frozen=True, slots=True)
class CallOff:
    """So many packagings of a line, on a day."""

    line_id: UUID
    quantity: Decimal
    expected_on: date | None = None


def check_call_offs(blanket: BlanketOrder, asked: Sequence[CallOff], on: date) -> list[BlanketLine]:
    """The lines that are called off, when the agreement has so much left.

    Raises:
        NotAgreed: it does not hold on that day.
        LineNotOfOrder, OverCall, BelowCallOff: a line cannot be called off so.
    """
    if blanket.is_ended or not blanket.starts_on <= on < blanket.ends_on:
        state = "was ended" if blanket.is_ended else f"holds from {blanket.starts_on} until before {blanket.ends_on}"
        raise NotAgreed(f"{blanket.number} {state}: nothing can be called off on {on}.", number=blanket.number)
    known = {line.id: line for line in blanket.lines}
    left = {line.id: line.left for line in blanket.lines}
    for i, each in enumerate(asked):
        line = known.get(each.line_id)
        if line is None:
            raise LineNotOfOrder(f"{blanket.number} has no line {each.line_id}.", field=f"lines.{i}.line_id")
        if each.quantity < min(line.least, left[line.id]):
            raise BelowCallOff(
                f"At least {min(line.least, left[line.id])} are called off at once.", field=f"lines.{i}.quantity"
            )
        if each.quantity > left[line.id]:
            raise OverCall(
                f"{left[line.id]} of {line.quantity} are left, not {each.quantity}.",
                field=f"lines.{i}.quantity",
                left=str(left[line.id]),
            )
        left[line.id] -= each.quantity
    return [known[each.line_id] for each in asked]

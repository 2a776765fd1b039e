"""Blanket orders: a quantity at a price for a time, agreed on with a customer and called off as he needs it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.money import ZERO

from sales.domain.errors import BelowCallOff, LineNotOfOrder, LineRepeated, NotAgreed, OverCall
from sales.domain.order import SalesOrder


@dataclass(frozen=True, slots=True)
class BlanketLine:
    """So many stock units of a product at a price before tax; `least` of one call-off, `called` so far."""

    id: UUID
    product_id: UUID
    sku: str
    quantity: Decimal
    unit_price: Decimal
    least: Decimal = ZERO
    called: Decimal = ZERO

    @property
    def left(self) -> Decimal:
        return self.quantity - self.called


@dataclass(frozen=True, slots=True)
class BlanketOrder:
    """Agreed on from a day until the day before `ends_on`."""

    id: UUID
    number: str
    customer_id: UUID
    reference: str
    starts_on: date
    ends_on: date
    currency: str  # of its prices
    lines: tuple[BlanketLine, ...]
    is_ended: bool = False
    version: int = 1


def check_call_offs(blanket: BlanketOrder, asked: Sequence[tuple[UUID, Decimal]], on: date) -> list[BlanketLine]:
    """The lines that are called off, in the order of the request, when the agreement has so much left.

    Raises:
        NotAgreed: it does not hold on that day.
        LineNotOfOrder, LineRepeated, OverCall, BelowCallOff: a line cannot be called off so.
    """
    if blanket.is_ended or not blanket.starts_on <= on < blanket.ends_on:
        state = "was ended" if blanket.is_ended else f"holds from {blanket.starts_on} until before {blanket.ends_on}"
        raise NotAgreed(f"{blanket.number} {state}: nothing can be called off on {on}.", number=blanket.number)
    known = {line.id: line for line in blanket.lines}
    found: dict[UUID, BlanketLine] = {}
    for i, (id_, quantity) in enumerate(asked):
        if id_ not in known:
            raise LineNotOfOrder(f"{blanket.number} has no line {id_}.", field=f"lines.{i}.line_id")
        if id_ in found:
            raise LineRepeated("A line is called off twice: say its whole quantity once.", field=f"lines.{i}.line_id")
        line = known[id_]
        if quantity > line.left:
            raise over_call(line, quantity, field=f"lines.{i}.quantity")
        if quantity < min(line.least, line.left):
            raise BelowCallOff(
                f"At least {min(line.least, line.left)} of {line.sku} are called off at once.",
                field=f"lines.{i}.quantity",
            )
        found[id_] = line
    return list(found.values())


def over_call(line: BlanketLine, quantity: Decimal, *, field: str | None = None) -> OverCall:
    """The refusal of so much more of a line."""
    return OverCall(
        f"{line.left} of {line.quantity} {line.sku} are left, not {quantity}.", field=field, left=str(line.left)
    )


def drawn(order: SalesOrder, lines: Mapping[UUID, UUID]) -> dict[UUID, Decimal]:
    """What an order takes of agreements, by its line (order line → blanket line): what it wants, or, given up, what left."""
    return {
        line.id: max(line.goods.shipped, ZERO if order.is_given_up else line.quantity)
        for line in order.lines
        if line.id in lines
    }

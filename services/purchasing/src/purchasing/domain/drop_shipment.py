"""What customers are sold that suppliers bring them: how purchase requests follow the sale."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from kit.money import ZERO


@dataclass(frozen=True, slots=True)
class SoldLine:
    """A drop-shipped line of a sales order. `quantity` is what its customer wants of it, in stock units; zero: nothing."""

    id: UUID
    sales_order_id: UUID
    sales_order_number: str
    product_id: UUID
    quantity: Decimal
    deliver_to: str


@dataclass(frozen=True, slots=True)
class Steps:
    """What a change of a sale makes of its requests: so much more to ask for, and what open ones are for from now on."""

    asked: Decimal
    open_quantities: dict[UUID, Decimal]  # of those that change; zero: withdrawn


def follow(before: Decimal, wanted: Decimal, open_lines: Sequence[tuple[UUID, Decimal]], bought: Decimal) -> Steps:
    """How requests follow a sale of `before` stock units that is one of `wanted` now.

    `open_lines` are requests that nobody acted on; they are withdrawn from the last. `bought` is what is with suppliers
    already: it covers a sale that grows again, and is the buyer's to take back when the sale shrinks. What a buyer refused
    is not asked for again.
    """
    asked_for = sum((quantity for _, quantity in open_lines), ZERO) + bought
    if wanted >= asked_for:
        return Steps(max(min(wanted - before, wanted - asked_for), ZERO), {})
    excess = asked_for - wanted
    changed = {}
    for id_, quantity in reversed(open_lines):
        taken = min(excess, quantity)
        if taken > 0:
            changed[id_] = quantity - taken
            excess -= taken
    return Steps(ZERO, changed)

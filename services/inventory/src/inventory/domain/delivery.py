"""How the goods of an order may leave: what stays here although it is held."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from kit.money import ZERO

from inventory.domain.errors import DeliveryHeld
from inventory.domain.reservation import HeldLine


class DeliveryPolicy(StrEnum):
    PARTIAL = "partial"  # whatever is there
    COMPLETE_LINE = "complete-line"
    COMPLETE_ORDER = "complete-order"
    CONSOLIDATED = "consolidated"  # from a day on, together with what else goes to the same address


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was agreed for an order; `consolidate_until` is the first day on which a consolidated one may leave."""

    policy: DeliveryPolicy = DeliveryPolicy.PARTIAL
    consolidate_until: date | None = None


AS_IT_IS_THERE = Delivery()


def kept_back(delivery: Delivery, lines: Sequence[HeldLine], today: date) -> frozenset[UUID]:
    """Lines of which nothing may leave now, whatever they hold. What a supplier brings himself keeps nothing back."""
    every = frozenset(line.order_line_id for line in lines)
    short = frozenset(line.order_line_id for line in lines if line.backordered and not line.is_drop_shipped)
    match delivery.policy:
        case DeliveryPolicy.PARTIAL:
            return frozenset()
        case DeliveryPolicy.COMPLETE_LINE:
            return short
        case DeliveryPolicy.COMPLETE_ORDER:
            return every if short else frozenset()
        case DeliveryPolicy.CONSOLIDATED:
            waits = delivery.consolidate_until is not None and today < delivery.consolidate_until
            return every if waits else frozenset()
        case _:
            assert_never(delivery.policy)


def check_leaving(
    number: str, delivery: Delivery, lines: Sequence[HeldLine], quantities: Mapping[UUID, Decimal], today: date
) -> None:
    """Nothing when so much of each line may leave in one shipment.

    Raises:
        DeliveryHeld: the order's delivery was agreed otherwise.
    """
    leaving = {id_: quantity for id_, quantity in quantities.items() if quantity}
    rest = {
        line.order_line_id: line.quantity - line.shipped - leaving.get(line.order_line_id, ZERO)
        for line in lines
        if not line.is_drop_shipped
    }
    kept = kept_back(delivery, lines, today) & leaving.keys()
    torn = delivery.policy is DeliveryPolicy.COMPLETE_LINE and any(rest.get(id_) for id_ in leaving)
    broken = delivery.policy is DeliveryPolicy.COMPLETE_ORDER and any(rest.values())
    if kept or torn or broken:
        until = f" until {delivery.consolidate_until}" if delivery.consolidate_until else ""
        raise DeliveryHeld(
            f"{number} is to be delivered {delivery.policy}{until}: so much of it may not leave now. Wait, or have sales"
            " revise the order.",
            number=number,
            policy=str(delivery.policy),
            until=str(delivery.consolidate_until or ""),
        )

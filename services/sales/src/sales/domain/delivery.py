"""How the goods of an order may leave, and how soon it is served: the customer's usual, unless the order says otherwise."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID


class DeliveryPolicy(StrEnum):
    PARTIAL = "partial"  # whatever is there
    COMPLETE_LINE = "complete-line"
    COMPLETE_ORDER = "complete-order"
    CONSOLIDATED = "consolidated"  # on a day, together with what else goes to the same address


@dataclass(frozen=True, slots=True)
class UsualDelivery:
    """How a customer wants to be delivered; `consolidation_days` are those that a consolidated order collects others."""

    customer_id: UUID
    policy: DeliveryPolicy = DeliveryPolicy.PARTIAL
    consolidation_days: int = 7
    priority: int = 0
    version: int = 0


def consolidate_until(
    policy: DeliveryPolicy, asked: date | None, *, ordered_on: date, requested_on: date | None, usual: UsualDelivery
) -> date | None:
    """The first day on which a consolidated order may leave: as asked, else when it is wanted, else after the usual days."""
    if policy is not DeliveryPolicy.CONSOLIDATED:
        return None
    return asked or requested_on or ordered_on + timedelta(days=usual.consolidation_days)

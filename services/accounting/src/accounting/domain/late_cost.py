"""Costs of receipts that are known late: price differences of bills, freight, duty."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class LateCost:
    """So much more (below zero: less) for what a receipt brought."""

    movement_id: UUID
    product_id: UUID
    amount: Decimal


@dataclass(frozen=True, slots=True)
class LandedCost:
    """What purchasing posted: shares by receipt line, in company currency."""

    id: UUID
    number: str
    kind: str
    supplier_id: UUID
    shares: Sequence[tuple[UUID, Decimal]]
    occurred_at: datetime

"""Which goods are looked at when they come in, and what becomes of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum
from uuid import UUID

from kit.money import EXACT, ONE, ZERO

from inventory.domain.errors import InspectionIsClosed, MoreThanIsOnHold


class PlanKind(StrEnum):
    NONE = "none"
    ALL = "all"
    SAMPLE = "sample"  # all of it waits, and a share of it is looked at
    SKIP_LOT = "skip-lot"  # every n-th receipt; all of them for a while after a reject


@dataclass(frozen=True, slots=True)
class QualityPlan:
    """For goods of a supplier, or of a product, or of both; the most particular plan counts.

    `every` is the n of skip-lot, `tightened_for` how many receipts are all inspected after a reject. Whatever the plan
    says, goods that expire within `minimum_days` are inspected.
    """

    id: UUID
    supplier_id: UUID | None
    product_id: UUID | None
    kind: PlanKind
    every: int = 1
    tightened_for: int = 0
    sample_rate: Decimal = ONE
    minimum_days: int = 0

    def sample_of(self, quantity: Decimal, decimals: int) -> Decimal:
        """How much of so much is looked at: never less than the share."""
        if self.kind is not PlanKind.SAMPLE:
            return quantity
        unit = Decimal(1).scaleb(-decimals)
        return min(EXACT.multiply(quantity, self.sample_rate).quantize(unit, ROUND_CEILING), quantity)

    def is_too_old(self, expires_on: date | None, today: date) -> bool:
        """Whether goods last less than is wanted of them when they come."""
        return expires_on is not None and (expires_on - today).days < self.minimum_days


@dataclass(frozen=True, slots=True)
class SupplyRecord:
    """What came of a product from a supplier since its plan was last looked at."""

    receipts: int = 0  # since the last one inspected
    tightened: int = 0  # so many more are inspected whatever the plan says


def plan_for(plans: Sequence[QualityPlan], supplier_id: UUID, product_id: UUID) -> QualityPlan | None:
    """The plan for both, else for the product, else for the supplier, else for everything."""
    fitting = [
        plan for plan in plans if plan.supplier_id in (None, supplier_id) and plan.product_id in (None, product_id)
    ]
    return max(
        fitting, key=lambda plan: (plan.product_id is not None, plan.supplier_id is not None, plan.id), default=None
    )


def next_receipt(plan: QualityPlan | None, record: SupplyRecord) -> tuple[bool, SupplyRecord]:
    """Whether this receipt is inspected, and the record after it.

    Skip-lot sampling after ISO 2859-3: a supplier whose goods pass is looked at less often, a reject brings back full
    inspection.
    """
    if plan is None or plan.kind is PlanKind.NONE:
        return False, record
    if record.tightened:
        return True, SupplyRecord(0, record.tightened - 1)
    if plan.kind in (PlanKind.ALL, PlanKind.SAMPLE) or record.receipts + 1 >= plan.every:
        return True, SupplyRecord(0, 0)
    return False, SupplyRecord(record.receipts + 1, 0)


class Verdict(StrEnum):
    ACCEPT = "accept"  # to where it can be sold from
    REJECT = "reject"  # stays on hold, to go back to the supplier or to be scrapped
    REWORK = "rework"  # to the damaged goods, to be repaired


@dataclass(frozen=True, slots=True)
class Inspection:
    """Goods of a receipt line that wait for a verdict. Stock units."""

    id: UUID
    receipt_line_id: UUID
    purchase_order_id: UUID
    purchase_order_line_id: UUID
    supplier_id: UUID
    warehouse: str
    product_id: UUID
    location_id: UUID
    lot_id: UUID | None
    quantity: Decimal
    accepted: Decimal = ZERO
    rejected: Decimal = ZERO
    reworked: Decimal = ZERO
    sample: Decimal = ZERO  # how much of it is to be looked at

    @property
    def open_quantity(self) -> Decimal:
        """Nobody has said what becomes of it."""
        return self.quantity - self.accepted - self.rejected - self.reworked


def check_verdict(inspection: Inspection, quantity: Decimal) -> None:
    """Nothing when so much waits for a verdict.

    Raises:
        InspectionIsClosed, MoreThanIsOnHold: it does not.
    """
    if inspection.open_quantity == 0:
        raise InspectionIsClosed("All of it has its verdict already.", inspection_id=str(inspection.id))
    if quantity > inspection.open_quantity:
        raise MoreThanIsOnHold(
            f"{inspection.open_quantity} wait for a verdict, not {quantity}.",
            field="quantity",
            open=str(inspection.open_quantity),
        )

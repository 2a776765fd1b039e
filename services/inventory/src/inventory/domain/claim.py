"""Claims: what should be and what is differ, and somebody has to find out why."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from inventory.domain.errors import ClaimIsSettled, NoSupplierConcerned
from inventory.domain.lot import Lot


class ClaimKind(StrEnum):
    TRANSFER_LOSS = "transfer-loss"  # left one site and did not arrive at the other
    TRANSFER_SURPLUS = "transfer-surplus"  # arrived, and never left by the books
    RECEIPT_SHORT = "receipt-short"  # on the delivery note, and did not come
    RECEIPT_OVER = "receipt-over"  # came, and is not on the delivery note
    RECEIPT_DAMAGED = "receipt-damaged"
    RECEIPT_WRONG_LOT = "receipt-wrong-lot"  # the delivery note names another lot
    RECEIPT_WRONG_PRODUCT = "receipt-wrong-product"  # came instead of what was ordered; set aside
    RECEIPT_UNANNOUNCED = "receipt-unannounced"  # nobody ordered it; set aside
    RECEIPT_REJECTED = "receipt-rejected"  # did not pass its inspection

    @property
    def is_of_transfer(self) -> bool:
        """Whether it is between our own sites, and not with a supplier."""
        return self in (ClaimKind.TRANSFER_LOSS, ClaimKind.TRANSFER_SURPLUS)


class Outcome(StrEnum):
    WRITTEN_OFF = "written-off"
    ARRIVED = "arrived"  # it came later
    EXPLAINED = "explained"
    SETTLED = "settled"  # the supplier made it good


class ClaimState(StrEnum):
    OPEN = "open"
    WITH_SUPPLIER = "with-supplier"
    CLOSED = "closed"  # it has an outcome


@dataclass(frozen=True, slots=True)
class Claim:
    """So much of a product is missing or too many by a document; `owner` has to act."""

    id: UUID
    number: str
    kind: ClaimKind
    warehouse: str
    product_id: UUID
    lot: Lot | None
    quantity: Decimal
    document_id: UUID
    document_number: str
    document_line_id: UUID
    owner: str
    opened_at: datetime
    outcome: Outcome | None = None
    version: int = 1
    supplier_id: UUID | None = None
    order_id: UUID | None = None  # the purchase order
    with_supplier_since: datetime | None = None

    @property
    def state(self) -> ClaimState:
        """Who has to act: its owner, the supplier, or nobody."""
        if self.outcome is not None:
            return ClaimState.CLOSED
        return ClaimState.OPEN if self.with_supplier_since is None else ClaimState.WITH_SUPPLIER


def check_open(claim: Claim) -> None:
    """Nothing while somebody still has to act.

    Raises:
        ClaimIsSettled: nobody has.
    """
    if claim.outcome is not None:
        raise ClaimIsSettled(f"{claim.number} is settled: {claim.outcome}.", outcome=str(claim.outcome))


def check_with_supplier(claim: Claim) -> None:
    """Nothing when a supplier can answer it.

    Raises:
        ClaimIsSettled, NoSupplierConcerned: none can.
    """
    check_open(claim)
    if claim.supplier_id is None:
        raise NoSupplierConcerned(f"{claim.number} is between our own sites: hand it over to somebody of them.")

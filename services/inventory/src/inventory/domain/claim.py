"""Claims: what should be and what is differ, and somebody has to find out why."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from inventory.domain.errors import ClaimIsSettled
from inventory.domain.lot import Lot


class ClaimKind(StrEnum):
    TRANSFER_LOSS = "transfer-loss"  # left one site and did not arrive at the other
    TRANSFER_SURPLUS = "transfer-surplus"  # arrived, and never left by the books


class Outcome(StrEnum):
    WRITTEN_OFF = "written-off"
    ARRIVED = "arrived"  # it came later
    EXPLAINED = "explained"


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


def check_open(claim: Claim) -> None:
    """Nothing while somebody still has to act.

    Raises:
        ClaimIsSettled: nobody has.
    """
    if claim.outcome is not None:
        raise ClaimIsSettled(f"{claim.number} is settled: {claim.outcome}.", outcome=str(claim.outcome))

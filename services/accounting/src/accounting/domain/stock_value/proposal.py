"""A decision on values that waits for a second person."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

LIFETIME = timedelta(days=60)  # of the question whether it may be done


class Kind(StrEnum):
    COSTING_METHOD = "costing-method"
    WRITE_DOWN = "write-down"


class ProposalStatus(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    VOID = "void"  # another one took its place, or it is no longer asked for
    TAKEN_BACK = "taken-back"


APPROVE_METHOD = "accounting.costing.approve"
APPROVE_WRITE_DOWN = "accounting.write-downs.approve"
PERMISSIONS = {Kind.COSTING_METHOD: APPROVE_METHOD, Kind.WRITE_DOWN: APPROVE_WRITE_DOWN}


@dataclass(frozen=True, slots=True)
class Proposal:
    """`amount`: what a write-down posts."""

    id: UUID
    kind: Kind
    number: str
    effective_on: date
    reason: str
    proposed_by: str
    proposed_at: datetime
    status: ProposalStatus = ProposalStatus.PENDING
    product_id: UUID | None = None
    method: str | None = None
    amount: Decimal | None = None


def method_content(product_id: UUID | None, method: str) -> object:
    """What a decision on a costing method covers."""
    return {"product_id": product_id, "method": method}

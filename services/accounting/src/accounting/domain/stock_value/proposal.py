"""A decision on values that waits for a second person."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

_LIFETIME = timedelta(days=60)


class Kind(StrEnum):
    COSTING_METHOD = "costing-method"
    WRITE_DOWN = "write-down"


class ProposalStatus(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    VOID = "void"  # another one took its place, or it is no longer asked for
    TAKEN_BACK = "taken-back"


PERMISSIONS = {Kind.COSTING_METHOD: "accounting.costing.approve", Kind.WRITE_DOWN: "accounting.write-downs.approve"}


@dataclass(frozen=True, slots=True)
class Proposal:
    """`content` is everything that a decision covers. `amount`: what a write-down posts."""

    id: UUID
    kind: Kind
    number: str
    effective_on: date
    reason: str
    proposed_by: str
    proposed_at: datetime
    content_hash: bytes
    status: ProposalStatus = ProposalStatus.PENDING
    product_id: UUID | None = None
    method: str | None = None
    amount: Decimal | None = None

    @property
    def expires_at(self) -> datetime:
        return self.proposed_at + _LIFETIME


def method_content(product_id: UUID, method: str) -> object:
    """What a decision on a costing method covers."""
    return {"product_id": product_id, "method": method}

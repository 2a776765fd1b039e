"""Transfers between sites: goods leave one, are on their way, and arrive at the other, in as many parts as it takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from inventory.domain.errors import WrongTransferStatus


class TransferStatus(StrEnum):
    DRAFT = "draft"
    RELEASED = "released"  # goods are held at the source
    IN_TRANSIT = "in-transit"  # some have left
    CLOSED = "closed"
    CANCELLED = "cancelled"  # none ever left


@dataclass(frozen=True, slots=True)
class TransferLine:
    """Stock units. `settled` did not arrive and never will, or arrived beyond what had left."""

    id: UUID
    product_id: UUID
    quantity: Decimal
    shipped: Decimal
    received: Decimal
    settled: Decimal

    @property
    def to_ship(self) -> Decimal:
        """Not left yet."""
        return self.quantity - self.shipped

    @property
    def in_transit(self) -> Decimal:
        """On its way."""
        return self.shipped - self.received - self.settled


@dataclass(frozen=True, slots=True)
class Transfer:
    """An order to move goods from one warehouse to another."""

    id: UUID
    number: str
    source: str
    destination: str
    status: TransferStatus
    expected_on: date | None
    priority: int
    reason: str
    opened_by: str
    lines: tuple[TransferLine, ...]
    version: int = 1


def check_status(transfer: Transfer, *allowed: TransferStatus) -> None:
    """Nothing when it is in one of these states.

    Raises:
        WrongTransferStatus: it is not.
    """
    if transfer.status not in allowed:
        raise WrongTransferStatus(f"{transfer.number} is {transfer.status}.", status=str(transfer.status))


def is_done(lines: Sequence[TransferLine]) -> bool:
    """Whether nothing is left to ship and nothing is on its way."""
    return all(line.to_ship == 0 and line.in_transit == 0 for line in lines)

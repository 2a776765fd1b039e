"""Write-downs of slow stock: what has lain for long is worth less than it has cost ("dépréciation", PCG 397)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from kit.money import ZERO

from accounting.domain.entry import JournalLine, transfer

WRITTEN_DOWN = "397"
WRITE_DOWN = "68173"
WRITE_UP = "78173"


@dataclass(frozen=True, slots=True)
class SlowRule:
    """What came so many days ago, or longer, is worth so much less."""

    days: int
    rate: Decimal


@dataclass(frozen=True, slots=True)
class WriteDownLine:
    """A product: its slow units, their value, what the rules ask for, and what was written down before."""

    product_id: UUID
    quantity: Decimal
    value: Decimal
    required: Decimal
    written_down: Decimal

    @property
    def change(self) -> Decimal:
        return self.required - self.written_down


def write_down_lines(lines: Sequence[WriteDownLine], *, back: bool = False) -> tuple[JournalLine, ...]:
    """The entry: what is written down more, and what less, each in its account. `back`: the same the other way."""
    changes = [-line.change if back else line.change for line in lines]
    more = sum((change for change in changes if change > 0), ZERO)
    less = -sum((change for change in changes if change < 0), ZERO)
    return transfer(WRITE_DOWN, WRITTEN_DOWN, more) + transfer(WRITTEN_DOWN, WRITE_UP, less)


def content_of(lines: Sequence[WriteDownLine]) -> object:
    """What a decision covers."""
    return [(line.product_id, line.required, line.written_down) for line in lines]

"""What stock was worth at the end of a day, as it was known at an instant: two dates for every number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction
from kit.money import ZERO

from accounting.storage.stock_value import checkpoints


@dataclass(frozen=True, slots=True)
class Worth:
    product_id: UUID
    sku: str | None
    quantity: Decimal
    value: Decimal


@dataclass(frozen=True, slots=True)
class Report:
    """All products that were worth something, or of which something was there."""

    lines: Sequence[Worth]

    @property
    def value(self) -> Decimal:
        return sum((line.value for line in self.lines), ZERO)


async def stock_value(
    tx: ReadTransaction, as_of: date, known_at: datetime | None = None, *, product_ids: Sequence[UUID] | None = None
) -> Report:
    """Stock by the day that its facts are posted on, as the ledger has it; `known_at`: what had been written by then."""
    base = await checkpoints.last(tx, until=as_of, known_at=known_at)
    product = "" if product_ids is None else " AND product_id = ANY($5)"
    rows = await tx.fetch(
        f"SELECT w.product_id, p.sku, w.quantity, w.value FROM ({checkpoints.worth(base, product)}) w"
        " LEFT JOIN product p ON p.id = w.product_id ORDER BY p.sku, w.product_id",
        as_of,
        known_at,
        *((base.day, base.taken_at) if base else (None, None)),
        *(() if product_ids is None else (product_ids,)),
    )
    return Report([Worth(*row) for row in rows])

"""Stock by family on a day, as the ledger had it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kit.db import ReadTransaction

from accounting.storage.stock_value import checkpoints


@dataclass(frozen=True, slots=True)
class FamilyValue:
    """What the products of a family are worth; empty: products without one."""

    family: str
    products: int
    value: Decimal


async def stock_by_family(tx: ReadTransaction, on: date) -> list[FamilyValue]:
    """By what was posted up to and including the day: their sum is the stock account on that day."""
    base = await checkpoints.last(tx, until=on)
    rows = await tx.fetch(
        "SELECT coalesce(p.family, '') AS family, count(*) FILTER (WHERE w.value <> 0) AS products, sum(w.value) AS value"
        f" FROM ({checkpoints.worth(base)}) w LEFT JOIN product p ON p.id = w.product_id GROUP BY 1 ORDER BY 1",
        on,
        None,
        *((base.day, base.taken_at) if base else (None, None)),
    )
    return [FamilyValue(**row) for row in rows]

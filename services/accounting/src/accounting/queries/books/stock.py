"""Stock by family on a day, as the ledger had it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kit.db import ReadTransaction


@dataclass(frozen=True, slots=True)
class FamilyValue:
    """What the products of a family are worth; empty: products without one."""

    family: str
    products: int
    value: Decimal


async def stock_by_family(tx: ReadTransaction, on: date) -> list[FamilyValue]:
    """By what was posted up to and including the day: their sum is the stock account on that day."""
    rows = await tx.fetch(
        "SELECT coalesce(p.family, '') AS family, count(*) FILTER (WHERE v.value <> 0) AS products, sum(v.value) AS value"
        " FROM (SELECT product_id, sum(amount) AS value FROM ("
        "   SELECT product_id, amount FROM movement_valuation WHERE posted_on <= $1"
        "   UNION ALL SELECT r.product_id, r.amount FROM revaluation r JOIN journal_entry e ON e.id = r.entry_id"
        "    WHERE e.posted_on <= $1) AS each GROUP BY 1) AS v"
        " LEFT JOIN product p ON p.id = v.product_id GROUP BY 1 ORDER BY 1",
        on,
    )
    return [FamilyValue(**dict(row)) for row in rows]

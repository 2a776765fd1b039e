"""What lies at each site, with its part of the pooled value."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction
from kit.money import ZERO, split

from accounting.queries.stock_value.as_of import Worth, stock_value

# Goods on their way count at their destination, as in a product's proof.
_LYING = """
SELECT product_id, site, sum(quantity) AS quantity FROM (
  SELECT product_id, warehouse AS site, quantity FROM movement_valuation
  WHERE posted_on <= $1 AND ($2::timestamptz IS NULL OR created_at <= $2)
  UNION ALL
  SELECT t.product_id, w.site, w.quantity FROM site_transfer t
  CROSS JOIN LATERAL (VALUES (t.source, -t.quantity), (t.destination, t.quantity)) AS w (site, quantity)
  WHERE t.occurred_at::date <= $1 AND ($2::timestamptz IS NULL OR t.created_at <= $2)
) m GROUP BY 1, 2 HAVING sum(quantity) <> 0 ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class SiteValue:
    """Empty site: the value of products of which something is missing somewhere, or nothing is left."""

    site: str
    products: int
    value: Decimal


async def stock_by_site(tx: ReadTransaction, as_of: date, known_at: datetime | None) -> list[SiteValue]:
    """All sites; their sum is the value of the report of the same dates."""
    report = await stock_value(tx, as_of, known_at)
    lying: dict[UUID, list[tuple[str, Decimal]]] = defaultdict(list)
    for row in await tx.fetch(_LYING, as_of, known_at):
        lying[row["product_id"]].append((row["site"], row["quantity"]))
    return share_by_site(report.lines, lying)


def share_by_site(lines: Iterable[Worth], lying: Mapping[UUID, Sequence[tuple[str, Decimal]]]) -> list[SiteValue]:
    """Each product's value by what lies where, to the cent."""
    values: dict[str, Decimal] = defaultdict(lambda: ZERO)
    products: dict[str, int] = defaultdict(int)
    for line in lines:
        for site, value in _parts(line, lying.get(line.product_id, ())):
            values[site] += value
            products[site] += 1
    return [SiteValue(site, products[site], values[site]) for site in sorted(values)]


def _parts(line: Worth, lying: Sequence[tuple[str, Decimal]]) -> list[tuple[str, Decimal]]:
    if not lying or line.quantity <= 0 or any(quantity < 0 for _, quantity in lying):
        return [("", line.value)]
    shares = split(abs(line.value), [quantity for _, quantity in lying])
    return [(site, share.copy_sign(line.value)) for (site, _), share in zip(lying, shares, strict=True)]

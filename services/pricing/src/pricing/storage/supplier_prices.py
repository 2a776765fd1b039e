"""What suppliers ask, as purchasing told last: what buying a product anew costs."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from kit.db import Transaction


def cheapest(product_id: str, packagings: str, day: str) -> str:
    """A subquery of what the cheapest supplier asks for a stock unit on a day, from his first break on: of each price series
    the one that began last counts. Without a rate of its currency a price is not compared.
    """
    return (
        f"(SELECT min(i.unit_price / i.rate * ({packagings} -> i.packaging_code ->> 1)::numeric"
        f" / ({packagings} -> i.packaging_code ->> 0)::numeric) AS unit_cost FROM (SELECT DISTINCT ON (supplier_id,"
        " packaging_code) *, CASE currency WHEN '' THEN 1 ELSE (SELECT x.rate FROM exchange_rate x"
        f" WHERE x.currency = series.currency AND x.valid_on <= {day} ORDER BY x.valid_on DESC LIMIT 1) END AS rate"
        " FROM (SELECT DISTINCT ON (supplier_id, packaging_code, from_quantity) * FROM supplier_price"
        f" WHERE product_id = {product_id} AND effective_from <= {day}"
        " ORDER BY supplier_id, packaging_code, from_quantity, effective_from DESC) AS series"
        f" WHERE unit_price IS NOT NULL AND (effective_until IS NULL OR effective_until > {day})"
        " ORDER BY supplier_id, packaging_code, from_quantity) AS i)"
    )


class AskedPrice(NamedTuple):
    """A supplier's price of one packaging from a day on, in its currency (empty: the company's); none: he does not sell it
    so any more.
    """

    product_id: UUID
    supplier_id: UUID
    packaging_code: str
    from_quantity: Decimal  # packagings
    effective_from: date
    effective_until: date | None
    unit_price: Decimal | None
    told_at: datetime
    currency: str


async def keep(tx: Transaction, prices: Iterable[AskedPrice]) -> None:
    """Write prices; of those for the same day, packaging and break, what was told last counts, in whatever order."""
    last = {price[:5]: price for price in sorted(prices, key=lambda each: each.told_at)}
    await tx.execute(
        "INSERT INTO supplier_price AS known SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::numeric[],"
        " $5::date[], $6::date[], $7::numeric[], $8::timestamptz[], $9::text[])"
        " ON CONFLICT (product_id, supplier_id, packaging_code, from_quantity, effective_from) DO UPDATE SET"
        " effective_until = excluded.effective_until, unit_price = excluded.unit_price, currency = excluded.currency,"
        " told_at = excluded.told_at"
        " WHERE known.told_at <= excluded.told_at",
        *([price[i] for price in last.values()] for i in range(len(AskedPrice._fields))),
    )

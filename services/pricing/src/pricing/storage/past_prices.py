"""Prices as they were recorded at an instant, for many sales in one statement."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from kit.db import ReadTransaction

from pricing.domain.price import Offer


def offers_at(instant: str) -> str:
    """A lateral join that gathers, as arrays, what `l` (product, customer, segment, currency, day) could get by what was
    recorded at an instant, an expression over `l`.
    """
    return (
        "CROSS JOIN LATERAL (SELECT array_agg(w.rank) AS ranks, array_agg(h.min_quantity) AS quantities,"
        " array_agg(h.effective_from) AS days, array_agg(h.price_id::text) AS ids, array_agg(h.unit_price) AS prices"
        " FROM (VALUES (0, 'list', ''), (1, 'segment', l.segment), (2, 'customer', l.customer_id::text))"
        " AS w (rank, scope, key) JOIN price_history h ON h.product_id = l.product_id AND h.currency = l.currency"
        " AND h.scope = w.scope AND h.scope_key = w.key AND h.effective_from <= l.ordered_on"
        " AND (h.effective_until IS NULL OR h.effective_until > l.ordered_on)"
        f" AND h.recorded_from <= {instant} AND (h.recorded_until IS NULL OR h.recorded_until > {instant}))"
    )


def offers_of(row: Any, prefix: str = "") -> Sequence[Offer]:
    """The gathered arrays as offers."""
    names = ("ranks", "quantities", "days", "ids", "prices")
    columns = [row[f"{prefix}{name}"] for name in names]
    return () if columns[0] is None else [Offer(*values) for values in zip(*columns, strict=True)]


class PastSale(NamedTuple):
    """Who asked for what on which day."""

    product_id: UUID
    customer_id: UUID
    segment: str
    currency: str
    ordered_on: date


async def past_offers(tx: ReadTransaction, sales: Sequence[PastSale], instant: datetime) -> list[Sequence[Offer]]:
    """What each could get, by what was recorded at that instant."""
    rows = await tx.fetch(
        "SELECT o.* FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::date[]) WITH ORDINALITY"
        " AS l (product_id, customer_id, segment, currency, ordered_on, n)"
        f" {offers_at('$6')} AS o ORDER BY l.n",
        *([sale[i] for sale in sales] for i in range(5)),
        instant,
    )
    return [offers_of(row) for row in rows]

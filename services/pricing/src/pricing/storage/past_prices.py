"""What lines could be sold at by what was recorded at an instant, for many sales in one statement."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from kit.db import ReadTransaction

from pricing.domain.contract import Agreement
from pricing.domain.engine import Layers
from pricing.domain.price import Offer

_OFFERS = ("ranks", "quantities", "days", "ids", "prices")


def _recorded(table: str, instant: str) -> str:
    return (
        f"{table}.recorded_from <= {instant} AND ({table}.recorded_until IS NULL OR {table}.recorded_until > {instant})"
    )


def layers_at(instant: str, prefix: str) -> tuple[str, str]:
    """Columns, and lateral joins that gather in them what `l` (product, families, customer, segment, currency, day) could be
    sold at by what was recorded at an instant, an expression over `l`.

    Of a contract's quantity what confirmed orders had called by then is gone; what others held for a moment is not recorded.
    """
    columns = ", ".join(f"{prefix}o.{name} AS {prefix}{name}" for name in _OFFERS)
    offers = (
        "CROSS JOIN LATERAL (SELECT array_agg(w.rank) AS ranks, array_agg(h.min_quantity) AS quantities,"
        " array_agg(h.effective_from) AS days, array_agg(h.price_id::text) AS ids, array_agg(h.unit_price) AS prices"
        " FROM (VALUES (0, 'list', ''), (1, 'segment', l.segment), (2, 'customer', l.customer_id::text))"
        " AS w (rank, scope, key) JOIN price_history h ON h.product_id = l.product_id AND h.currency = l.currency"
        " AND h.scope = w.scope AND h.scope_key = w.key AND h.effective_from <= l.ordered_on"
        f" AND (h.effective_until IS NULL OR h.effective_until > l.ordered_on) AND {_recorded('h', instant)}) AS {prefix}o"
    )
    of_product = "c.product_id = l.product_id"
    of_family = "c.family_code = ANY(l.family_path)"
    line = f"FROM contract_line_history c WHERE c.contract_id = t.id AND {{}} AND {_recorded('c', instant)}"
    agreements = (
        "CROSS JOIN LATERAL (SELECT array_agg((x.depth, x.min_quantity, t.effective_from, x.id::text, t.code, x.unit_price,"
        " x.discount_rate, x.quantity_cap, x.quantity_called, t.takes_rules))"
        " AS agreements FROM contract_history t CROSS JOIN LATERAL"
        f" (SELECT 1000 AS depth, c.* {line.format(of_product)} UNION ALL"
        f" SELECT array_position(l.family_path, c.family_code), c.* {line.format(of_family)}) AS x"
        " WHERE t.customer_id = l.customer_id AND t.currency = l.currency AND t.effective_from <= l.ordered_on"
        f" AND (t.effective_until IS NULL OR t.effective_until > l.ordered_on) AND {_recorded('t', instant)}) AS {prefix}k"
    )
    return f"{columns}, {prefix}k.agreements AS {prefix}agreements", f"{offers} {agreements}"


def layers_of(row: Any, prefix: str) -> Layers:
    """The gathered arrays as offers and agreements."""
    columns = [row[f"{prefix}{name}"] for name in _OFFERS]
    offers = () if columns[0] is None else [Offer(*values) for values in zip(*columns, strict=True)]
    return Layers(offers, [Agreement(*each) for each in row[f"{prefix}agreements"] or ()])


class PastSale(NamedTuple):
    """Who asked for what on which day."""

    product_id: UUID
    customer_id: UUID
    segment: str
    currency: str
    ordered_on: date


class PastFacts(NamedTuple):
    """What a line could be sold at, and where its product lies by now."""

    family_path: Sequence[str]
    layers: Layers


async def past_facts(tx: ReadTransaction, sales: Sequence[PastSale], instant: datetime) -> list[PastFacts]:
    """By what was recorded at that instant; a product that pricing does not know lies nowhere."""
    columns, joins = layers_at("$6", "then_")
    rows = await tx.fetch(
        "WITH l AS MATERIALIZED (SELECT n.*, coalesce(p.family_path, '{}') AS family_path FROM unnest($1::uuid[],"
        " $2::uuid[], $3::text[], $4::text[], $5::date[]) WITH ORDINALITY"
        " AS n (product_id, customer_id, segment, currency, ordered_on, place) LEFT JOIN product p ON p.id = n.product_id)"
        f" SELECT l.family_path, {columns} FROM l {joins} ORDER BY l.place",
        *([sale[i] for sale in sales] for i in range(5)),
        instant,
    )
    return [PastFacts(row["family_path"], layers_of(row, "then_")) for row in rows]

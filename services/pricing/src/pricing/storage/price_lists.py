"""Price lists as documents: what was reviewed, and what publishing writes."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record
from kit.db import ReadTransaction, Transaction
from kit.errors import Fault, unknown
from kit.money import ZERO
from kit.quantity import Factor

from pricing.domain.price import Scope
from pricing.domain.price_list import ChangeKind, Held, LineMargin, ListStatus, Place, PriceChange, PriceList
from pricing.domain.scenario import ListedPrice, TriedList

_HEAD = (
    "id", "name", "scope", "scope_key", "currency", "effective_from", "is_complete", "status", "content_digest", "refused",
    "created_by", "version",
)  # fmt: skip
_LINE = (
    "list_id", "position", "product_id", "min_quantity", "unit_price", "kind", "price_before", "rate", "margin_before",
    "margin_after", "verdict",
)  # fmt: skip


_PART = 10_000  # lines in one statement
_RATE_UNIT = Decimal("0.0001")


class ProductFacts(NamedTuple):
    """What a review needs of a product."""

    sku: str
    family_path: Sequence[str]
    unit_cost: Decimal | None
    packagings: Mapping[str, Factor]


async def ids_of_skus(tx: ReadTransaction, skus: Collection[str]) -> dict[str, UUID]:
    rows = await tx.fetch("SELECT sku, id FROM product WHERE sku = ANY($1)", list(skus))
    return {row["sku"]: row["id"] for row in rows}


async def products(tx: ReadTransaction, ids: Collection[UUID]) -> dict[UUID, ProductFacts]:
    """Those of which pricing has heard, with their current cost."""
    rows = await tx.fetch(
        "SELECT p.id, p.sku, p.family_path, c.unit_cost, p.packagings FROM product p LEFT JOIN cost c ON c.product_id = p.id"
        " WHERE p.id = ANY($1)",
        list(ids),
    )
    return {
        row["id"]: ProductFacts(
            row["sku"],
            row["family_path"],
            row["unit_cost"],
            {code: Factor(*factor) for code, factor in row["packagings"].items()},
        )
        for row in rows
    }


async def held(tx: ReadTransaction, price_list: PriceList) -> dict[Place, Held]:
    """What holds on the list's first day in its scope; the newest of equals counts."""
    rows = await tx.fetch(
        "SELECT DISTINCT ON (product_id, min_quantity) product_id, min_quantity, unit_price, effective_until FROM price"
        " WHERE scope = $1 AND scope_key = $2 AND currency = $3 AND effective_from <= $4"
        " AND (effective_until IS NULL OR effective_until > $4)"
        " ORDER BY product_id, min_quantity, effective_from DESC, id DESC",
        str(price_list.scope),
        price_list.scope_key,
        price_list.currency,
        price_list.effective_from,
    )
    return {
        (row["product_id"], row["min_quantity"]): Held(row["unit_price"], row["effective_until"] is not None)
        for row in rows
    }


async def add(
    tx: Transaction,
    head: PriceList,
    lines: Sequence[tuple[PriceChange, LineMargin]],
    faults: Sequence[Fault],
) -> None:
    """Keep a list as it was reviewed."""
    await tx.copy("price_list", _HEAD, [tuple(getattr(head, name) for name in _HEAD)])
    await tx.copy(
        "price_list_line",
        _LINE,
        [
            (
                head.id, i, change.product_id, change.min_quantity, change.unit_price, str(change.kind),
                change.price_before, change.rate, margin.rate_before, margin.rate_after,
                margin.verdict.name if margin.verdict else None,
            )
            for i, (change, margin) in enumerate(lines)
        ],
    )  # fmt: skip
    await tx.copy(
        "price_list_fault",
        ("list_id", "position", "field", "detail", "code", "values"),
        [(head.id, i, each.field, each.detail, each.code, dict(each.values)) for i, each in enumerate(faults)],
    )


async def lock(tx: Transaction, list_id: UUID) -> PriceList:
    """A list, held until the transaction ends.

    Raises:
        NotFound: there is none with this id.
    """
    row = await tx.fetchrow(f"SELECT {', '.join(_HEAD)} FROM price_list WHERE id = $1 FOR UPDATE", list_id)
    if row is None:
        raise unknown("price list", list_id)
    return _head(row)


async def changes(tx: ReadTransaction, list_id: UUID) -> list[PriceChange]:
    """What the review said of each line."""
    rows = await tx.fetch(
        "SELECT kind, product_id, min_quantity, unit_price, price_before, rate FROM price_list_line"
        " WHERE list_id = $1 ORDER BY position",
        list_id,
    )
    return [PriceChange(ChangeKind(row[0]), *row[1:]) for row in rows]


async def tried(tx: ReadTransaction, list_id: UUID, product_ids: Collection[UUID]) -> TriedList:
    """What a list would change about these products.

    Raises:
        NotFound: there is none with this id.
    """
    head = await tx.fetchrow("SELECT scope, scope_key, currency, effective_from FROM price_list WHERE id = $1", list_id)
    if head is None:
        raise unknown("price list", list_id)
    rows = await tx.fetch(
        "SELECT product_id, min_quantity, CASE WHEN kind <> 'ended' THEN unit_price END FROM price_list_line"
        " WHERE list_id = $1 AND product_id = ANY($2)",
        list_id,
        list(product_ids),
    )
    prices: dict[UUID, list[ListedPrice]] = {}
    for product_id, *listed in rows:
        prices.setdefault(product_id, []).append(ListedPrice(*listed))
    scope, key, currency, first_day = head
    return TriedList(list_id, Scope(scope), key, currency, first_day, {**prices})


async def counts(tx: ReadTransaction, list_id: UUID) -> Counter[ChangeKind]:
    """How many lines of each kind."""
    rows = await tx.fetch("SELECT kind, count(*) AS n FROM price_list_line WHERE list_id = $1 GROUP BY 1", list_id)
    return Counter({ChangeKind(row["kind"]): row["n"] for row in rows})


class Summary(NamedTuple):
    """What a list changes, counted."""

    counts: dict[str, int]  # of lines by kind
    verdicts: dict[str, int]  # of the new prices at the cost of the review, by name; unknown costs left out
    margin_before: Decimal | None  # mean of the lines with a price before and after, and a known cost
    margin_after: Decimal | None


async def summary(tx: ReadTransaction, list_id: UUID) -> Summary:
    """Of a reviewed list; nothing is counted of one that is not there."""
    rows = await tx.fetch(
        "SELECT kind, verdict, count(*) AS n, count(*) FILTER (WHERE both_known) AS known,"
        " sum(margin_before) FILTER (WHERE both_known) AS before, sum(margin_after) FILTER (WHERE both_known) AS after"
        " FROM (SELECT *, num_nulls(margin_before, margin_after) = 0 AS both_known FROM price_list_line"
        " WHERE list_id = $1) l GROUP BY kind, verdict",
        list_id,
    )
    counts, verdicts = Counter[str](), Counter[str]()
    for row in rows:
        counts[row["kind"]] += row["n"]
        if row["verdict"] is not None:
            verdicts[row["verdict"]] += row["n"]
    known = sum(row["known"] for row in rows)
    before, after = (
        (sum((row[name] or ZERO for row in rows), ZERO) / known).quantize(_RATE_UNIT) if known else None
        for name in ("before", "after")
    )
    return Summary(dict(counts), dict(verdicts), before, after)


async def set_status(tx: Transaction, list_id: UUID, status: ListStatus) -> None:
    await tx.execute("UPDATE price_list SET status = $2, version = version + 1 WHERE id = $1", list_id, str(status))


async def put_in_force(tx: Transaction, price_list: PriceList, lines: int, *, by: str, now: datetime) -> None:
    """Write what the list changes, with the trail of each price; what held until its first day ends there.

    In parts: one statement for a hundred thousand lines may take longer than a statement is given.
    """
    for first in range(0, lines, _PART):
        await _put_part(tx, price_list, first, by)
    await tx.execute(
        "UPDATE price_list SET status = 'published', published_by = $2, published_at = $3, version = version + 1 WHERE id = $1",
        price_list.id,
        by,
        now,
    )


async def _put_part(tx: Transaction, price_list: PriceList, first: int, by: str) -> None:
    part = (price_list.id, first, first + _PART)
    scope = (str(price_list.scope), price_list.scope_key, price_list.currency, price_list.effective_from)
    lines = (
        "SELECT * FROM price_list_line WHERE list_id = $1 AND position >= $2 AND position < $3 AND kind <> 'unchanged'"
    )
    same = (
        "p.product_id = l.product_id AND p.min_quantity = l.min_quantity AND p.scope = $4 AND p.scope_key = $5"
        " AND p.currency = $6"
    )
    trail = "INSERT INTO audit_entry (entity, entity_id, action, changes, subject, created_at)"
    await tx.execute(
        f"WITH l AS ({lines}), ended AS (UPDATE price p SET effective_until = $7 FROM l WHERE {same}"
        " AND p.effective_from < $7 AND (p.effective_until IS NULL OR p.effective_until > $7)"
        f" RETURNING p.id, old.effective_until AS before) {trail} SELECT 'price', id::text, 'changed',"
        " jsonb_build_object('effective_until', jsonb_build_array(before, $7::date)), $8, clock_timestamp() FROM ended",
        *part,
        *scope,
        by,
    )
    # One that would begin that very day never holds.
    await tx.execute(
        f"WITH l AS ({lines}), gone AS (DELETE FROM price p USING l WHERE {same} AND l.kind = 'ended'"
        f" AND p.effective_from = $7 RETURNING p.id, p.unit_price) {trail} SELECT 'price', id::text, 'removed',"
        " jsonb_build_object('unit_price', jsonb_build_array(unit_price::text, NULL)), $8, clock_timestamp() FROM gone",
        *part,
        *scope,
        by,
    )
    await tx.execute(
        f"WITH l AS ({lines} AND kind <> 'ended'), written AS (INSERT INTO price (id, product_id, scope, scope_key,"
        " min_quantity, unit_price, currency, effective_from, set_by, price_list_id) SELECT gen_random_uuid(), l.product_id,"
        " $4, $5, l.min_quantity, l.unit_price, $6, $7, $8, $1 FROM l ORDER BY l.product_id, l.min_quantity"
        " ON CONFLICT (product_id, currency, scope, scope_key, min_quantity, effective_from)"
        " DO UPDATE SET unit_price = excluded.unit_price, effective_until = NULL, set_by = excluded.set_by,"
        " price_list_id = excluded.price_list_id RETURNING new.id, new.unit_price, old.unit_price AS before)"
        f" {trail} SELECT 'price', id::text, CASE WHEN before IS NULL THEN 'created' ELSE 'changed' END,"
        " jsonb_build_object('unit_price', jsonb_build_array(before::text, unit_price::text), 'price_list_id',"
        " jsonb_build_array(NULL, $1::text)), $8, clock_timestamp() FROM written",
        *part,
        *scope,
        by,
    )


def _head(row: Record) -> PriceList:
    return PriceList(**{**dict(row), "scope": Scope(row["scope"]), "status": ListStatus(row["status"])})

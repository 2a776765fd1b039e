"""Supplier prices: one at a time for each supplier, product, packaging and break."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from asyncpg import Record
from kit.db import ReadTransaction, Transaction
from kit.errors import Fault, unknown
from kit.ids import new_id

from purchasing.domain.errors import OrderTaken, PricesOverlap
from purchasing.domain.prices import ChangeKind, PriceChange, SupplierPrice

_COLUMNS = (
    "supplier_id, product_id, packaging_code, from_quantity, unit_price, minimum, multiple, lead_time_days,"
    " effective_from, effective_until, supplier_sku, currency"
)
_LINE = (
    "file_id", "position", "product_id", "packaging_code", "from_quantity", "unit_price", "minimum", "multiple",
    "lead_time_days", "kind", "price_before", "rate", "yearly_effect", "supplier_sku", "currency",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PriceFile:
    """The head of a list that was reviewed. `refused`: how many of its lines cannot be taken."""

    id: UUID
    supplier_id: UUID
    effective_from: date
    is_complete: bool
    currency: str
    reviewed_on: date = date.min
    applied_by: str | None = None
    refused: int = 0


async def holding(tx: ReadTransaction, product_ids: Collection[UUID], on: date) -> dict[UUID, list[SupplierPrice]]:
    """Prices of products that hold on a day, of all from whom we buy."""
    rows = await tx.fetch(
        f"SELECT {_COLUMNS} FROM supplier_price WHERE product_id = ANY($1) AND effective_from <= $2"
        " AND (effective_until IS NULL OR effective_until > $2)"
        " AND supplier_id IN (SELECT id FROM partner WHERE is_supplier)"
        " ORDER BY product_id, supplier_id, packaging_code, from_quantity",
        list(product_ids),
        on,
    )
    found: dict[UUID, list[SupplierPrice]] = defaultdict(list)
    for row in rows:
        found[row["product_id"]].append(_price(row))
    return found


async def of_supplier(tx: ReadTransaction, supplier_id: UUID, on: date) -> list[SupplierPrice]:
    """All prices of a supplier that hold on a day."""
    rows = await tx.fetch(
        f"SELECT {_COLUMNS} FROM supplier_price WHERE supplier_id = $1 AND effective_from <= $2"
        " AND (effective_until IS NULL OR effective_until > $2)"
        " ORDER BY product_id, packaging_code, from_quantity",
        supplier_id,
        on,
    )
    return [_price(row) for row in rows]


async def bought(
    tx: ReadTransaction, supplier_id: UUID, since: date, until: date
) -> dict[tuple[UUID, str], list[Decimal]]:
    """Packagings of each order line placed with a supplier in [since, until], by product and packaging."""
    rows = await tx.fetch(
        "SELECT l.product_id, l.packaging_code, array_agg(l.quantity) AS quantities FROM purchase_order_line l"
        " JOIN purchase_order o ON o.id = l.purchase_order_id WHERE o.supplier_id = $1 AND o.ordered_on >= $2"
        " AND o.ordered_on <= $3 AND o.status IN ('placed', 'received', 'closed') GROUP BY 1, 2",
        supplier_id,
        since,
        until,
    )
    return {(row["product_id"], row["packaging_code"]): row["quantities"] for row in rows}


async def ids_of_references(tx: ReadTransaction, supplier_id: UUID, references: Collection[str]) -> dict[str, UUID]:
    """Products by the supplier's own references, as his prices have them; one that he uses for several is left out."""
    rows = await tx.fetch(
        "SELECT supplier_sku, min(product_id::text)::uuid AS product_id FROM supplier_price"
        " WHERE supplier_id = $1 AND supplier_sku = ANY($2) AND supplier_sku <> ''"
        " GROUP BY 1 HAVING count(DISTINCT product_id) = 1",
        supplier_id,
        list({reference for reference in references if reference}),
    )
    return {row["supplier_sku"]: row["product_id"] for row in rows}


async def lock_suppliers(tx: Transaction, supplier_ids: Collection[UUID]) -> None:
    """Prices of one supplier change one after the other."""
    await tx.execute("SELECT FROM partner WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE", list(supplier_ids))


async def next_starts(tx: ReadTransaction, new: Sequence[SupplierPrice]) -> list[date | None]:
    """For each of these: the day on which a later price for the same begins, if one is known."""
    rows = await tx.fetch(
        "SELECT min(o.effective_from) AS next FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::numeric[], $5::date[])"
        " WITH ORDINALITY AS n (s, p, c, q, f, i) LEFT JOIN supplier_price o ON o.supplier_id = n.s AND o.product_id = n.p"
        " AND o.packaging_code = n.c AND o.from_quantity = n.q AND o.effective_from > n.f GROUP BY n.i ORDER BY n.i",
        *_keys(new),
    )
    return [row["next"] for row in rows]


async def set_prices(tx: Transaction, new: Sequence[SupplierPrice], source: str) -> None:
    """Prices that hold from their day on: what held until then ends.

    Raises:
        PricesOverlap: a price that begins later is known already.
    """
    keys = _keys(new)
    given = "unnest($1::uuid[], $2::uuid[], $3::text[], $4::numeric[], $5::date[]) AS n (s, p, c, q, f)"
    same = (
        "o.supplier_id = n.s AND o.product_id = n.p AND o.packaging_code = n.c AND o.from_quantity = n.q"
        " AND (o.effective_until IS NULL OR o.effective_until > n.f)"
    )
    await tx.execute(f"DELETE FROM supplier_price o USING {given} WHERE {same} AND o.effective_from = n.f", *keys)
    await tx.execute(
        f"UPDATE supplier_price o SET effective_until = n.f FROM {given} WHERE {same} AND o.effective_from < n.f", *keys
    )
    if await tx.fetchval(
        "SELECT true FROM supplier_price o, unnest($1::uuid[], $2::uuid[], $3::text[], $4::numeric[], $5::date[], $6::date[])"
        f" AS n (s, p, c, q, f, u) WHERE {same} AND o.effective_from > n.f AND (n.u IS NULL OR o.effective_from < n.u) LIMIT 1",
        *keys,
        [each.effective_until for each in new],
    ):
        raise PricesOverlap(
            "A price of these that begins later is known already: end it first, or begin after it.",
            field="effective_from",
        )
    await tx.execute(
        "INSERT INTO supplier_price (id, supplier_id, product_id, packaging_code, from_quantity, effective_from,"
        " unit_price, minimum, multiple, lead_time_days, effective_until, source, supplier_sku, currency)"
        " SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::numeric[], $6::date[], $7::numeric[],"
        " $8::numeric[], $9::numeric[], $10::int[], $11::date[], $12::text[], $13::text[], $14::text[])",
        [new_id() for _ in new],
        *keys,
        [each.unit_price for each in new],
        [each.minimum for each in new],
        [each.multiple for each in new],
        [each.lead_time_days for each in new],
        [each.effective_until for each in new],
        [source for _ in new],
        [each.supplier_sku for each in new],
        [each.currency for each in new],
    )


async def end_prices(tx: Transaction, ended: Sequence[SupplierPrice], on: date) -> None:
    """Prices that do not hold any more from a day on; one that would begin that very day never holds."""
    keys = (
        [each.supplier_id for each in ended],
        [each.product_id for each in ended],
        [each.packaging_code for each in ended],
        [each.from_quantity for each in ended],
        on,
    )
    given = "unnest($1::uuid[], $2::uuid[], $3::text[], $4::numeric[]) AS n (s, p, c, q)"
    same = (
        "o.supplier_id = n.s AND o.product_id = n.p AND o.packaging_code = n.c AND o.from_quantity = n.q"
        " AND (o.effective_until IS NULL OR o.effective_until > $5)"
    )
    await tx.execute(f"DELETE FROM supplier_price o USING {given} WHERE {same} AND o.effective_from = $5", *keys)
    await tx.execute(
        f"UPDATE supplier_price o SET effective_until = $5 FROM {given} WHERE {same} AND o.effective_from < $5", *keys
    )


async def add_file(
    tx: Transaction, head: PriceFile, note: str, by: str, lines: Sequence[PriceChange], faults: Sequence[Fault]
) -> None:
    """Keep a list as it was reviewed.

    Raises:
        OrderTaken: a list with this id exists.
    """
    added = await tx.execute(
        "INSERT INTO price_file (id, supplier_id, effective_from, is_complete, note, uploaded_by, currency)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
        head.id,
        head.supplier_id,
        head.effective_from,
        head.is_complete,
        note,
        by,
        head.currency,
    )
    if not added:
        raise OrderTaken(f"{head.id} is another list already.", field="id")
    rows = [
        (
            head.id, i, each.price.product_id, each.price.packaging_code, each.price.from_quantity,
            each.price.unit_price, each.price.minimum, each.price.multiple, each.price.lead_time_days,
            str(each.kind), each.before, each.rate, each.yearly_effect, each.price.supplier_sku,
            each.price.currency,
        )
        for i, each in enumerate(lines)
    ]  # fmt: skip
    await tx.copy("price_file_line", _LINE, rows)
    await tx.copy(
        "price_file_fault",
        ("file_id", "position", "field", "detail", "code", "values"),
        [(head.id, i, each.field, each.detail, each.code, dict(each.values)) for i, each in enumerate(faults)],
    )


async def lock_file(tx: Transaction, file_id: UUID) -> PriceFile:
    """A reviewed list, held until the transaction ends.

    Raises:
        NotFound: there is none with this id.
    """
    row = await tx.fetchrow(
        "SELECT id, supplier_id, effective_from, is_complete, currency, applied_by,"
        " (created_at AT TIME ZONE 'UTC')::date AS reviewed_on,"
        " (SELECT count(DISTINCT split_part(field, '.', 2)) FROM price_file_fault WHERE file_id = f.id)::int AS refused"
        " FROM price_file f WHERE id = $1 FOR UPDATE",
        file_id,
    )
    if row is None:
        raise unknown("price file", file_id)
    return PriceFile(**dict(row))


async def file_changes(tx: ReadTransaction, file: PriceFile) -> list[tuple[ChangeKind, SupplierPrice, Decimal | None]]:
    """What the review said of each line, with the price that held before."""
    rows = await tx.fetch(
        "SELECT product_id, packaging_code, from_quantity, unit_price, minimum, multiple, lead_time_days, supplier_sku,"
        " currency, kind, price_before FROM price_file_line WHERE file_id = $1 ORDER BY position",
        file.id,
    )
    terms = (
        "product_id",
        "packaging_code",
        "from_quantity",
        "unit_price",
        "minimum",
        "multiple",
        "lead_time_days",
        "currency",
    )
    return [
        (
            ChangeKind(row["kind"]),
            SupplierPrice(
                supplier_id=file.supplier_id,
                effective_from=file.effective_from,
                supplier_sku=row["supplier_sku"],
                **{name: row[name] for name in terms},
            ),
            row["price_before"],
        )
        for row in rows
    ]


async def set_applied(tx: Transaction, file_id: UUID, *, by: str, now: datetime) -> None:
    """It is in force."""
    await tx.execute("UPDATE price_file SET applied_by = $2, applied_at = $3 WHERE id = $1", file_id, by, now)


def _keys(prices: Sequence[SupplierPrice]) -> tuple[list[Any], ...]:
    """Supplier, product, packaging, break and first day, as arrays."""
    return (
        [each.supplier_id for each in prices],
        [each.product_id for each in prices],
        [each.packaging_code for each in prices],
        [each.from_quantity for each in prices],
        [each.effective_from for each in prices],
    )


def _price(row: Record) -> SupplierPrice:
    return SupplierPrice(**dict(row))

"""Supplier prices: one at a time for each supplier, product, packaging and break."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from asyncpg import Record
from kit.db import ReadTransaction, Transaction
from kit.errors import unknown
from kit.ids import new_id

from purchasing.domain.errors import PricesOverlap
from purchasing.domain.prices import PriceChange, SupplierPrice

_COLUMNS = (
    "supplier_id, product_id, packaging_code, from_quantity, unit_price, minimum, multiple, lead_time_days,"
    " effective_from, effective_until"
)


async def holding(
    tx: ReadTransaction, product_ids: Collection[UUID], on: date, *, supplier_id: UUID | None = None
) -> dict[UUID, list[SupplierPrice]]:
    """Prices of products that hold on a day, of one supplier or of all."""
    rows = await tx.fetch(
        f"SELECT {_COLUMNS} FROM supplier_price WHERE product_id = ANY($1) AND effective_from <= $2"
        " AND (effective_until IS NULL OR effective_until > $2) AND ($3::uuid IS NULL OR supplier_id = $3)"
        " ORDER BY product_id, supplier_id, packaging_code, from_quantity",
        list(product_ids),
        on,
        supplier_id,
    )
    found: dict[UUID, list[SupplierPrice]] = defaultdict(list)
    for row in rows:
        found[row["product_id"]].append(_price(row))
    return found


async def bought(tx: ReadTransaction, supplier_id: UUID, since: date) -> dict[tuple[UUID, str], Decimal]:
    """Packagings ordered from a supplier since a day, by product and packaging."""
    rows = await tx.fetch(
        "SELECT l.product_id, l.packaging_code, sum(l.quantity) AS quantity FROM purchase_order_line l"
        " JOIN purchase_order o ON o.id = l.purchase_order_id"
        " WHERE o.supplier_id = $1 AND o.ordered_on >= $2 AND o.status IN ('placed', 'received', 'closed') GROUP BY 1, 2",
        supplier_id,
        since,
    )
    return {(row["product_id"], row["packaging_code"]): row["quantity"] for row in rows}


async def set_prices(tx: Transaction, new: Sequence[SupplierPrice], source: str) -> None:
    """Prices that hold from their day on: what held until then ends.

    Raises:
        PricesOverlap: a price that begins later is known already.
    """
    keys = (
        [each.supplier_id for each in new],
        [each.product_id for each in new],
        [each.packaging_code for each in new],
        [each.from_quantity for each in new],
        [each.effective_from for each in new],
    )
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
        f"SELECT true FROM supplier_price o, {given} WHERE {same} AND o.effective_from > n.f LIMIT 1", *keys
    ):
        raise PricesOverlap(
            "A price of these that begins later is known already: end it first, or begin after it.",
            field="effective_from",
        )
    await tx.execute(
        "INSERT INTO supplier_price (id, supplier_id, product_id, packaging_code, from_quantity, effective_from,"
        " unit_price, minimum, multiple, lead_time_days, effective_until, source)"
        " SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::numeric[], $6::date[], $7::numeric[],"
        " $8::numeric[], $9::numeric[], $10::int[], $11::date[], $12::text[])",
        [new_id() for _ in new],
        *keys,
        [each.unit_price for each in new],
        [each.minimum for each in new],
        [each.multiple for each in new],
        [each.lead_time_days for each in new],
        [each.effective_until for each in new],
        [source for _ in new],
    )


async def add_file(
    tx: Transaction,
    file_id: UUID,
    supplier_id: UUID,
    effective_from: date,
    note: str,
    by: str,
    lines: Sequence[PriceChange],
) -> None:
    """Keep a list as it was reviewed."""
    await tx.execute(
        "INSERT INTO price_file (id, supplier_id, effective_from, note, uploaded_by) VALUES ($1, $2, $3, $4, $5)",
        file_id,
        supplier_id,
        effective_from,
        note,
        by,
    )
    await tx.copy(
        "price_file_line",
        (
            "file_id", "position", "product_id", "packaging_code", "from_quantity", "unit_price", "minimum", "multiple",
            "lead_time_days", "kind", "price_before", "rate", "yearly_effect",
        ),
        [
            (
                file_id, i, each.price.product_id, each.price.packaging_code, each.price.from_quantity,
                each.price.unit_price, each.price.minimum, each.price.multiple, each.price.lead_time_days,
                str(each.kind), each.before, each.rate, each.yearly_effect,
            )
            for i, each in enumerate(lines)
        ],
    )  # fmt: skip


async def lock_file(tx: Transaction, file_id: UUID) -> tuple[list[SupplierPrice], str | None]:
    """The prices of a reviewed list, and who applied it, if somebody did; held until the transaction ends.

    Raises:
        NotFound: there is none with this id.
    """
    head = await tx.fetchrow(
        "SELECT supplier_id, effective_from, applied_by FROM price_file WHERE id = $1 FOR UPDATE", file_id
    )
    if head is None:
        raise unknown("price file", file_id)
    rows = await tx.fetch(
        "SELECT $2::uuid AS supplier_id, product_id, packaging_code, from_quantity, unit_price, minimum, multiple,"
        " lead_time_days, $3::date AS effective_from, NULL::date AS effective_until FROM price_file_line"
        " WHERE file_id = $1 AND kind <> 'unchanged' ORDER BY position",
        file_id,
        head["supplier_id"],
        head["effective_from"],
    )
    return [_price(row) for row in rows], head["applied_by"]


async def set_applied(tx: Transaction, file_id: UUID, *, by: str, now: datetime) -> None:
    """It is in force."""
    await tx.execute("UPDATE price_file SET applied_by = $2, applied_at = $3 WHERE id = $1", file_id, by, now)


async def moves(tx: ReadTransaction, base: date, today: date) -> list[tuple[UUID, UUID, Decimal, Decimal, Decimal]]:
    """(supplier, product, price at the base day, price now, packagings bought since), for what has both prices."""
    rows = await tx.fetch(
        "SELECT o.supplier_id, l.product_id, b.unit_price AS price_then, n.unit_price AS price_now, sum(l.quantity) AS quantity"
        " FROM purchase_order_line l JOIN purchase_order o ON o.id = l.purchase_order_id"
        " JOIN supplier_price b ON b.supplier_id = o.supplier_id AND b.product_id = l.product_id"
        " AND b.packaging_code = l.packaging_code AND b.effective_from <= $1"
        " AND (b.effective_until IS NULL OR b.effective_until > $1)"
        " JOIN supplier_price n ON n.supplier_id = o.supplier_id AND n.product_id = l.product_id"
        " AND n.packaging_code = l.packaging_code AND n.from_quantity = b.from_quantity AND n.effective_from <= $2"
        " AND (n.effective_until IS NULL OR n.effective_until > $2)"
        " WHERE o.ordered_on >= $1 AND o.ordered_on <= $2 AND o.status IN ('placed', 'received', 'closed')"
        " AND b.from_quantity = (SELECT max(x.from_quantity) FROM supplier_price x WHERE x.supplier_id = o.supplier_id"
        " AND x.product_id = l.product_id AND x.packaging_code = l.packaging_code AND x.from_quantity <= l.quantity"
        " AND x.effective_from <= $1 AND (x.effective_until IS NULL OR x.effective_until > $1))"
        " GROUP BY 1, 2, 3, 4 ORDER BY 1, 2",
        base,
        today,
    )
    return [
        (row["supplier_id"], row["product_id"], row["price_then"], row["price_now"], row["quantity"]) for row in rows
    ]


def _price(row: Record) -> SupplierPrice:
    return SupplierPrice(**dict(row))

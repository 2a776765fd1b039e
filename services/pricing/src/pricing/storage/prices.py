"""Prices, many in one statement."""

from collections.abc import Collection, Sequence
from typing import NamedTuple
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.quantity import Factor

from pricing.domain.price import Price


class Written(NamedTuple):
    """A price as it is now, and what it was before; no amount for a new one."""

    price_id: UUID
    unit_price_before: str | None
    effective_until_before: str | None

    @property
    def is_new(self) -> bool:
        return self.unit_price_before is None


async def lock_scopes(tx: Transaction, scopes: Collection[tuple[str, str, str]]) -> None:
    """Prices of one scope, key and currency change one after the other."""
    await tx.execute(
        "SELECT pg_advisory_xact_lock(hashtextextended(k, 7)) FROM unnest($1::text[]) AS k",
        sorted({"\n".join(scope) for scope in scopes}),
    )


async def put(tx: Transaction, prices: Sequence[Price], *, subject: str) -> list[Written]:
    """Write prices in the order given; one with the place of an older replaces it and keeps its id."""
    rows = await tx.fetch(
        "WITH asked AS (SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::numeric[], $6::numeric[],"
        " $7::text[], $8::date[], $9::date[]) WITH ORDINALITY"
        " AS a (id, product_id, scope, scope_key, min_quantity, unit_price, currency, effective_from, effective_until, n)),"
        " written AS (INSERT INTO price (id, product_id, scope, scope_key, min_quantity, unit_price, currency,"
        " effective_from, effective_until, set_by) SELECT id, product_id, scope, scope_key, min_quantity, unit_price,"
        " currency, effective_from, effective_until, $10 FROM asked"
        # Always in the same order: two lists that meet wait for each other instead of dying in a deadlock.
        " ORDER BY product_id, currency, scope, scope_key, min_quantity, effective_from"
        " ON CONFLICT (product_id, currency, scope, scope_key, min_quantity, effective_from)"
        " DO UPDATE SET unit_price = excluded.unit_price, effective_until = excluded.effective_until, set_by = excluded.set_by"
        " RETURNING new.id, new.product_id, new.currency, new.scope, new.scope_key, new.min_quantity, new.effective_from,"
        " old.unit_price::text AS unit_price_before, old.effective_until::text AS effective_until_before)"
        " SELECT w.id, w.unit_price_before, w.effective_until_before FROM asked a"
        " JOIN written w USING (product_id, currency, scope, scope_key, min_quantity, effective_from) ORDER BY a.n",
        *_columns(prices),
        subject,
    )
    return [Written(*row) for row in rows]


def _columns(prices: Sequence[Price]) -> list[list[object]]:
    return [
        [price.id for price in prices],
        [price.product_id for price in prices],
        [str(price.scope) for price in prices],
        [price.scope_key for price in prices],
        [price.min_quantity for price in prices],
        [price.unit_price for price in prices],
        [price.currency for price in prices],
        [price.effective_from for price in prices],
        [price.effective_until for price in prices],
    ]


async def packagings(tx: ReadTransaction, ids: Collection[UUID]) -> dict[UUID, dict[str, Factor]]:
    """How products are packed, by the packaging's code."""
    rows = await tx.fetch("SELECT id, packagings FROM product WHERE id = ANY($1)", list(ids))
    return {row["id"]: {code: Factor(*factor) for code, factor in row["packagings"].items()} for row in rows}


async def unknown_products(tx: ReadTransaction, ids: Collection[UUID]) -> set[UUID]:
    """Those of which pricing has not heard."""
    return set(ids) - {row["id"] for row in await tx.fetch("SELECT id FROM product WHERE id = ANY($1)", list(ids))}


async def unknown_customers(tx: ReadTransaction, ids: Collection[UUID]) -> set[UUID]:
    """Those of which pricing has not heard."""
    return set(ids) - {row["id"] for row in await tx.fetch("SELECT id FROM partner WHERE id = ANY($1)", list(ids))}

"""Copies of products and partners: the last version wins."""

from collections.abc import Sequence
from uuid import UUID

from kit.db import Transaction


async def keep_products(tx: Transaction, products: Sequence[tuple[UUID, int, str, str, str]]) -> None:
    """(id, version, sku, name, costing method). A method once used stays with the stock until it is changed by a revaluation."""
    await tx.execute(
        "INSERT INTO product AS p (id, version, sku, name, costing_method)"
        " SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[])"
        " ON CONFLICT (id) DO UPDATE SET version = excluded.version, sku = excluded.sku, name = excluded.name,"
        " costing_method = excluded.costing_method WHERE p.version < excluded.version",
        *(list(column) for column in zip(*products, strict=True)),
    )


async def keep_partners(tx: Transaction, partners: Sequence[tuple[UUID, int, str, str, int]]) -> list[UUID]:
    """(id, version, code, name, payment days); returns those that changed."""
    rows = await tx.fetch(
        "INSERT INTO partner AS p (id, version, code, name, payment_days)"
        " SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::int[])"
        " ON CONFLICT (id) DO UPDATE SET version = excluded.version, code = excluded.code, name = excluded.name,"
        " payment_days = excluded.payment_days WHERE p.version < excluded.version RETURNING id",
        *(list(column) for column in zip(*partners, strict=True)),
    )
    return [row["id"] for row in rows]

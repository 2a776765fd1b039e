"""The last known cost of a stock unit of each product, as accounting tells it. Inventory values nothing by it."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction


async def keep(tx: Transaction, known: Collection[tuple[UUID, Decimal, datetime]]) -> None:
    """(product, unit cost, when accounting said so): what is older than what is kept changes nothing."""
    in_order = sorted(known)
    await tx.execute(
        "INSERT INTO product_cost AS c (product_id, unit_cost, published_at)"
        " SELECT * FROM unnest($1::uuid[], $2::numeric[], $3::timestamptz[])"
        " ON CONFLICT (product_id) DO UPDATE SET unit_cost = excluded.unit_cost, published_at = excluded.published_at"
        " WHERE c.published_at <= excluded.published_at",
        [product for product, _, _ in in_order],
        [cost for _, cost, _ in in_order],
        [at for _, _, at in in_order],
    )

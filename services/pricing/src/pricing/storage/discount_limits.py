"""Limits of discounts."""

from collections.abc import Sequence
from dataclasses import fields

from kit.db import ReadTransaction, Transaction

from pricing.domain.discount_limit import DiscountLimit, Level

_COLUMNS = tuple(field.name for field in fields(DiscountLimit))


async def every(tx: ReadTransaction) -> list[DiscountLimit]:
    """All of them, in the order written."""
    rows = await tx.fetch(f"SELECT {', '.join(_COLUMNS)} FROM discount_limit ORDER BY id")
    return [DiscountLimit(**{**dict(row), "level": Level(row["level"]) if row["level"] else None}) for row in rows]


async def version(tx: ReadTransaction) -> int:
    """Of the matrix as a whole."""
    return int(await tx.fetchval("SELECT version FROM discount_limit_set"))


async def replace(tx: Transaction, limits: Sequence[DiscountLimit]) -> int:
    """These limits and no others; returns the version of the matrix."""
    await tx.execute("DELETE FROM discount_limit")
    await tx.copy(
        "discount_limit",
        _COLUMNS,
        [
            tuple(str(limit.level) if name == "level" and limit.level else getattr(limit, name) for name in _COLUMNS)
            for limit in limits
        ],
    )
    return int(await tx.fetchval("UPDATE discount_limit_set SET version = version + 1 RETURNING version"))

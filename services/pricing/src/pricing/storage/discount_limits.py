"""Limits of discounts. Processes keep them as they keep margin rules: while the version of the rules stands."""

from collections.abc import Sequence
from dataclasses import fields

from kit.db import Database, ReadTransaction, Transaction

from pricing.domain.discount_limit import DiscountLimit, Level, LimitSet
from pricing.storage import rules

_COLUMNS = tuple(field.name for field in fields(DiscountLimit))


class LimitBook:
    """The limits as this process last read them."""

    def __init__(self) -> None:
        self._version = -1
        self._limits = LimitSet([])

    async def at(self, database: Database, rules_version: int) -> LimitSet:
        """The limits of a version of the rules that was just read, or newer ones."""
        if rules_version == self._version:
            return self._limits
        async with database.read() as tx:
            read = await tx.fetchval("SELECT version FROM margin_rule_set")
            limits = LimitSet(await every(tx))
        self._version, self._limits = read, limits
        return limits


async def every(tx: ReadTransaction) -> list[DiscountLimit]:
    """All of them, in the order written."""
    rows = await tx.fetch(f"SELECT {', '.join(_COLUMNS)} FROM discount_limit ORDER BY id")
    return [DiscountLimit(**{**dict(row), "level": Level(row["level"]) if row["level"] else None}) for row in rows]


async def version(tx: ReadTransaction) -> int:
    """Of the matrix as a whole."""
    return int(await tx.fetchval("SELECT version FROM discount_limit_set"))


async def lock(tx: Transaction) -> int:
    """Hold the matrix until the transaction ends, and make every process read it anew after it; returns its version."""
    await rules.lock(tx)
    return await version(tx)


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

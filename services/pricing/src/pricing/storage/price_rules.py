"""Price rules."""

from dataclasses import fields
from uuid import UUID

from asyncpg import Record
from kit.db import ReadTransaction, Transaction

from pricing.domain.price_rule import Counts, Kind, PriceRule, Stacking

_NAMES = tuple(field.name for field in fields(PriceRule))
COLUMNS = ", ".join(_NAMES)
_VALUES = ", ".join(f"${i}" for i in range(1, len(_NAMES) + 1))
_CHANGES = ", ".join(f"{name} = excluded.{name}" for name in _NAMES if name != "id")


async def all_rules(tx: ReadTransaction) -> list[PriceRule]:
    """Every rule, also of the past: old quotes are priced again as they were."""
    rows = await tx.fetch(f"SELECT {COLUMNS} FROM price_rule ORDER BY id")
    return [rule_of(row) for row in rows]


async def find(tx: ReadTransaction, id_: UUID) -> tuple[PriceRule | None, int]:
    """A rule and its version, which is 0 for one that is not there."""
    row = await tx.fetchrow(f"SELECT {COLUMNS}, version FROM price_rule WHERE id = $1", id_)
    return (None, 0) if row is None else (rule_of(row), row["version"])


async def id_of_code(tx: ReadTransaction, code: str) -> UUID | None:
    """Which rule has this code."""
    found: UUID | None = await tx.fetchval("SELECT id FROM price_rule WHERE code = $1", code)
    return found


async def put(tx: Transaction, rule: PriceRule) -> int:
    """Write a rule over its older self, if there is one; returns its version."""
    version = await tx.fetchval(
        f"INSERT INTO price_rule AS r ({COLUMNS}, version) VALUES ({_VALUES}, 1)"
        f" ON CONFLICT (id) DO UPDATE SET {_CHANGES}, version = r.version + 1 RETURNING version",
        *(getattr(rule, name) for name in _NAMES),
    )
    return int(version)


async def remove(tx: Transaction, id_: UUID) -> None:
    await tx.execute("DELETE FROM price_rule WHERE id = $1", id_)


def rule_of(row: Record) -> PriceRule:
    """A rule from a row that has its columns."""
    values = {name: row[name] for name in _NAMES}
    kinds = {"kind": Kind(row["kind"]), "stacking": Stacking(row["stacking"]), "counts": Counts(row["counts"])}
    return PriceRule(**{**values, **kinds})

"""The tree of families."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from kit.db import ReadTransaction, Transaction

from catalog.domain.family import Attribute, Family
from catalog.domain.snapshot import restored


async def add(tx: Transaction, family: Family) -> bool:
    """Write a family; False when its code is taken."""
    return bool(
        await tx.execute(
            "INSERT INTO family (code, name, parent_code, attributes) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            family.code,
            family.name,
            family.parent_code,
            _rows(family.attributes),
        )
    )


async def define(tx: Transaction, code: str, attributes: Sequence[Attribute]) -> bool:
    """Set what products of a family say; False when there is no such family."""
    return bool(await tx.execute("UPDATE family SET attributes = $2 WHERE code = $1", code, _rows(attributes)))


async def every(tx: ReadTransaction) -> Mapping[str, Family]:
    """The whole tree, by code: a company has hundreds of families at most."""
    rows = await tx.fetch("SELECT code, name, parent_code, attributes FROM family")
    return {row["code"]: restored(Family, dict(row)) for row in rows}


def _rows(attributes: Sequence[Attribute]) -> list[dict[str, object]]:
    return [asdict(attribute) for attribute in attributes]

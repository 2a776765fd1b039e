"""The tree of families."""

from collections.abc import Mapping

from kit.db import ReadTransaction, Transaction

from catalog.domain.family import Family


async def add(tx: Transaction, family: Family) -> bool:
    """Write a family; False when its code is taken."""
    return bool(
        await tx.execute(
            "INSERT INTO family (code, name, parent_code) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            family.code,
            family.name,
            family.parent_code,
        )
    )


async def every(tx: ReadTransaction) -> Mapping[str, Family]:
    """The whole tree, by code: a company has hundreds of families at most."""
    rows = await tx.fetch("SELECT code, name, parent_code FROM family")
    return {row["code"]: Family(**dict(row)) for row in rows}

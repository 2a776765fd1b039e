"""Salespeople: who they are, and in which team."""

from dataclasses import dataclass

from kit.db import Transaction


@dataclass(frozen=True, slots=True)
class Salesperson:
    """By the code that customers, orders and invoices carry."""

    code: str
    name: str
    team: str
    version: int


async def lock(tx: Transaction, code: str) -> Salesperson | None:
    """A salesperson, held until the transaction ends."""
    row = await tx.fetchrow("SELECT code, name, team, version FROM salesperson WHERE code = $1 FOR UPDATE", code)
    return None if row is None else Salesperson(**dict(row))


async def put(tx: Transaction, who: Salesperson) -> None:
    """Write a new one, or a locked one anew."""
    await tx.execute(
        "INSERT INTO salesperson (code, name, team, version) VALUES ($1, $2, $3, $4) ON CONFLICT (code) DO UPDATE"
        " SET name = excluded.name, team = excluded.team, version = excluded.version",
        who.code,
        who.name,
        who.team,
        who.version,
    )

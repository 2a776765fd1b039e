"""Salespeople: who they are, and in which team."""

from dataclasses import dataclass

from kit.db import ReadTransaction, Transaction


@dataclass(frozen=True, slots=True)
class Salesperson:
    """By the code that customers, orders and invoices carry."""

    code: str
    name: str
    team: str
    version: int


async def team_of(tx: ReadTransaction, code: str) -> str:
    """The team of a salesperson now; empty for one of whom nobody has said it."""
    return await tx.fetchval("SELECT team FROM salesperson WHERE code = $1", code) or ""


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

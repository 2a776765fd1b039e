"""Contracts with their lines."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from kit.db import ReadTransaction, Transaction

from pricing.domain.contract import Contract, ContractLine

_HEAD = "id, code, customer_id, name, currency, effective_from, effective_until, takes_rules"
_LINE = "id, product_id, family_code, min_quantity, unit_price, discount_rate, quantity_cap"


class Stored(NamedTuple):
    """A contract as it is kept, with the ids of lines that orders have called."""

    contract: Contract
    version: int
    called: frozenset[UUID]


async def lock(tx: Transaction, id_: UUID) -> Stored | None:
    """A contract, held until the transaction ends."""
    head = await tx.fetchrow(f"SELECT {_HEAD}, version FROM contract WHERE id = $1 FOR UPDATE", id_)
    if head is None:
        return None
    rows = await tx.fetch(
        f"SELECT {_LINE}, EXISTS (SELECT FROM contract_call c WHERE c.contract_line_id = l.id"
        " AND (c.quantity > 0 OR c.held_until > now())) AS is_called"
        " FROM contract_line l WHERE contract_id = $1 ORDER BY id FOR UPDATE",
        id_,
    )
    names = _LINE.split(", ")
    lines = tuple(ContractLine(**{name: row[name] for name in names}) for row in rows)
    values = dict(head)
    version = values.pop("version")
    called = frozenset(row["id"] for row in rows if row["is_called"])
    return Stored(Contract(**values, lines=lines), version, called)


async def id_of_code(tx: ReadTransaction, code: str) -> UUID | None:
    """Which contract has this code."""
    found: UUID | None = await tx.fetchval("SELECT id FROM contract WHERE code = $1", code)
    return found


async def put(tx: Transaction, contract: Contract, removed: Sequence[UUID]) -> int:
    """Write a contract over its older self, if there is one, without the lines removed; returns its version."""
    version = await tx.fetchval(
        f"INSERT INTO contract AS c ({_HEAD}, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)"
        " ON CONFLICT (id) DO UPDATE SET code = excluded.code, name = excluded.name, effective_from = excluded.effective_from,"
        " effective_until = excluded.effective_until, takes_rules = excluded.takes_rules, version = c.version + 1"
        " RETURNING version",
        *(getattr(contract, name) for name in _HEAD.split(", ")),
    )
    await tx.execute("DELETE FROM contract_call WHERE contract_line_id = ANY($1)", removed)
    await tx.execute("DELETE FROM contract_line WHERE id = ANY($1)", removed)
    await tx.execute(
        f"INSERT INTO contract_line ({_LINE}, contract_id) SELECT *, $8 FROM unnest($1::uuid[], $2::uuid[], $3::text[],"
        " $4::numeric[], $5::numeric[], $6::numeric[], $7::numeric[]) ON CONFLICT (id) DO UPDATE SET"
        " unit_price = excluded.unit_price, discount_rate = excluded.discount_rate, quantity_cap = excluded.quantity_cap",
        *([getattr(line, name) for line in contract.lines] for name in _LINE.split(", ")),
        contract.id,
    )
    return int(version)

"""Programs of partners that ask for tokens in their own name."""

from collections.abc import Mapping
from typing import Any

from kit.db import ReadTransaction, Transaction

from identity.domain.roles import Role
from identity.domain.user import Client, Grant

COLUMNS = ("id", "version", "name", "roles", "customer_id", "is_active", "secret_hash")


async def add(tx: Transaction, client: Client) -> bool:
    """Write a new client; False when the id is taken."""
    return bool(
        await tx.execute(
            f"INSERT INTO client ({', '.join(COLUMNS)}) VALUES ($1, $2, $3, $4, $5, $6, $7)"
            " ON CONFLICT (id) DO NOTHING",
            *_row(client),
        )
    )


async def replace(tx: Transaction, client: Client) -> bool:
    """Write a client's new state over version - 1; False when that is no longer the current one."""
    assignments = ", ".join(f"{name} = ${i}" for i, name in enumerate(COLUMNS, start=1) if name != "id")
    return bool(await tx.execute(f"UPDATE client SET {assignments} WHERE id = $1 AND version = $2 - 1", *_row(client)))


async def find(tx: ReadTransaction, client_id: str) -> Client | None:
    """One client, or nothing."""
    row = await tx.fetchrow(f"SELECT {', '.join(COLUMNS)} FROM client WHERE id = $1", client_id)
    return client_of(dict(row)) if row else None


def client_of(row: Mapping[str, Any]) -> Client:
    """The client of a row."""
    values = {name: row[name] for name in COLUMNS}
    values["roles"] = tuple(Role(role) for role in row["roles"])
    return Client(**values, grants=frozenset({Grant.CLIENT_CREDENTIALS}))


def _row(client: Client) -> tuple[object, ...]:
    values = {name: getattr(client, name) for name in COLUMNS}
    values["roles"] = [role.value for role in client.roles]
    return tuple(values.values())

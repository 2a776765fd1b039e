"""Users."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.search import folded

from identity.domain.roles import Role
from identity.domain.user import User

COLUMNS = (
    "id", "version", "username", "display_name", "roles", "email", "customer_id", "warehouses", "approval_limits",
    "is_active",
)  # fmt: skip

_ADMINS = 1  # advisory lock: who counts administrators waits for who changes them


async def add(tx: Transaction, user: User) -> bool:
    """Write a new user; False when the name is taken."""
    values = _row(user)
    columns = ", ".join((*COLUMNS, "search"))
    return bool(
        await tx.execute(
            f"INSERT INTO user_account ({columns}) VALUES ({', '.join(f'${i}' for i in range(1, len(values) + 1))})"
            " ON CONFLICT (username) DO NOTHING",
            *values,
        )
    )


async def replace(tx: Transaction, user: User) -> bool:
    """Write a user's new state over version - 1; False when that is no longer the current one."""
    assignments = ", ".join(f"{name} = ${i}" for i, name in enumerate((*COLUMNS, "search"), start=1) if name != "id")
    return bool(
        await tx.execute(f"UPDATE user_account SET {assignments} WHERE id = $1 AND version = $2 - 1", *_row(user))
    )


async def find(tx: ReadTransaction, user_id: UUID) -> User | None:
    """One user, or nothing."""
    row = await tx.fetchrow(f"SELECT {', '.join(COLUMNS)} FROM user_account WHERE id = $1", user_id)
    return user_of(dict(row)) if row else None


async def find_by_subject(tx: ReadTransaction, subject: str) -> User | None:
    """The user that a token names, or nothing: the subject may be a client."""
    try:
        user_id = UUID(subject)
    except ValueError:
        return None
    return await find(tx, user_id)


async def find_with_password(tx: ReadTransaction, username: str) -> tuple[User, str | None] | None:
    """The user of this name with its password hash, or nothing."""
    row = await tx.fetchrow(
        f"SELECT {', '.join(COLUMNS)}, password_hash FROM user_account WHERE username = $1", username
    )
    return (user_of(dict(row)), row["password_hash"]) if row else None


async def set_password_hash(tx: Transaction, user_id: UUID, hash_: str) -> None:
    """Keep the hash of a user's password."""
    await tx.execute("UPDATE user_account SET password_hash = $2 WHERE id = $1", user_id, hash_)


async def renew_password_hash(tx: Transaction, user_id: UUID, *, old: str, new: str) -> None:
    """The same password with other parameters, unless it was changed meanwhile."""
    await tx.execute(
        "UPDATE user_account SET password_hash = $3 WHERE id = $1 AND password_hash = $2", user_id, old, new
    )


async def other_active_admins(tx: Transaction, user_id: UUID) -> int:
    """How many administrators can sign in besides this one; nobody changes that until the transaction ends."""
    await tx.execute("SELECT pg_advisory_xact_lock(hashtext('identity'), $1)", _ADMINS)
    return int(
        await tx.fetchval(
            "SELECT count(*) FROM user_account WHERE is_active AND password_hash IS NOT NULL AND $1 = ANY(roles)"
            " AND id <> $2",
            Role.ADMIN.value,
            user_id,
        )
    )


def user_of(row: Mapping[str, Any]) -> User:
    """The user of a row."""
    values = {name: row[name] for name in COLUMNS}
    values["roles"] = tuple(Role(role) for role in row["roles"])
    values["warehouses"] = tuple(row["warehouses"])
    values["approval_limits"] = {permission: Decimal(limit) for permission, limit in row["approval_limits"].items()}
    return User(**values)


def _row(user: User) -> tuple[object, ...]:
    values = {name: getattr(user, name) for name in COLUMNS}
    values["roles"] = [role.value for role in user.roles]
    values["warehouses"] = list(user.warehouses)
    values["approval_limits"] = {permission: format(limit, "f") for permission, limit in user.approval_limits.items()}
    return (*values.values(), folded(user.username, user.display_name, user.email or ""))

"""Users and clients that settings ask for. Repeats change nothing; several processes at once are fine."""

from uuid import UUID

from kit.db import Transaction
from kit.ids import new_id

from identity.commands.change_user import set_password
from identity.commands.create_user import create_user
from identity.commands.write_client import create_client, replace_secret
from identity.domain.clients import OPERATOR
from identity.domain.roles import Role
from identity.domain.secrets import digest, is_secret_of
from identity.domain.user import Client, Grant, User
from identity.provider import Provider
from identity.storage import clients, users

_SUBJECT = "settings"
_DEMO_PARTNER = "demo-partner"
_DEMO_USERS = {
    "buyer": Role.BUYER,
    "warehouse": Role.WAREHOUSE,
    "sales": Role.SALES,
    "pricing": Role.PRICING_MANAGER,
    "finance": Role.FINANCE,
    "admin": Role.ADMIN,
    "auditor": Role.AUDITOR,
}
_SEEDING = 3  # advisory lock


def demo_roles() -> frozenset[Role]:
    """The roles that users of the demo have."""
    return frozenset({*_DEMO_USERS.values(), Role.PORTAL_ADMIN})


async def seed_demo(tx: Transaction, provider: Provider, password: str, customer_id: UUID | None) -> None:
    """One user for each role, all with this password; who acts for a customer only where one is named."""
    await _take_turns(tx)
    named: dict[str, tuple[Role, UUID | None]] = {name: (role, None) for name, role in _DEMO_USERS.items()}
    if customer_id is not None:
        named["portal"] = (Role.PORTAL_ADMIN, customer_id)
        await _ensure_client(tx, _DEMO_PARTNER, "Demo partner", Role.PARTNER, password, customer_id=customer_id)
    for name, (role, bound_to) in named.items():
        await _ensure_user(tx, provider, name, role, password, bound_to)


async def seed_operator(tx: Transaction, secret: str) -> None:
    """The client by which an operator's commands read invariants and event positions."""
    await _take_turns(tx)
    await _ensure_client(tx, OPERATOR, "Operator", Role.AUDITOR, secret)


async def _ensure_user(
    tx: Transaction, provider: Provider, name: str, role: Role, password: str, customer_id: UUID | None
) -> None:
    found = await users.find_with_password(tx, name)
    if found is None:
        user = User(new_id(), 1, name, f"Demo {name}", (role,), customer_id=customer_id)
        found = (await create_user(tx, user, subject=_SUBJECT), None)
    user, hash_ = found
    if not await provider.passwords.is_right(password, hash_):
        await set_password(tx, user, await provider.passwords.hash(password), subject=_SUBJECT)


async def _ensure_client(
    tx: Transaction, id_: str, name: str, role: Role, secret: str, *, customer_id: UUID | None = None
) -> None:
    found = await clients.find(tx, id_)
    if found is None:
        grants = frozenset({Grant.CLIENT_CREDENTIALS})
        client = Client(id_, name, grants, roles=(role,), customer_id=customer_id, secret_hash=digest(secret))
        await create_client(tx, client, subject=_SUBJECT)
    elif found.secret_hash is None or not is_secret_of(secret, found.secret_hash):
        await replace_secret(tx, found, secret, subject=_SUBJECT)


async def _take_turns(tx: Transaction) -> None:
    await tx.execute("SELECT pg_advisory_xact_lock(hashtext('identity'), $1)", _SEEDING)

"""A new state of a user, and what ends with the old one."""

from dataclasses import replace

from kit.audit import AuditEntry, differences
from kit.db import Transaction
from kit.errors import stale

from identity.commands.records import printable
from identity.domain.errors import LastAdmin
from identity.domain.lockout import Counted
from identity.domain.roles import Role
from identity.domain.user import User
from identity.storage import failures, families, users
from identity.wire import user_changed
from kit import audit, clock


async def change_user(tx: Transaction, before: User, after: User, *, subject: str) -> User:
    """Write `after`, whose version is one above `before`'s. Who is deactivated is signed out everywhere.

    Raises:
        LastAdmin: nobody would be left to let people in.
        Stale: somebody changed the user meanwhile.
    """
    if _is_admin(before) and not _is_admin(after) and not await users.other_active_admins(tx, before.id):
        raise LastAdmin("This is the last administrator: make another one first.", field="roles")
    if not await users.replace(tx, after):
        raise stale("user", sent=before.version, current=before.version + 1)
    if before.is_active and not after.is_active:
        await families.revoke_all(tx, after.id, clock.now(), "user deactivated")
    changes = differences(printable(before), printable(after))
    await audit.record(tx, AuditEntry("user", after.subject, "changed", changes, subject, after.version))
    tx.publish(user_changed(after, clock.now()))
    return after


async def set_password(tx: Transaction, user: User, hash_: str, *, subject: str) -> User:
    """Keep a new password by its hash; every sign-in with the old one ends.

    Raises:
        Stale: somebody changed the user meanwhile.
    """
    after = replace(user, version=user.version + 1)
    if not await users.replace(tx, after):
        raise stale("user", sent=user.version, current=user.version + 1)
    await users.set_password_hash(tx, user.id, hash_)
    await failures.clear(tx, (Counted.USER, user.username))
    await families.revoke_all(tx, user.id, clock.now(), "password changed")
    await audit.record(tx, AuditEntry("user", user.subject, "password set", {}, subject, after.version))
    return after


async def unlock(tx: Transaction, user: User, *, subject: str) -> None:
    """Let a user try again at once."""
    await failures.clear(tx, (Counted.USER, user.username))
    await audit.record(tx, AuditEntry("user", user.subject, "unlocked", {}, subject))


def _is_admin(user: User) -> bool:
    return user.is_active and Role.ADMIN in user.roles

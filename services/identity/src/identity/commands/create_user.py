"""A new user. The password is set apart, so that no record of the request holds it."""

from kit.audit import AuditEntry
from kit.db import Transaction

from identity.commands.records import printable
from identity.domain.errors import UsernameTaken
from identity.domain.user import User
from identity.storage import users
from identity.wire import user_changed
from kit import audit, clock


async def create_user(tx: Transaction, user: User, *, subject: str) -> User:
    """Write the user.

    Raises:
        UsernameTaken: another user has this name.
    """
    if not await users.add(tx, user):
        raise UsernameTaken(f"The name {user.username!r} is taken: choose another.", field="username")
    changes = {name: [None, value] for name, value in printable(user).items() if value not in (None, "", [], {})}
    await audit.record(tx, AuditEntry("user", user.subject, "created", changes, subject, user.version))
    tx.publish(user_changed(user, clock.now()))
    return user

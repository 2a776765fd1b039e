"""The first administrator, from the command line."""

from kit.db import Transaction
from kit.ids import new_id

from identity.commands.change_user import set_password
from identity.commands.create_user import create_user
from identity.domain.passwords import check_password
from identity.domain.roles import Role
from identity.domain.user import User, normalized
from identity.provider import Provider


async def create_admin(tx: Transaction, provider: Provider, *, username: str, password: str) -> User:
    """An administrator who can sign in at once.

    Raises:
        UsernameTaken: another user has this name.
        WeakPassword: the password would be guessed.
    """
    name = normalized(username)
    check_password(password, length_min=provider.password_length_min, names=[name])
    user = await create_user(tx, User(new_id(), 1, name, username, (Role.ADMIN,)), subject="command line")
    return await set_password(tx, user, await provider.passwords.hash(password), subject="command line")

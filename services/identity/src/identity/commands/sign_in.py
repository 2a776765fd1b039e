"""A name and a password."""

from datetime import datetime
from math import ceil
from uuid import UUID

from identity.domain.lockout import Counted, charged
from identity.domain.user import User, normalized
from identity.provider import Provider
from identity.storage import failures, users
from kit import clock

_NAME_MAX = 200  # characters that we keep of what was typed


class WrongPassword(Exception):
    """No such user, not this password, or not active: the caller is not told which."""


class LockedOut(Exception):
    """Too many wrong passwords: nothing is tried until `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self._until = until

    def seconds(self, now: datetime) -> int:
        """How long to wait, in whole seconds."""
        return max(1, ceil((self._until - now).total_seconds()))


async def sign_in(provider: Provider, *, username: str, password: str, address: str) -> User:
    """The user that this is.

    Each try is counted as a failure in a transaction of its own before the password is looked at, and given back when
    it was right: however many come at once, no more are tried than allowed. No transaction is open while hashing.

    Raises:
        WrongPassword: the name or the password is wrong.
        LockedOut: of this name, or from this address, there were too many wrong ones.
        TooManySignIns: too many wait to be checked.
    """
    name = normalized(username)[:_NAME_MAX]
    keys = [(Counted.ADDRESS, address), (Counted.USER, name)]
    await _charge(provider, keys)
    async with provider.database.read() as read:
        found = await users.find_with_password(read, name)
    user, hash_ = found or (None, None)
    if not await provider.passwords.is_right(password, hash_) or user is None or not user.is_active:
        raise WrongPassword
    await _settle(provider, keys, user.id, password, hash_ or "")
    return user


async def _charge(provider: Provider, keys: list[failures.Key]) -> None:
    now = clock.now()
    async with provider.database.transaction() as tx:
        before = await failures.lock(tx, keys)
        locked = [each.locked_until for each in before.values() if each.locked_until and each.is_locked(now)]
        if locked:
            raise LockedOut(max(locked))
        await failures.write(tx, {key: charged(each, provider.allowances[key[0]], now) for key, each in before.items()})


async def _settle(provider: Provider, keys: list[failures.Key], user_id: UUID, password: str, hash_: str) -> None:
    address, name = keys
    fresh = await provider.passwords.hash(password) if provider.passwords.is_outdated(hash_) else None
    async with provider.database.transaction() as tx:
        await failures.give_back(tx, address)
        await failures.clear(tx, name)
        if fresh is not None:
            await users.renew_password_hash(tx, user_id, old=hash_, new=fresh)

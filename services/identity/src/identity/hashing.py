"""Passwords as argon2id hashes, made off the event loop and only so many at once."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from identity.config import Settings
from identity.domain.errors import TooManySignIns
from identity.domain.passwords import canonical

T = TypeVar("T")


class Passwords:
    """Hashes and checks passwords. A check costs the same whether the user exists or not."""

    def __init__(self, settings: Settings) -> None:
        self._hasher = PasswordHasher(
            time_cost=settings.argon2_passes, memory_cost=settings.argon2_memory_kib, parallelism=1, type=Type.ID
        )
        self._threads = ThreadPoolExecutor(settings.hashes_at_once, thread_name_prefix="argon2")
        self._waiting = 0
        self._waiting_max = settings.hashes_waiting_max
        self._nobodys = self._hasher.hash("the password of nobody")

    async def hash(self, password: str) -> str:
        """The hash to keep.

        Raises:
            TooManySignIns: too many wait already.
        """
        return await self._in_turn(partial(self._hasher.hash, canonical(password)))

    async def is_right(self, password: str, hash_: str | None) -> bool:
        """Whether the password is the one hashed; without a hash, never, after the same work.

        Raises:
            TooManySignIns: too many wait already.
        """
        right = await self._in_turn(partial(self._verify, hash_ or self._nobodys, canonical(password)))
        return right and hash_ is not None

    def is_outdated(self, hash_: str) -> bool:
        """Whether the hash was made with other parameters than now."""
        return self._hasher.check_needs_rehash(hash_)

    def _verify(self, hash_: str, password: str) -> bool:
        try:
            return self._hasher.verify(hash_, password)
        except (VerificationError, InvalidHashError):
            return False

    async def _in_turn(self, work: partial[T]) -> T:
        if self._waiting >= self._waiting_max:
            raise TooManySignIns("Too many people sign in at this moment: repeat the request in a moment.")
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._waiting -= 1

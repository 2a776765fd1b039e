"""What consumers tell through the database, heard by all that listen in this process on one connection."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from kit.db import Transaction

_CHANNEL = "reporting_live"


async def tell(tx: Transaction, topic: str) -> None:
    """Say that the figures of a topic changed; it is heard once the transaction is committed. A rebuild changes none yet."""
    await tx.execute("SELECT pg_notify($1, $2) WHERE current_schema() = 'public'", _CHANNEL, topic)


class Listener:
    """The topics that changed since it was asked last. Many changes of a moment are one."""

    def __init__(self) -> None:
        self._changed: set[str] = set()
        self._woken = asyncio.Event()
        self.is_cut_off = False  # the connection is gone: what changes now is not heard

    def hear(self, topic: str) -> None:
        self._changed.add(topic)
        self._woken.set()

    def cut_off(self) -> None:
        self.is_cut_off = True
        self._woken.set()

    async def wait(self, timeout_s: float) -> bool:
        """Whether something changed before so long."""
        try:
            await asyncio.wait_for(self._woken.wait(), timeout_s)
        except TimeoutError:
            return False
        return True

    def take(self) -> set[str]:
        """The topics that changed; they are not told again."""
        self._woken.clear()
        changed, self._changed = self._changed, set()
        return changed


class Notices:
    """Any number of listeners on one connection, which is there while somebody listens."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._listeners: set[Listener] = set()
        self._connection: asyncpg.Connection[asyncpg.Record] | None = None
        self._opening = asyncio.Lock()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Listener]:
        """A listener while the block runs; it hears everything that is committed from its first line on."""
        listener = Listener()
        self._listeners.add(listener)
        try:
            async with self._opening:
                if self._connection is None:
                    self._connection = await self._open()
            yield listener
        finally:
            self._listeners.discard(listener)
            if not self._listeners and self._connection is not None:
                connection, self._connection = self._connection, None
                await connection.close()

    async def _open(self) -> "asyncpg.Connection[asyncpg.Record]":
        connection = await asyncpg.connect(self._dsn, timeout=5)
        connection.add_termination_listener(self._lost)
        await connection.add_listener(_CHANNEL, self._heard)
        return connection

    def _heard(self, _connection: Any, _pid: int, _channel: str, topic: object) -> None:
        for listener in self._listeners:
            listener.hear(str(topic))

    def _lost(self, connection: Any) -> None:
        if connection is not self._connection:
            return  # closed by us: nobody listened
        self._connection = None
        for listener in self._listeners:
            listener.cut_off()

"""Fills the tables of a rebuild from the topics, and swaps them in. One process does, however many there are."""

import asyncio
from typing import Any
from uuid import UUID

import asyncpg
import structlog
from kit.consumer import Consumer, Handlers
from kit.db import Database
from kit.settings import ServiceSettings

from kit import clock
from reporting.domain.rebuild import RebuildStatus
from reporting.storage import rebuilds, shadow

log = structlog.get_logger()

_GROUP = "reporting-rebuild"


class Rebuilder:
    """Takes a step whenever it is asked to: everything that it needs to go on is in the database."""

    def __init__(self, database: Database, settings: ServiceSettings, handlers: Handlers) -> None:
        self._database = database
        self._settings = settings.model_copy(update={"consumer_group": f"{settings.consumer_group or ''}{_GROUP}"})
        self._handlers = handlers
        self._work: _Work | None = None

    async def step(self) -> None:
        """Begin, go on, swap or end, as the newest rebuild asks for."""
        async with self._database.read() as tx:
            asked = await rebuilds.last(tx)
        if asked is None or asked["ended_at"] is not None:
            await self.stop()
        elif self._work is None:
            await self._start(asked)
        elif not self._work.is_at_work():
            await self.stop()  # whatever ended it is told; the next step begins where it was
        else:
            await self._swap_when_close(asked["id"], self._work)

    async def stop(self) -> None:
        """Leave the rebuild to whoever takes it up."""
        if self._work is not None:
            work, self._work = self._work, None
            await work.end()

    async def _start(self, asked: dict[str, Any]) -> None:
        guard = await asyncpg.connect(self._database.dsn, timeout=5)
        if not await guard.fetchval("SELECT pg_try_advisory_lock(hashtext($1))", _GROUP):
            await guard.close()
            return  # another process is at it
        async with self._database.transaction() as tx:
            revision = await rebuilds.revision(tx)
            if asked["revision"] != revision:
                await shadow.prepare(tx)
                await rebuilds.set_running(tx, asked["id"], revision)
            await shadow.skip_discarded(tx)
        log.info("rebuild.started", is_resumed=asked["revision"] is not None)
        self._work = _Work(self._database.dsn, guard, self._settings, self._handlers)

    async def _swap_when_close(self, rebuild_id: UUID, work: "_Work") -> None:
        async with self._database.read() as tx:
            progress = await shadow.progress(tx)
        if progress is None or not progress.is_close:
            return
        await work.pause()
        async with self._database.transaction() as tx:
            await shadow.stop_consumer(tx)
            progress = await shadow.progress(tx)
            if progress is not None and progress.may_swap:
                await shadow.swap(tx)
                await rebuilds.end(tx, rebuild_id, RebuildStatus.DONE, clock.now())
                log.info("rebuild.swapped", messages=progress.applied)
        await self.stop()


class _Work:
    """A consumer of its own over the second set of tables, for as long as `guard` is connected."""

    def __init__(
        self, dsn: str, guard: "asyncpg.Connection[asyncpg.Record]", settings: ServiceSettings, handlers: Handlers
    ) -> None:
        self._guard = guard
        self._database = Database(
            dsn,
            pool_max=2,
            statement_timeout_s=settings.statement_timeout_s,
            application=_GROUP,
            search_path=f"{shadow.SCHEMA}, public",
        )
        self._stop = asyncio.Event()
        self._consuming = asyncio.ensure_future(Consumer(_GROUP, self._database, settings, handlers).run(self._stop))

    def is_at_work(self) -> bool:
        return not self._consuming.done() and not self._guard.is_closed()

    async def pause(self) -> None:
        """Apply no more; raises what ended it, if something did."""
        self._stop.set()
        await self._consuming

    async def end(self) -> None:
        self._stop.set()
        [result] = await asyncio.gather(self._consuming, return_exceptions=True)
        if isinstance(result, Exception):
            log.error("rebuild.interrupted", exc_info=result)
        await self._database.close()
        await self._guard.close()

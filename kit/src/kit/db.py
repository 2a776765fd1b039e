"""The database: read transactions for queries, transactions with an outbox for commands.

Statements are SQL with `$1` parameters, or SQLAlchemy selects where they are composed. See docs/adr/0002.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar, cast

import asyncpg
import orjson
from asyncpg.pool import PoolConnectionProxy
from sqlalchemy import Select
from sqlalchemy.dialects.postgresql import asyncpg as postgresql

from kit import telemetry
from kit.errors import Conflict, Invalid, Unavailable
from kit.events import OutgoingEvent
from kit.ids import new_id

_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves dialect constructors untyped
_AWAY = (
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.InterfaceError,
    ConnectionError,
    TimeoutError,
    OSError,
)
_AGAIN = (
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.LockNotAvailableError,
    asyncpg.QueryCanceledError,
)

_FEW = 50  # rows up to which one statement with arrays is cheaper than COPY and its second round trip
_INTO_OUTBOX = (
    "INSERT INTO outbox (event_id, topic, key, type, payload, traceparent)"
    " SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::text[])"
)

T = TypeVar("T")


class DatabaseAway(Unavailable):
    """The database cannot be reached, or gave up on this transaction: nothing was done."""


class GaveWay(DatabaseAway):
    """The transaction waited too long for another, or each for the other: nothing was done, and it may be repeated."""

    slug = "database-away"


class _Connection(asyncpg.Connection):
    """Leaves no session state behind, so that giving it back to the pool needs no round trip."""

    def get_reset_query(self) -> str:
        return ""


async def _prepare(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    await connection.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        format="binary",
        encoder=lambda value: b"\x01" + orjson.dumps(value, default=str),
        decoder=lambda data: orjson.loads(data[1:]),
    )


class ReadTransaction:
    """One consistent view of the database. Has no way to write."""

    def __init__(self, connection: "PoolConnectionProxy[asyncpg.Record]") -> None:
        self._connection = connection

    async def fetch(self, sql: str, *args: object) -> list[asyncpg.Record]:
        """All rows of a statement."""
        return await self._connection.fetch(sql, *args)

    async def fetchrow(self, sql: str, *args: object) -> asyncpg.Record | None:
        """The first row, or nothing."""
        return await self._connection.fetchrow(sql, *args)

    async def fetchval(self, sql: str, *args: object) -> Any:
        """The first value of the first row, or nothing."""
        return await self._connection.fetchval(sql, *args)

    async def stream(self, sql: str, *args: object, part: int = 5000) -> AsyncIterator[asyncpg.Record]:
        """All rows of a statement, read in parts, so that there may be more of them than memory holds."""
        async for row in self._connection.cursor(sql, *args, prefetch=part):
            yield row

    async def without_timeout(self) -> None:
        """Statements of this transaction may take their time: for what reads all there is."""
        await self._connection.execute("SET LOCAL statement_timeout = 0")

    async def select(self, statement: Select[Any]) -> list[asyncpg.Record]:
        """All rows of a composed SQLAlchemy select."""
        compiled = statement.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
        names = cast("Sequence[str]", compiled.positiontup)
        return await self._connection.fetch(str(compiled), *(compiled.params[name] for name in names))


class Transaction(ReadTransaction):
    """A change: state, events, all or nothing. Commits when its block ends, rolls back on any exception."""

    def __init__(self, connection: "PoolConnectionProxy[asyncpg.Record]") -> None:
        super().__init__(connection)
        self._events: list[OutgoingEvent] = []

    async def execute(self, sql: str, *args: object) -> int:
        """Run a statement; returns how many rows it touched."""
        tag = await self._connection.execute(sql, *args)
        return int(last) if (last := tag.rsplit(" ", 1)[-1]).isdigit() else 0

    async def copy(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Append many rows to a table, the fastest way there is."""
        await self._connection.copy_records_to_table(table, records=rows, columns=columns)

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """A part that can fail alone: its changes and events are undone, the transaction goes on."""
        published = len(self._events)
        try:
            async with self._connection.transaction():
                yield
        except BaseException:
            del self._events[published:]
            raise

    def publish(self, *events: OutgoingEvent) -> None:
        """Put facts into the outbox, in the same transaction, in this order."""
        self._events.extend(events)

    async def flush(self) -> None:
        """Write the outbox rows. Called last: by then every lock that orders the keys is held."""
        if not self._events:
            return
        events, self._events = self._events, []
        traceparent = telemetry.current_traceparent()
        rows = [
            (
                new_id(),
                event.topic,
                event.key,
                event.message.DESCRIPTOR.full_name,
                event.message.SerializeToString(),
                traceparent,
            )
            for event in events
        ]
        if len(rows) > _FEW:
            await self.copy("outbox", ("event_id", "topic", "key", "type", "payload", "traceparent"), rows)
        else:
            await self.execute(_INTO_OUTBOX, *map(list, zip(*rows, strict=True)))


class Database:
    """A pool of connections to the service's own database. Connects when first used, and again after it was away."""

    def __init__(
        self,
        dsn: str,
        *,
        pool_max: int = 12,
        statement_timeout_s: float = 15,
        application: str = "comptoir",
        plan_once: bool = False,
        search_path: str | None = None,
    ) -> None:
        """`plan_once`: plan a statement for any values, where planning it for each costs more than running it. Not where
        the best plan depends on them: `x IS NULL OR …`, the begin of a text. `search_path`: schemas in which names of tables
        are looked for.
        """
        self.dsn = dsn
        self.outbox_filled = asyncio.Event()  # wakes the relay of the same process
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None
        self._pool_max = pool_max
        self._opening = asyncio.Lock()
        self._settings = {
            "application_name": application,
            "statement_timeout": str(int(statement_timeout_s * 1000)),
            "idle_in_transaction_session_timeout": "60000",
            "timezone": "UTC",
            **({"plan_cache_mode": "force_generic_plan"} if plan_once else {}),
            **({"search_path": search_path} if search_path else {}),
        }

    async def pool(self) -> "asyncpg.Pool[asyncpg.Record]":
        if self._pool is None:
            async with self._opening:
                if self._pool is None:
                    self._pool = await asyncpg.create_pool(
                        self.dsn,
                        min_size=0,
                        max_size=self._pool_max,
                        init=_prepare,
                        connection_class=_Connection,
                        server_settings=self._settings,
                        timeout=5,
                        max_inactive_connection_lifetime=60,
                    )
        return self._pool

    async def close(self) -> None:
        if self._pool is not None:
            await self._pool.close()
            self._pool = None

    def in_use(self) -> int:
        """Connections at work."""
        return self._pool.get_size() - self._pool.get_idle_size() if self._pool else 0

    async def fetch(self, sql: str, *args: object) -> list[asyncpg.Record]:
        """All rows of one query. It is a consistent view by itself: `read` would add two round trips.

        Raises:
            DatabaseAway: it cannot be reached.
        """
        with _refusals():
            pool = await self.pool()
            async with pool.acquire(timeout=5) as connection:
                return await connection.fetch(sql, *args)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[ReadTransaction]:
        """A consistent view for a query.

        Raises:
            DatabaseAway: it cannot be reached.
        """
        with _refusals():
            pool = await self.pool()
            async with (
                pool.acquire(timeout=5) as connection,
                connection.transaction(isolation="repeatable_read", readonly=True),
            ):
                yield ReadTransaction(connection)

    @asynccontextmanager
    async def glance(self) -> AsyncIterator[ReadTransaction]:
        """Reads that need not agree: each sees what is committed when it starts. Two round trips less than `read`.

        Raises:
            DatabaseAway: it cannot be reached.
        """
        with _refusals():
            pool = await self.pool()
            async with pool.acquire(timeout=5) as connection:
                yield ReadTransaction(connection)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """One change: commits at the end of the block, before the answer is given.

        Raises:
            DatabaseAway: it cannot be reached, or gave up on the transaction; nothing was done.
        """
        with _refusals():
            pool = await self.pool()
            async with pool.acquire(timeout=5) as connection, connection.transaction():
                tx = Transaction(connection)
                yield tx
                published = bool(tx._events)  # noqa: SLF001  # the two are one unit
                await tx.flush()
        if published:
            self.outbox_filled.set()

    async def ping(self) -> None:
        """Nothing, or the reason why the database does not answer.

        Raises:
            DatabaseAway: it cannot be reached.
        """
        with _refusals():
            pool = await self.pool()
            async with asyncio.timeout(2), pool.acquire(timeout=1) as connection:
                await connection.fetchval("SELECT 1")


class _refusals:  # noqa: N801  # reads as a verb: with _refusals()
    """Turns what the driver raises into refusals of ours."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if error is None or kind is None:
            return
        if isinstance(error, (asyncpg.DataError, UnicodeEncodeError)):
            raise Invalid(f"A value cannot be stored: {error}. Check numbers' size and texts' characters.") from error
        if isinstance(error, asyncpg.IntegrityConstraintViolationError) and not isinstance(error, asyncpg.RaiseError):
            raise ConstraintViolated(
                f"The change breaks the rule {error.constraint_name!r} of the data: {error.detail or error}.",
                constraint=error.constraint_name,
            ) from error
        if isinstance(error, _AGAIN):
            raise GaveWay(f"The database gave up on this change ({kind.__name__}): repeat it.") from error
        if _is_away(error):
            raise DatabaseAway("The database cannot be reached now: repeat the request in a moment.") from error


def _is_away(error: BaseException) -> bool:
    """The driver has one name for a connection that was lost and for wrong arguments: the second is a fault of ours, which no
    repeat mends.
    """
    if isinstance(error, asyncpg.InterfaceError) and "argument" in str(error):
        return False
    return isinstance(error, _AWAY) and not isinstance(error, Unavailable)


class ConstraintViolated(Conflict):
    """A constraint of the database refused the change: the last guard, behind the checks that name the cause."""

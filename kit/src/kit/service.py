"""How every service starts, works and stops: `python -m <service> run | serve | consume | relay | migrate | …`."""

import argparse
import asyncio
import contextlib
import gc
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import grpc
import orjson
import structlog
import uvicorn
import uvloop
from fastapi import APIRouter, FastAPI

from kit import clock, history_api, operations, retention, telemetry
from kit.auth import ServiceTokens, TokenVerifier
from kit.consumer import Consumer, Handlers
from kit.db import Database, Transaction
from kit.errors import DomainError, Unavailable
from kit.events import Topic
from kit.http import create_app
from kit.invariants import Invariant
from kit.outbox import Relay
from kit.rpc import Peer, Server
from kit.settings import LinkSettings, ServiceSettings

log = structlog.get_logger()

ROLES = ("run", "serve", "consume", "relay")
# The gateway lets go of an idle connection first (`idle_timeout`): closed from here, it may just be carrying a request.
KEEP_ALIVE_S = 75
_ERRANDS = ("migrate", "check-migrations", "rebuild", "openapi")


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do again and again, safe to do by several processes at once."""

    name: str
    every_s: float
    act: Callable[[Transaction], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Errand:
    """Like a job, but it asks other services before it writes: it opens its transactions itself."""

    name: str
    every_s: float
    act: Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Service:
    """A service as its wiring describes it."""

    name: str
    title: str
    description: str
    settings: ServiceSettings
    migrations: Path
    database: Database
    tokens: TokenVerifier
    service_tokens: ServiceTokens
    routers: Sequence[APIRouter]
    public_routers: Sequence[APIRouter] = ()
    handlers: Handlers = field(default_factory=dict)
    topics: Sequence[Topic] = ()
    add_servicers: Callable[[grpc.aio.Server], list[str]] | None = None
    peers: Sequence[Peer] = ()
    jobs: Sequence[Job | Errand] = ()
    invariants: Sequence[Invariant] = ()  # what must hold in its data, served at /invariants
    state: Mapping[str, object] = field(default_factory=dict)  # what routes find on `request.app.state`
    on_start: Callable[[], Awaitable[None]] | None = None  # once, before serving; the database may be away
    forget: Callable[[Transaction], Awaitable[None]] | None = None  # empties what the topics can rebuild
    commands: Mapping[str, Callable[[], Awaitable[None]]] = field(default_factory=dict)  # further roles, done once


async def _forget_repeats(tx: Transaction) -> None:
    await retention.forget_repeats(tx, clock.now())


_RETENTION = Job("retention", every_s=3600, act=_forget_repeats)


def database_of(name: str, settings: ServiceSettings, *, plan_once: bool = False) -> Database:
    """The service's database as its settings say; `plan_once` as in `Database`."""
    return Database(
        settings.database_url.get_secret_value(),
        pool_max=settings.database_pool_max,
        statement_timeout_s=settings.statement_timeout_s,
        application=name,
        plan_once=plan_once,
    )


def service_tokens_of(name: str, settings: ServiceSettings) -> ServiceTokens:
    """The service's own identity towards the others."""
    return ServiceTokens(name, settings.internal_token_key.get_secret_value())


def main(build: Callable[[], Service]) -> None:
    """The command line of a service."""
    parser = argparse.ArgumentParser(description="One service of Comptoir.")
    parser.add_argument("role", help=f"{', '.join((*ROLES, *_ERRANDS))}, or a command of the service's own")
    role = parser.parse_args().role
    service = build()
    if role not in (*ROLES, *_ERRANDS, *service.commands):
        parser.error(
            f"{service.name} has no role {role!r}: use one of {', '.join((*ROLES, *_ERRANDS, *service.commands))}"
        )
    telemetry.set_up(service.name, service.settings)
    if role in ("migrate", "check-migrations"):
        _migrate(service, role)
    elif role == "rebuild":
        uvloop.run(rebuild(service))
    elif role == "openapi":
        sys.stdout.buffer.write(_openapi(service))
    elif role in service.commands:
        uvloop.run(_once(service, service.commands[role]))
    else:
        uvloop.run(work(service, role))


def _migrate(service: Service, role: str) -> None:
    from kit import migrations  # noqa: PLC0415  # a service at work does without Alembic: 13 MB and a fifth of its start

    act = migrations.upgrade if role == "migrate" else migrations.check
    act(service.settings.database_url.get_secret_value(), service.migrations)


def api_of(service: Service, ready: Mapping[str, operations.Probe] | None = None) -> FastAPI:
    """The service's HTTP app, with what kit adds to it."""
    return create_app(
        service=service.name,
        title=service.title,
        description=service.description,
        database=service.database,
        tokens=service.tokens,
        routers=[
            *service.routers,
            operations.parked_messages(service.name, service.handlers),
            operations.proofs(service.name, service.invariants),
            history_api.history(service.name),
        ],
        public_routers=[
            *service.public_routers,
            operations.probes(service.name, service.database, ready or {"database": service.database.ping}),
        ],
        state=service.state,
        body_max_bytes=service.settings.http_body_max_bytes,
        narrower=_narrower(service),
    )


def _narrower(service: Service) -> dict[str, int]:
    """Where people without an account answer, they send less than a partner system may."""
    if not isinstance(service.settings, LinkSettings):
        return {}
    return {router.prefix: service.settings.link_body_max_bytes for router in service.public_routers}


async def work(service: Service, role: str) -> None:
    """Do one role, or all of them, until a signal says stop; then finish what is under way."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    settings = service.settings
    ready: dict[str, operations.Probe] = {"database": service.database.ping}
    tasks: dict[str, Awaitable[None]] = {}
    if role in ("run", "consume") and service.handlers:
        consumer = Consumer(service.name, service.database, settings, service.handlers)
        tasks["consumer"] = consumer.run(stop)
        if role == "consume":
            ready["consumer"] = lambda: _expect(consumer.is_running, "not connected to the broker")
    if role in ("run", "consume"):
        tasks |= {f"job {job.name}": _repeat(service, job, stop) for job in (*service.jobs, _RETENTION)}
    if role in ("run", "relay") and service.topics:
        idle_s = 0.5 if role == "run" else 0.05
        tasks["relay"] = Relay(service.name, service.database, settings, service.topics, idle_s=idle_s).run(stop)
    if service.on_start is not None:
        await service.on_start()
    # A batch makes some 100,000 objects that live for a moment and are in no cycle: looking for cycles less often saves
    # a tenth of the time. What start-up made stays for good.
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    async with _serving(service, role, ready, stop):
        log.info("service.started", role=role, http=settings.http_port, grpc=settings.grpc_port)
        await _until_stopped(tasks, stop)
    for peer in service.peers:
        await peer.close()
    await service.database.close()
    log.info("service.stopped", role=role)


async def _until_stopped(tasks: Mapping[str, Awaitable[None]], stop: asyncio.Event) -> None:
    running = {asyncio.ensure_future(task): name for name, task in tasks.items()}
    signalled = asyncio.ensure_future(stop.wait())
    await asyncio.wait([signalled, *running], return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    signalled.cancel()
    results = await asyncio.gather(*running, return_exceptions=True)
    for name, result in zip(running.values(), results, strict=True):
        if isinstance(result, BaseException):
            log.error("service.part_died", part=name, exc_info=result)
            raise result


@asynccontextmanager
async def _serving(
    service: Service, role: str, ready: Mapping[str, operations.Probe], stop: asyncio.Event
) -> AsyncIterator[None]:
    """HTTP (and gRPC, where the role has it) around the block; drained at its end."""
    settings = service.settings
    rpc = None
    if role in ("run", "serve") and service.add_servicers is not None:
        rpc = Server(service.name, service.service_tokens, service.add_servicers)
        await rpc.start(f"{settings.grpc_host}:{settings.grpc_port}")
    app = api_of(service, ready) if role in ("run", "serve") else _probes_only(service, ready)
    server = _Http(
        uvicorn.Config(
            app,
            host=settings.http_host,
            port=settings.http_port,
            log_config=None,
            access_log=False,
            lifespan="off",
            timeout_keep_alive=KEEP_ALIVE_S,
            timeout_graceful_shutdown=int(settings.shutdown_grace_s),
            server_header=False,
            forwarded_allow_ips=settings.forwarded_allow_ips,
        )
    )
    serving = asyncio.ensure_future(server.serve())
    serving.add_done_callback(lambda _: stop.set())
    try:
        yield
    finally:
        server.should_exit = True
        await serving
        if rpc is not None:
            await rpc.stop(settings.shutdown_grace_s)


class _Http(uvicorn.Server):
    """Leaves signals to `work`, which stops everything in order."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _probes_only(service: Service, ready: Mapping[str, operations.Probe]) -> FastAPI:
    app = FastAPI(openapi_url=None)
    app.include_router(operations.probes(service.name, service.database, ready))
    return app


async def _expect(condition: bool, otherwise: str) -> None:  # noqa: FBT001  # reads as a sentence
    if not condition:
        raise Unavailable(otherwise)


async def _repeat(service: Service, job: Job | Errand, stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            if isinstance(job, Errand):
                await job.act()
            else:
                async with service.database.transaction() as tx:
                    await job.act(tx)
        except Unavailable as error:
            log.warning("job.away", job=job.name, error=error.detail)
        except Exception:
            log.exception("job.failed", job=job.name)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(job.every_s):
                await stop.wait()


async def rebuild(service: Service) -> None:
    """Forget what came from the topics, so that the consumer applies everything again from the beginning.

    Raises:
        SystemExit: this service keeps facts of its own beside them and cannot forget.
    """
    if service.forget is None:
        raise SystemExit(f"{service.name} owns facts that no topic can give back: it cannot be rebuilt.")
    async with service.database.transaction() as tx:
        await service.forget(tx)
        await tx.execute("TRUNCATE inbox, consumer_position, parked_message, outbox")
    await service.database.close()


async def _once(service: Service, command: Callable[[], Awaitable[None]]) -> None:
    """Do a command of the service's own.

    Raises:
        SystemExit: it was refused; the reason is told.
    """
    try:
        await command()
    except DomainError as refusal:
        raise SystemExit(refusal.detail) from refusal
    finally:
        await service.database.close()


def _openapi(service: Service) -> bytes:
    return orjson.dumps(api_of(service).openapi(), option=orjson.OPT_INDENT_2)

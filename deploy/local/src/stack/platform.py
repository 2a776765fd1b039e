"""Everything on one machine: PostgreSQL, Kafka, the services and the gateway, as parts that start, stop and can be killed."""

import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self

import httpx

from stack import gateway, migrations
from stack.errors import StackError
from stack.kafka import Kafka, jars
from stack.ports import LOCALHOST, Ports, refuse_taken
from stack.postgres import Postgres
from stack.process import Child
from stack.services import DEMO_PORTAL_CUSTOMER_ID, SERVICES, ServiceSpec
from stack.settings import CONSOLE, REPOSITORY, StackSettings

Progress = Callable[[str], None]

_ROLES = ("serve", "consume", "relay")
_GRACE_S = 20


class Platform:
    """The whole of Comptoir in one data folder. Data survive `down` and any kill."""

    def __init__(
        self, settings: StackSettings, service_settings: Mapping[str, Mapping[str, str]] | None = None
    ) -> None:
        """`service_settings`: for a service by its name, variables of its environment beside those of `settings`."""
        self.settings = settings
        self._service_settings = service_settings or {}
        self.ports = Ports.of(settings, [spec.name for spec in SERVICES])
        folder = settings.data_folder
        self.url = f"http://{LOCALHOST}:{self.ports.gateway}"
        self.postgres = Postgres(folder / "postgres", port=self.ports.postgres, durable=settings.durable)
        self.kafka = Kafka(
            folder / "kafka",
            port=self.ports.kafka,
            controller_port=self.ports.kafka_controller,
            heap_mb=settings.kafka_heap_mb,
            brief=not settings.durable,
        )
        self.children = {child.name: child for spec in SERVICES for child in self._children(spec)}
        self.gateway = gateway.child(settings, self.ports)

    # --- addresses

    def service_url(self, name: str) -> str:
        """Where a service answers HTTP without the gateway."""
        return f"http://{LOCALHOST}:{self.ports.http(name)}"

    def grpc_target(self, name: str) -> str:
        """Where a service answers gRPC."""
        return f"{LOCALHOST}:{self.ports.grpc(name)}"

    def dsn(self, name: str) -> str:
        """The database of a service, for its own role."""
        return self.postgres.dsn(name, name, self.settings.secrets["database-password"])

    def process(self, name: str) -> Child:
        """A service's process; with split roles, name it `sales.relay`."""
        return self.children[name]

    def pids(self) -> dict[str, int]:
        """Each part that runs, and its process."""
        parts = {"postgres": self.postgres.pid(), "kafka": self.kafka.pid()}
        parts |= {child.name: child.pid for child in (*self.children.values(), self.gateway)}
        return {name: pid for name, pid in parts.items() if pid is not None}

    def environment(self, name: str) -> dict[str, str]:
        """What the processes of a service find in their environment, but for the port of each."""
        return self._environment(next(spec for spec in SERVICES if spec.name == name))

    # --- up and down

    def up(self, progress: Progress = lambda _: None) -> None:
        """Start all parts and come back when every one is ready.

        Raises:
            StackError: a part does not start; what was started runs on, until `down`.
        """
        refuse_taken(self.ports.named())
        progress("PostgreSQL and Kafka")
        jars()
        with ThreadPoolExecutor() as pool:
            kafka = pool.submit(self.kafka.start)
            self.postgres.start()
            progress("databases")
            migrations.bring_up_to_date(self.postgres, self._service_environments(), self.settings)
            kafka.result()
        progress("services")
        for child in self.children.values():
            child.start()
        self.gateway.start()  # from the thread that stays: Envoy ends with the thread that started it
        self.await_ready(progress)

    def prepare(self) -> None:
        """The data folder as `up` needs it, with the databases at their newest revision; nothing runs afterwards.

        Raises:
            StackError: a server does not start, or a migration fails.
        """
        self.kafka.prepare()
        self.postgres.start()
        try:
            migrations.bring_up_to_date(self.postgres, self._service_environments(), self.settings)
        finally:
            self.postgres.stop()

    def await_ready(self, progress: Progress = lambda _: None) -> None:
        """Come back when every part says that it can work.

        Raises:
            StackError: one has ended, or they take too long.
        """
        waiting = {child.name: child for child in (*self.children.values(), self.gateway)}
        deadline = time.monotonic() + self.settings.start_limit_s
        with httpx.Client(timeout=2) as client:
            while waiting:
                progress(f"waiting for {', '.join(sorted(waiting))}")
                for name, child in list(waiting.items()):
                    child.refuse_if_dead()
                    if child.is_ready(client):
                        del waiting[name]
                if time.monotonic() > deadline:
                    slow = next(iter(waiting.values()))
                    raise StackError(f"{slow.name} is not ready in time. The end of {slow.log}:\n{slow.log_tail()}")
                time.sleep(0.1)

    def down(self) -> None:
        """Stop everything in reverse order: first who asks, then who answers, the data last."""
        self._stop([self.gateway])
        self._stop(self.children.values())
        with ThreadPoolExecutor() as pool:
            kafka = pool.submit(self.kafka.stop)
            self.postgres.stop()
            kafka.result()

    def _stop(self, children: Iterable[Child]) -> None:
        children = list(children)
        for child in children:
            child.terminate()
        for child in children:
            child.wait(_GRACE_S)

    def __enter__(self) -> Self:
        try:
            self.up()
        except BaseException:
            self.down()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.down()

    # --- the processes

    def _service_environments(self) -> dict[str, Mapping[str, str]]:
        return {spec.name: self._environment(spec) for spec in SERVICES}

    def _children(self, spec: ServiceSpec) -> Iterable[Child]:
        if not self.settings.split:
            yield self._child(spec, spec.name, "run", self.ports.http(spec.name))
            return
        for offset, role in enumerate(_ROLES):
            if role != "consume" or spec.consumes:
                yield self._child(spec, f"{spec.name}.{role}", role, self.ports.http(spec.name, offset))

    def _child(self, spec: ServiceSpec, name: str, role: str, port: int) -> Child:
        return Child(
            name,
            [sys.executable, "-m", spec.name, role],
            {**self._environment(spec), "HTTP_PORT": str(port)},
            self.settings.data_folder / "log",
            port=port,
            ready_url=f"http://{LOCALHOST}:{port}/readyz",
        )

    def _environment(self, spec: ServiceSpec) -> dict[str, str]:
        settings, secrets = self.settings, self.settings.secrets
        demo_password = settings.demo_password.get_secret_value() if settings.demo_password else ""
        identity = {
            "IDENTITY_KEY_SECRET": secrets["identity-key-secret"],
            "OPERATOR_CLIENT_SECRET": secrets["operator-client-secret"],
            **(
                {
                    "DEMO_PASSWORD": demo_password,
                    "DEMO_PORTAL_CUSTOMER_ID": DEMO_PORTAL_CUSTOMER_ID,
                    "ALLOW_PASSWORD_GRANT": "true",
                }
                if demo_password
                else {}
            ),
        }
        return {
            **_inherited(),
            "DATABASE_URL": self.dsn(spec.name),
            "DATABASE_POOL_MAX": str(settings.database_pool_max),
            "STATEMENT_TIMEOUT_S": str(settings.statement_timeout_s),
            "KAFKA_BOOTSTRAP_SERVERS": self.kafka.bootstrap,
            "GRPC_PORT": str(self.ports.grpc(spec.name)),
            "OIDC_ISSUER": self.url,
            "OIDC_JWKS_URL": f"{self.service_url('identity')}/.well-known/jwks.json",
            "INTERNAL_TOKEN_KEY": secrets["internal-token-key"],
            "COMPANY_CURRENCY": settings.company_currency,
            "LOG_LEVEL": settings.log_level,
            "TELEMETRY": settings.telemetry,
            "OTEL_EXPORTER_OTLP_ENDPOINT": settings.otlp_endpoint,
            **{setting: self.grpc_target(peer) for setting, peer in spec.peers.items()},
            **(identity if spec.name == "identity" else {}),
            **({"CONSOLE_FOLDER": str(CONSOLE)} if spec.name == "catalog" else {}),
            **spec.settings,
            **self._service_settings.get(spec.name, {}),
        }


def _inherited() -> dict[str, str]:
    """Of our own environment, what programs need to run at all: a service's settings come from here alone."""
    kept = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "VIRTUAL_ENV", "SSL_CERT_FILE", "PYTHONPATH")
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        "PYTHONUNBUFFERED": "1",
        "COMPTOIR_HOME": str(REPOSITORY),
    }

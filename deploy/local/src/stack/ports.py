"""Ports of this machine."""

import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from random import sample
from typing import TYPE_CHECKING

import psutil

from stack.errors import StackError

if TYPE_CHECKING:
    from stack.settings import StackSettings

LOCALHOST = "127.0.0.1"
_PER_SERVICE = 10
_GRPC = 5  # its offset in a service's ten ports


# Below what Linux gives to clients: a port from there may be taken by any connection before its server starts.
_FREE = range(20_000, 32_768)


def free_port() -> int:
    """A port that nothing listens on now."""
    return free_ports(1)[0]


def free_ports(count: int) -> list[int]:
    """As many different ones."""
    candidates = sample(_FREE, len(_FREE))  # at random, for others look for ports, too
    return list(islice(filter(is_free, candidates), count))


def is_free(port: int) -> bool:
    """Whether a server could listen there now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOCALHOST, port))
        except OSError:
            return False
        return True


def answers(port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex((LOCALHOST, port)) == 0


@dataclass(frozen=True, slots=True)
class Ports:
    """Who listens where."""

    gateway: int
    gateway_admin: int
    gateway_stats: int
    postgres: int
    kafka: int
    kafka_controller: int
    services: Mapping[tuple[str, int], int]  # (service, offset) → port

    @classmethod
    def of(cls, settings: "StackSettings", services: Iterable[str]) -> "Ports":
        """As the settings say: fixed ones, or any that are free."""
        offsets = (0, 1, 2, _GRPC)
        if settings.free_ports:
            asked = [(name, offset) for name in services for offset in offsets]
            gateway, admin, stats, postgres, kafka, controller, *others = free_ports(6 + len(asked))
            return cls(gateway, admin, stats, postgres, kafka, controller, dict(zip(asked, others, strict=True)))
        base = settings.service_port_base
        return cls(
            settings.gateway_port,
            settings.gateway_admin_port,
            settings.gateway_stats_port,
            settings.postgres_port,
            settings.kafka_port,
            settings.kafka_controller_port,
            {(name, o): base + n * _PER_SERVICE + o for n, name in enumerate(services) for o in offsets},
        )

    def http(self, service: str, offset: int = 0) -> int:
        return self.services[service, offset]

    def grpc(self, service: str) -> int:
        return self.services[service, _GRPC]

    def named(self) -> dict[str, tuple[int, str]]:
        """Each part's port, with the setting that moves it."""
        parts = {
            "gateway": (self.gateway, "COMPTOIR_GATEWAY_PORT"),
            "gateway admin": (self.gateway_admin, "COMPTOIR_GATEWAY_ADMIN_PORT"),
            "gateway stats": (self.gateway_stats, "COMPTOIR_GATEWAY_STATS_PORT"),
            "PostgreSQL": (self.postgres, "COMPTOIR_POSTGRES_PORT"),
            "Kafka": (self.kafka, "COMPTOIR_KAFKA_PORT"),
            "Kafka's controller": (self.kafka_controller, "COMPTOIR_KAFKA_CONTROLLER_PORT"),
        }
        services = {
            f"{name}+{offset}": (port, "COMPTOIR_SERVICE_PORT_BASE") for (name, offset), port in self.services.items()
        }
        return {**parts, **services}


def refuse_taken(ports: Mapping[str, tuple[int, str]]) -> None:
    """Nothing when all are free.

    Raises:
        StackError: somebody else listens on one; the message names the setting that moves it.
    """
    for part, (port, setting) in ports.items():
        if not is_free(port):
            raise StackError(
                f"Port {port}, meant for {part}, is in use{_holder(port)}: stop what listens there, or set {setting}."
            )


def _holder(port: int) -> str:
    """Who listens there, as far as we may know."""
    try:
        found = [
            c.pid for c in psutil.net_connections("tcp") if c.laddr and c.laddr.port == port and c.status == "LISTEN"
        ]
        return f" by {psutil.Process(found[0]).name()} (pid {found[0]})" if found and found[0] else ""
    except psutil.Error:
        return ""

"""What benchmarks need of a running platform."""

from typing import Protocol

from stack.postgres import Postgres


class Process(Protocol):
    """One process of the platform."""

    def terminate(self) -> None: ...
    def start(self) -> None: ...


class Platform(Protocol):
    """Everything on this machine, ready to serve."""

    @property
    def url(self) -> str: ...  # the gateway
    @property
    def postgres(self) -> Postgres: ...
    @property
    def internal_token_key(self) -> str: ...
    @property
    def password(self) -> str: ...  # of the demo's users
    def grpc_target(self, service: str) -> str: ...
    def process(self, service: str) -> Process: ...

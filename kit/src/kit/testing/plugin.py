"""Pytest fixtures: real servers, started once per session, on free ports. Loaded by the root conftest."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from stack.kafka import Kafka
from stack.postgres import Postgres
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# How fast a machine draws examples, and how fast it runs one, says nothing about the code: a busy machine would fail.
settings.register_profile("any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any-machine")


class ByFolder(LoadScopeScheduling):  # type: ignore[misc]  # it has no types
    """Tests of a folder share a database: where several processes run them, one process runs those of a folder, in order."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid.partition("::")[0].rpartition("/")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFolder:
    """How pytest-xdist shares tests out."""
    return ByFolder(config, log)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A real PostgreSQL, without durability, for this session."""
    with tempfile.TemporaryDirectory(prefix="comptoir-pg-", ignore_cleanup_errors=True) as folder:
        server = Postgres(Path(folder), durable=False)
        server.start()
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="session")
def new_database(postgres: Postgres) -> Callable[[str], str]:
    """Makes a fresh empty database and returns its address."""

    def create(name: str) -> str:
        unique = f"{name}_{uuid4().hex[:8]}"
        postgres.create_database(unique, unique, "test")
        return postgres.dsn(unique)

    return create


@pytest.fixture(scope="session")
def kafka() -> Iterator[Kafka]:
    """A real Kafka broker for this session."""
    with tempfile.TemporaryDirectory(prefix="comptoir-kafka-", ignore_cleanup_errors=True) as folder:
        server = Kafka(Path(folder), brief=True)
        server.start()
        try:
            yield server
        finally:
            server.stop()

"""Fixtures: everything on one machine, started once for all stories; and once more with a process for each role, to be killed."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from stack.platform import Platform
from stack.settings import StackSettings

from tests.integration.copies import COPIED
from tests.integration.house import House, opened
from tests.integration.traces import Traces

NOT_YET_LIMIT_S = 10  # of accounting: how long a movement waits for its product before it is parked


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose databases are migrated: made once, by whichever process of the session comes first."""
    ours = tmp_path_factory.getbasetemp()
    shared = ours.parent if "PYTEST_XDIST_WORKER" in os.environ else ours
    folder = shared / "prepared"
    with (shared / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished = shared / "preparing"
            _prepare(Platform(StackSettings(data_folder=unfinished, free_ports=True, durable=False)))
            unfinished.rename(folder)
    return folder


def _prepare(platform: Platform) -> None:
    """Migrated databases; those of services that are copied once more, for nobody is ever connected to these."""
    platform.prepare()
    platform.postgres.start()
    try:
        for service in COPIED:
            platform.postgres.execute(f"CREATE DATABASE {service}_empty TEMPLATE {service}")
    finally:
        platform.postgres.stop()


@contextmanager
def running(
    prepared: Path, settings: Mapping[str, object], service_settings: Mapping[str, Mapping[str, str]] | None = None
) -> Iterator[Platform]:
    """The platform in a copy of a prepared folder, which is gone afterwards. To be called from the main thread: see Envoy."""
    with tempfile.TemporaryDirectory(prefix="comptoir-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        shutil.copytree(prepared, folder, dirs_exist_ok=True)
        folder.chmod(0o711)  # PostgreSQL may run as another user, who walks through
        fixed = {"data_folder": folder, "free_ports": True, "durable": False}
        with Platform(StackSettings.model_validate({**fixed, **settings}), service_settings) as platform:
            yield platform


@pytest.fixture(scope="session")
def traces() -> Iterator[Traces]:
    """Where all spans of the session arrive."""
    with Traces() as receiver:
        yield receiver


@pytest.fixture(scope="session")
def platform(traces: Traces, prepared: Path) -> Iterator[Platform]:
    """Everything, with one process for each service."""
    settings = {"telemetry": "otlp", "otlp_endpoint": traces.endpoint}
    with running(prepared, settings, {"accounting": {"NOT_YET_LIMIT_S": str(NOT_YET_LIMIT_S)}}) as platform:
        yield platform


@pytest.fixture(scope="module")
def split_platform(prepared: Path) -> Iterator[Platform]:
    """Everything, with a process each for serving, consuming and relaying."""
    with running(prepared, {"split": True}) as platform:
        yield platform


@pytest.fixture
async def house(platform: Platform) -> AsyncIterator[House]:
    """A house of its own on the running platform."""
    async with opened(platform.url) as house:
        yield house

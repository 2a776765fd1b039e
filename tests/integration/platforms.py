"""Fixtures: everything on one machine, started once for all stories; and once more with a process for each role, to be killed."""

import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from stack.platform import Platform
from stack.settings import StackSettings

from tests.integration.house import House, opened
from tests.integration.traces import Traces

NOT_YET_LIMIT_S = 10  # of accounting: how long a movement waits for its product before it is parked


@contextmanager
def running(
    settings: Mapping[str, object], service_settings: Mapping[str, Mapping[str, str]] | None = None
) -> Iterator[Platform]:
    """The platform in a folder of its own, which is gone afterwards. To be called from the main thread: see Envoy."""
    with tempfile.TemporaryDirectory(prefix="comptoir-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
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
def platform(traces: Traces) -> Iterator[Platform]:
    """Everything, with one process for each service."""
    settings = {"telemetry": "otlp", "otlp_endpoint": traces.endpoint}
    with running(settings, {"accounting": {"NOT_YET_LIMIT_S": str(NOT_YET_LIMIT_S)}}) as platform:
        yield platform


@pytest.fixture(scope="module")
def split_platform() -> Iterator[Platform]:
    """Everything, with a process each for serving, consuming and relaying."""
    with running({"split": True}) as platform:
        yield platform


@pytest.fixture
async def house(platform: Platform) -> AsyncIterator[House]:
    """A house of its own on the running platform."""
    async with opened(platform.url) as house:
        yield house

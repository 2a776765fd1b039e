"""A real browser before the running platform."""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from playwright.async_api import Browser
from stack.platform import Platform

pytest.register_assert_rewrite("tests.e2e.desk", "tests.e2e.day")

from tests.e2e.chromium import launched  # noqa: E402  # what they assert is told as tests do
from tests.e2e.desk import Desk, Hire, seated  # noqa: E402
from tests.integration.house import PASSWORD  # noqa: E402
from tests.integration.platforms import running  # noqa: E402


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for all."""
    async with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def platform(prepared: Path) -> Iterator[Platform]:
    """Everything, for people alone: nobody looks at what it traces."""
    with running(prepared, {}) as platform:
        yield platform


@pytest.fixture
async def hire(browser: Browser, platform: Platform) -> AsyncIterator[Hire]:
    """Seats somebody at a desk of his own, signed in; everybody leaves at the end, and nothing may have gone wrong unseen.

    Where E2E_PICTURES names a folder, it gets the pictures that journeys take on their way.
    """
    pictures = Path(os.environ["E2E_PICTURES"]) if "E2E_PICTURES" in os.environ else None
    if pictures is not None:
        pictures.mkdir(parents=True, exist_ok=True)
    async with AsyncExitStack() as desks:

        async def hired(username: str, language: str, *, dark: bool = False, password: str = PASSWORD) -> Desk:
            return await desks.enter_async_context(
                seated(browser, platform.url, username, language, dark=dark, password=password, pictures=pictures)
            )

        yield hired

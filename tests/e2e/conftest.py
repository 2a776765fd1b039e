"""A real browser before the running platform."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from playwright.async_api import Browser
from stack.platform import Platform

pytest.register_assert_rewrite("tests.e2e.desk", "tests.e2e.day")

from tests.e2e.chromium import launched  # noqa: E402  # what they assert is told as tests do
from tests.e2e.desk import Desk, Hire, seated  # noqa: E402
from tests.integration.house import PASSWORD  # noqa: E402


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for all."""
    async with launched() as browser:
        yield browser


@pytest.fixture
async def hire(browser: Browser, platform: Platform) -> AsyncIterator[Hire]:
    """Seats somebody at a desk of his own, signed in; everybody leaves at the end, and nothing may have gone wrong unseen."""
    async with AsyncExitStack() as desks:

        async def hired(username: str, language: str, *, dark: bool = False, password: str = PASSWORD) -> Desk:
            return await desks.enter_async_context(
                seated(browser, platform.url, username, language, dark=dark, password=password)
            )

        yield hired

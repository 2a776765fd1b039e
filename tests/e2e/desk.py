"""Somebody at the console, with a keyboard, a mouse and eyes."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from playwright.async_api import Browser, ConsoleMessage, Error, Locator, Page, Request, expect

from tests.e2e.texts import figure, text
from tests.integration.house import PASSWORD

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
SIGN_IN = {"fr": "Se connecter", "en": "Sign in"}
LOCALES = {"fr": "fr-FR", "en": "en-GB"}
PATIENCE_MS = 30_000  # the machine may be busy
_QUIET_S = 0.5  # longer than a field waits for the end of one's typing
_LOADED_S = 0.2  # the same where nothing was typed
_PUSHED = "/live"  # a stream of messages
_SERIOUS = ("serious", "critical")
_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],  # of what passes no more than that it does
    "rules": {"label-content-name-mismatch": {"enabled": False}},  # an experiment of axe: it takes initials for a label
}
_CHOSEN_ELSEWHERE = """(language) =>
    dispatchEvent(new StorageEvent('storage', { key: 'comptoir.language', newValue: language }))"""
_RUN_AXE = """async ([part, rules]) => {
    const shown = part ? [...document.querySelectorAll(part)].filter((it) => it.checkVisibility()) : [document];
    return shown.length === 0 ? [] : (await axe.run({ include: shown }, rules)).violations;
}"""


@dataclass
class Desk:
    """A browser of its own, with one page of the console."""

    page: Page
    language: str = "fr"
    faults: list[str] = field(default_factory=list)  # errors of scripts, and what the page's policy refused
    pictures: Path | None = None  # the folder for them; none are taken without
    _open: set[Request] = field(default_factory=set)  # asked for and not answered
    _last_asked_at: float = 0

    def watch(self) -> None:
        def said(message: ConsoleMessage) -> None:
            if message.type == "error":
                self.faults.append(f"{message.text} {message.location.get('url', '')}".strip())

        def thrown(error: Error) -> None:
            self.faults.append(str(error))

        self.page.on("console", said)
        self.page.on("pageerror", thrown)
        self.page.on("request", self._asked)
        self.page.on("requestfinished", self._answered)
        self.page.on("requestfailed", self._answered)

    def _asked(self, request: Request) -> None:
        self._last_asked_at = time.monotonic()
        if not request.url.endswith(_PUSHED):
            self._open.add(request)

    def _answered(self, request: Request) -> None:
        self._open.discard(request)

    async def sign_in(self, username: str, language: str, password: str = PASSWORD) -> None:
        await self.page.goto("/")
        await self.page.locator("#username").fill(username)
        await self.page.locator("#password").fill(password)
        await self.page.get_by_role("button", name=SIGN_IN[language]).click()
        await expect(self.page.get_by_role("main")).to_be_visible()
        await self.is_settled(_LOADED_S)

    async def find(self, words: str) -> None:
        """Anything by its number or name, as people do: Ctrl-K, some words, Enter."""
        await self.page.keyboard.press("Control+k")
        await self.page.get_by_role("dialog").get_by_role("textbox").fill(words)
        await self.page.get_by_role("dialog").get_by_role("button", name=words).first.click()
        await self.is_settled()

    async def go(self, path: str) -> None:
        await self.page.goto(path)
        await self.is_settled(_LOADED_S)

    async def menu(self) -> list[str]:
        """The addresses that the menu leads to."""
        links = await self.page.get_by_role("navigation").get_by_role("link").all()
        return sorted({str(await link.get_attribute("href")) for link in links})

    async def choose(self, path: str) -> None:
        """Another screen from the menu: the page stays."""
        await self.page.locator(f'nav a[href="{path}"]').click()
        await self.is_settled(_LOADED_S)

    async def speak(self, language: str) -> None:
        """The screen in the other language, as when it is chosen in another tab."""
        self.language = language
        await self.page.evaluate(_CHOSEN_ELSEWHERE, language)
        await expect(self.page.locator("html")).to_have_attribute("lang", language)

    async def is_settled(self, quiet_s: float = _QUIET_S) -> None:
        """Until the page is loaded and has asked for nothing for a while; what is pushed to it never ends."""
        await self.page.wait_for_load_state("load")
        async with asyncio.timeout(PATIENCE_MS / 1000):
            while self._open or time.monotonic() - self._last_asked_at < quiet_s:
                await asyncio.sleep(quiet_s / 10)

    async def picture(self, name: str) -> None:
        """What is on the screen now, where pictures are wanted."""
        if self.pictures is not None:
            await self.is_settled()
            await self.page.screenshot(path=self.pictures / f"{name}.png")

    def say(self, key: str, **values: object) -> str:
        """What the screen says, by its key in the console's texts."""
        return text(self.language, key, **values)

    def figure(self, written: str) -> str:
        """A figure like 8.00, as the screen writes it."""
        return figure(self.language, written)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("main").get_by_role("button", name=name, exact=True)

    async def barriers(self, part: str = "") -> list[str]:
        """What keeps people with another sight, or without a mouse, from this page or what is shown of a part of it (WCAG 2.2
        AA): nothing, one hopes."""
        await self.page.evaluate(
            "() => Promise.all(document.getAnimations().map((it) => it.finished.catch(() => null)))"
        )
        if not await self.page.evaluate("() => 'axe' in window"):
            await self.page.evaluate(AXE.read_text())
        found = await self.page.evaluate(_RUN_AXE, [part, _RULES])
        return [
            f"{self.page.url} {each['id']}: {node['html'][:200]} {node['failureSummary']}"
            for each in found
            if each["impact"] in _SERIOUS
            for node in each["nodes"][:2]
        ]


class Hire(Protocol):
    """How a test gets somebody to a desk."""

    async def __call__(self, username: str, language: str, *, dark: bool = False, password: str = PASSWORD) -> Desk: ...


@asynccontextmanager
async def seated(
    browser: Browser,
    url: str,
    username: str,
    language: str,
    *,
    dark: bool = False,
    password: str = PASSWORD,
    pictures: Path | None = None,
) -> AsyncIterator[Desk]:
    """Signed in. Afterwards: no script failed and the page's policy refused nothing."""
    context = await browser.new_context(
        base_url=url,
        locale=LOCALES[language],
        viewport={"width": 1440, "height": 900},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    desk = Desk(await context.new_page(), language, pictures=pictures)
    desk.watch()
    await desk.sign_in(username, language, password)
    yield desk
    await context.close()
    assert desk.faults == []

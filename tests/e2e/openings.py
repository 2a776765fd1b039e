"""All that opens on a screen, looked at on a phone, in light and dark. Nothing of it is carried out."""

import json
import re

from playwright.async_api import Locator, Route, ViewportSize, expect

from tests.e2e.desk import Desk

PHONE = ViewportSize(width=390, height=844)
DESKTOP = ViewportSize(width=1440, height=900)
AT_MOST = 6  # openers of one screen
_OPEN = "[role=dialog], [role=menu], [role=listbox]"
_OF_EVERY_LIST = ("list.views", "list.columns")  # the same on each: once is enough
_SAVES = re.compile("CSV|XLSX|PDF|FEC")  # what only saves a file
_BUTTONS = r"""(root) => {
    const seen = new Map();
    for (const it of root.querySelectorAll('button')) {
        const name = (it.getAttribute('aria-label') ?? it.textContent).trim().replace(/\s+/g, ' ');
        const isPlain = !it.disabled && it.type !== 'submit' && !it.role && it.offsetParent !== null;
        if (isPlain && name && !it.closest('th') && !seen.has(name)) seen.set(name, name);
    }
    return [...seen.keys()];
}"""
_DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
judged: set[str] = set()
_REFUSED = {"type": "/problems/not-here", "title": "Not here", "status": 409, "detail": "A test only looks."}


async def barriers_of_openings(desk: Desk) -> list[str]:
    """Of this screen on a phone, and of each menu, dialog and bar over ticked rows that its buttons open."""
    page = desk.page
    await page.set_viewport_size(PHONE)
    await page.route("**/api/**", _only_look)
    try:
        found = await _in_both(desk, "")
        found += await _of_buttons(desk, page.get_by_role("main"))
        tick = page.get_by_role("main").locator("tbody input[type=checkbox]").first
        if await tick.count():
            await tick.check()
            bar = page.get_by_role("toolbar").last
            found += await _in_both(desk, "[role=toolbar]")
            found += await _of_buttons(desk, bar)
    finally:
        await page.unroute("**/api/**", _only_look)
        await page.set_viewport_size(DESKTOP)
        desk.faults[:] = [each for each in desk.faults if "409" not in each]
    return found


async def barriers_of_the_frame(desk: Desk) -> list[str]:
    """Of the palette, the keys, the account's menu and the navigation, on a phone."""
    page = desk.page
    await page.set_viewport_size(PHONE)
    found = []
    for key, words in (("app.search", "a"), ("app.account", "")):
        await page.get_by_role("banner").get_by_role("button", name=desk.say(key)).click()
        await expect(page.locator(_OPEN).locator("visible=true").first).to_be_visible()
        if words:
            await page.get_by_role("dialog").get_by_role("textbox").fill(words)
            await desk.is_settled()
        found += await _in_both(desk, _OPEN)
        await _close(desk)
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog")).to_be_visible()
    found += await _in_both(desk, _OPEN)
    await _close(desk)
    await page.get_by_role("banner").get_by_role("button", name=desk.say("app.menu")).click()
    await expect(page.get_by_role("navigation").first).to_be_visible()
    found += await _in_both(desk, "")
    await page.set_viewport_size(DESKTOP)
    return found


async def _only_look(route: Route) -> None:
    """Read, and refuse whatever would change something."""
    if route.request.method in ("GET", "HEAD"):
        await route.fallback()
    else:
        await route.fulfill(status=409, content_type="application/problem+json", body=json.dumps(_REFUSED))


async def _of_buttons(desk: Desk, root: Locator) -> list[str]:
    page = desk.page
    at = page.url
    found: list[str] = []
    known = {desk.say(key) for key in _OF_EVERY_LIST if key in judged}
    names = [each for each in await root.evaluate(_BUTTONS) if not _SAVES.search(each) and each not in known]
    judged.update(key for key in _OF_EVERY_LIST if desk.say(key) in names)
    for name in names[:AT_MOST]:
        button = root.get_by_role("button", name=name, exact=True).first
        if not await button.is_visible() or await button.is_disabled():
            continue  # what was pressed before took it away
        await button.press("Enter")  # by the keyboard, as those do whom a barrier would stop
        await page.evaluate(_DRAWN)
        if page.url.split("?")[0] != at.split("?")[0]:
            await desk.go(at)
        elif await page.locator(_OPEN).locator("visible=true").count():
            await desk.is_settled()
            found += await _in_both(desk, _OPEN)
            await _close(desk)
    return found


async def _in_both(desk: Desk, part: str) -> list[str]:
    """In light and in dark, that of the desk last."""
    is_dark = await desk.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    found = []
    for scheme in ("light", "dark") if is_dark else ("dark", "light"):
        await desk.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        await expect(desk.page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)
        found += [f"{scheme} {each}" for each in await desk.barriers(part)]
    return found


async def _close(desk: Desk) -> None:
    await desk.page.keyboard.press("Escape")
    await expect(desk.page.locator(_OPEN).locator("visible=true")).to_have_count(0)

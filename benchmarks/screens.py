"""What somebody waits for in a real browser: the console opening, a change of screen, a long list, a scan."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Final

from playwright.async_api import Page

from benchmarks.result import Goal, Percentiles, Result
from benchmarks.stage import Stage
from tests.e2e.chromium import launched
from tests.e2e.desk import seated

_OPENINGS: Final = 7
_ROWS: Final = 100_000
_PAGES: Final = 10  # of 200 rows, scrolled through
_WORDS: Final = ("Article 7", "BENCH-LIST-00042", "4711", "Article 99", "BENCH-LIST-09")
_SCANS: Final = 40

# Nothing is being fetched, and the main part has its title.
_THERE: Final = """() => document.querySelector('nav') !== null && document.querySelector('main h1') !== null
    && document.querySelector('main [aria-busy=true], main .mantine-Loader-root') === null"""
_BUNDLE: Final = """async () => {
    const text = await (await fetch('/', { headers: { accept: 'text/html' } })).text();
    const html = new DOMParser().parseFromString(text, 'text/html');
    const files = [...html.querySelectorAll('script[src], link[rel=modulepreload], link[rel=stylesheet]')];
    const addresses = new Set(files.map((it) => new URL(it.getAttribute('src') ?? it.getAttribute('href'), location).href));
    return performance.getEntriesByType('resource').filter((it) => addresses.has(it.name))
        .reduce((sum, it) => sum + it.encodedBodySize, 0);
}"""
_CHANGE: Final = """(path) => new Promise((done) => {
    const heading = () => document.querySelector('main h1')?.textContent;
    const [before, from] = [heading(), performance.now()];
    const isThere = () => location.pathname === path && heading() && heading() !== before
        && document.querySelector('main [aria-busy=true], main .mantine-Loader-root') === null;
    const look = () => isThere() ? done(performance.now() - from) : requestAnimationFrame(look);
    document.querySelector(`nav a[href="${path}"]`).click();
    requestAnimationFrame(look);
})"""
_FILTERED: Final = """(words) => new Promise((done) => {
    const from = performance.now();
    const rows = [...document.querySelectorAll('main tr[data-row]')];
    const isThere = () => document.querySelector('main [aria-busy=true]') === null
        && new URLSearchParams(location.search).get('q') === words
        && document.querySelector('main tr[data-row]') !== rows[0];
    const look = () => isThere() ? done(performance.now() - from) : requestAnimationFrame(look);
    requestAnimationFrame(look);
})"""
_SCROLLED: Final = """async (pages) => {
    const frames = [];
    let [before, seen] = [performance.now(), 0];
    const last = () => Number([...document.querySelectorAll('main tr[data-row]')].at(-1).dataset.row);
    while (seen < pages * 200) {
        window.scrollBy(0, 400);
        await new Promise(requestAnimationFrame);
        const now = performance.now();
        frames.push(now - before);
        [before, seen] = [now, last()];
    }
    return frames;
}"""
_ANSWERED: Final = """(words) => new Promise((done) => {
    let from = 0;
    window.addEventListener('keydown', (key) => { if (key.key === 'Enter') from = performance.now(); }, true);
    const look = () => from && document.querySelector('main').innerText.includes(words)
        ? done(performance.now() - from) : requestAnimationFrame(look);
    requestAnimationFrame(look);
})"""
_LONG_LIST: Final = f"""
    INSERT INTO product (id, version, sku, name_fr, name_en, family_code, status, stock_uom, quantity_decimals, tax_class,
                         costing_method, tracking, search)
    SELECT uuidv7(), 1, 'BENCH-LIST-' || lpad(n::text, 6, '0'), 'Article ' || n, 'Article ' || n, 'bench', 'active', 'C62', 0,
           'bench', 'avco', 'none', 'bench-list-' || lpad(n::text, 6, '0') || ' article ' || n
    FROM generate_series(1, {_ROWS}) AS n ON CONFLICT DO NOTHING"""


async def opening(stage: Stage) -> Result:
    """The console with nothing in the browser's cache, signed in."""
    async with _page_of(stage, "finance") as page:
        network = await page.context.new_cdp_session(page)
        await network.send("Network.setCacheDisabled", {"cacheDisabled": True})
        seconds = []
        for _ in range(_OPENINGS):
            started = time.perf_counter()
            await page.goto("/")
            await page.wait_for_function(_THERE)
            seconds.append(time.perf_counter() - started)
        size = await page.evaluate(_BUNDLE)
    latency = Percentiles.of_seconds(seconds)
    return Result(
        name="console opened cold",
        value=latency.p50 / 1000,
        unit="s",
        goal=Goal(at_most=1.5),
        latency=latency,
        notes=f"signed in, empty cache, until the home's figures are there; first bundle {size / 1000:.0f} kB (goal 300)",
    )


async def change_of_screen(stage: Stage) -> Result:
    """Each screen in the menu of finance, from the click until its data are there, first visits included."""
    async with _page_of(stage, "finance") as page:
        links = page.locator("nav a[href^='/']")
        paths = [await link.get_attribute("href") or "" for link in await links.all()]
        visits = [path for path in paths if path != "/"] * 2
        seconds = [await page.evaluate(_CHANGE, path) / 1000 for path in visits]
    latency = Percentiles.of_seconds(seconds)
    return Result(
        name="change of screen",
        value=latency.p50,
        unit="ms, p50",
        goal=Goal(at_most=200, p95_ms=400),
        latency=latency,
        notes=f"{len(visits)} changes over {len(visits) // 2} screens, from the click until the data are there",
    )


async def long_list(stage: Stage) -> Result:
    """A hundred thousand products: filtered by words, and scrolled through."""
    await stage.watch.fetch("catalog", _LONG_LIST)
    await stage.watch.fetch("catalog", "ANALYZE product")
    async with _page_of(stage, "buyer") as page:
        await page.goto("/products")
        await page.wait_for_function(_THERE)
        frames = await page.evaluate(_SCROLLED, _PAGES)
        await page.evaluate("() => window.scrollTo(0, 0)")
        search = page.get_by_role("main").get_by_role("searchbox").first
        seconds = [await _timed(page, _FILTERED, words, partial(search.fill, words)) for words in _WORDS]
    drawn = Percentiles.of_seconds([each / 1000 for each in frames])
    latency = Percentiles.of_seconds(seconds)
    return Result(
        name="list of 100,000 products filtered",
        value=latency.p50,
        unit="ms, p50",
        goal=Goal(at_most=500),
        latency=latency,
        notes=f"from the last key to the rows; scrolled through {_PAGES * 200:,} rows in frames of p50 {drawn.p50:g} p95"
        f" {drawn.p95:g} p99 {drawn.p99:g} ms",
    )


async def scan(stage: Stage) -> Result:
    """From the Enter of a keyboard wedge until the product is on the screen."""
    async with _page_of(stage, "warehouse") as page:
        await page.goto("/scanner")
        await page.get_by_role("main").get_by_role("button", name="Look up", exact=True).click()
        codes = [f"BENCH-{number:05}" for number in range(_SCANS)]
        seconds = [await _timed(page, _ANSWERED, code, partial(_wedged, page, code)) for code in codes]
    latency = Percentiles.of_seconds(seconds)
    return Result(
        name="scan answered",
        value=latency.p95,
        unit="ms, p95",
        goal=Goal(at_most=200),
        latency=latency,
        notes=f"{_SCANS} codes of a keyboard wedge, from Enter until the product is shown",
    )


async def _timed(page: Page, script: str, argument: str, act: Callable[[], Awaitable[None]]) -> float:
    """Seconds that the script in the page saw until what it waits for, once `act` has been done."""
    seen = asyncio.ensure_future(page.evaluate(script, argument))
    await act()
    return float(await seen) / 1000


async def _wedged(page: Page, code: str) -> None:
    await page.keyboard.type(code)
    await page.keyboard.press("Enter")


@asynccontextmanager
async def _page_of(stage: Stage, username: str) -> AsyncIterator[Page]:
    """Of somebody who has signed in, in English."""
    async with (
        launched() as browser,
        seated(browser, stage.platform.url, username, "en", password=stage.password) as desk,
    ):
        yield desk.page

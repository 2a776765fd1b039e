"""Take the picture of the documentation from a running `make demo`: `python -m tests.e2e.pictures`."""

import asyncio
import os
import sys
from pathlib import Path

from playwright.async_api import async_playwright

from tests.e2e.chromium import FLAGS, chromium
from tests.e2e.desk import seated

IMAGES = Path(__file__).parents[2] / "docs" / "images"
SETTLED_MS = 1_000  # the chart draws itself


async def main(url: str) -> None:
    found = chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=found.path, args=FLAGS, env={**os.environ, **found.environment}
        )
        async with seated(browser, url, "finance", "en", dark=False) as desk:
            await desk.go("/margins?by=family")
            await desk.page.wait_for_timeout(SETTLED_MS)
            await desk.page.screenshot(path=IMAGES / "console.png")
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080"))

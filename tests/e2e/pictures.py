"""Take the picture of the documentation from a running `make demo`: `python -m tests.e2e.pictures`."""

import asyncio
import sys
from pathlib import Path

from tests.e2e.chromium import launched
from tests.e2e.desk import seated

IMAGES = Path(__file__).parents[2] / "docs" / "images"
SETTLED_MS = 1_000  # the chart draws itself


async def main(url: str) -> None:
    async with launched() as browser, seated(browser, url, "finance", "en") as desk:
        await desk.go("/margins?by=family")
        await desk.page.wait_for_timeout(SETTLED_MS)
        await desk.page.screenshot(path=IMAGES / "console.png")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080"))

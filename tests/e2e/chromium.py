"""A Chromium to look through: the system's, else the one that npm installs with the console's tools."""

import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Browser, async_playwright

TOOLS = Path(__file__).parents[2] / "web" / "node_modules"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
)
UNPACKED = TOOLS / ".cache" / "chromium"
_UNPACK = "import chromium from '@sparticuz/chromium'; console.log(await chromium.executablePath())"
_WITH_LIBRARIES = "AWS_Lambda_nodejs22.x"  # where it runs by default: then it brings what it links to as well


@dataclass(frozen=True, slots=True)
class Chromium:
    """The program, and what it needs in its environment."""

    path: str
    environment: Mapping[str, str] = field(default_factory=dict)


def chromium() -> Chromium:
    """The system's where it has one. `E2E_CHROMIUM=npm` takes the other all the same."""
    found = (
        None if os.environ.get("E2E_CHROMIUM") == "npm" else shutil.which("chromium") or shutil.which("google-chrome")
    )
    return Chromium(found) if found else _unpacked()


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    """A browser for the block."""
    found = chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=found.path, args=FLAGS, env={**os.environ, **found.environment}
        )
        yield browser
        await browser.close()


def _unpacked() -> Chromium:
    UNPACKED.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "TMPDIR": str(UNPACKED), "AWS_EXECUTION_ENV": _WITH_LIBRARIES}
    command = ["node", "--input-type=module", "--eval", _UNPACK]
    done = subprocess.run(command, cwd=TOOLS.parent, env=environment, capture_output=True, text=True, check=True)
    fonts = UNPACKED / "fonts.conf"
    fonts.write_text(
        f"<fontconfig><dir>{UNPACKED / 'fonts'}</dir><cachedir>{UNPACKED / 'fonts-cache'}</cachedir></fontconfig>"
    )
    libraries = UNPACKED / "al2023" / "lib"
    return Chromium(done.stdout.strip(), {"LD_LIBRARY_PATH": str(libraries), "FONTCONFIG_FILE": str(fonts)})

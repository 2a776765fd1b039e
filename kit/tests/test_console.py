"""The console's files: the right packing, caching and policy, and nothing else of the disk."""

import gzip
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from kit.errors import NotFound

from kit import console

SCRIPT = b"console.log('here')"


@pytest.fixture
def build(tmp_path: Path) -> Path:
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text('<meta name="nonce" content="@nonce@">')
    (folder / "icon.svg").write_text("<svg/>")
    (folder / "scanner.webmanifest").write_text("{}")
    (folder / "assets" / "app-1a2b.js").write_bytes(SCRIPT)
    (folder / "assets" / "app-1a2b.js.gz").write_bytes(gzip.compress(SCRIPT))
    (tmp_path / "secret.txt").write_text("not for browsers")
    return folder


@pytest.fixture
async def browser(build: Path) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(console.router(build))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://console") as client:
        yield client


@pytest.mark.parametrize("path", ["/console/", "/console/sales/orders/7", "/console/callback"])
async def test_addresses_of_screens_get_the_page_with_a_policy_of_its_own(
    browser: httpx.AsyncClient, path: str
) -> None:
    first, second = await browser.get(path), await browser.get(path)
    nonce = first.text.split('content="')[1].split('"')[0]
    assert f"'nonce-{nonce}'" in first.headers["content-security-policy"]
    assert "unsafe-inline" not in first.headers["content-security-policy"].replace("style-src-attr 'unsafe-inline'", "")
    assert first.headers["cache-control"] == "no-store"
    assert first.text != second.text


async def test_files_with_a_hash_in_their_name_are_kept_for_ever(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/console/assets/app-1a2b.js", headers={"accept-encoding": "gzip, br"})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.content == SCRIPT
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"].startswith("text/javascript")


async def test_other_files_are_asked_for_again_and_answered_by_their_tag(browser: httpx.AsyncClient) -> None:
    first = await browser.get("/console/icon.svg")
    again = await browser.get("/console/icon.svg", headers={"if-none-match": first.headers["etag"]})
    assert (first.headers["cache-control"], again.status_code) == ("no-cache", 304)


async def test_the_scanner_can_be_installed(browser: httpx.AsyncClient) -> None:
    manifest = await browser.get("/console/scanner.webmanifest")
    policy = (await browser.get("/console/scanner")).headers["content-security-policy"]
    assert manifest.headers["content-type"] == "application/manifest+json"
    assert {"worker-src 'self'", "manifest-src 'self'"} <= {each.strip() for each in policy.split(";")}


@pytest.mark.parametrize("path", ["/console/assets/gone.js", "/console/%2e%2e/secret.txt", "/console/..%2fsecret.txt"])
async def test_what_is_not_of_the_build_is_not_there(browser: httpx.AsyncClient, path: str) -> None:
    with pytest.raises(NotFound):
        await browser.get(path)


async def test_a_new_build_is_seen_without_a_restart(browser: httpx.AsyncClient, build: Path) -> None:
    assert "second" not in (await browser.get("/console/")).text
    (build / "index.html").write_text("second")
    assert (await browser.get("/console/")).text == "second"


async def test_without_a_build_the_answer_says_how_to_make_one() -> None:
    app = FastAPI()
    app.include_router(console.router(None))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://console") as client:
        with pytest.raises(NotFound, match="make web"):
            await client.get("/console/")

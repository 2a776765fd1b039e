"""The page of all APIs loads nothing from elsewhere."""

import re

import httpx
import pytest
from fastapi import FastAPI
from kit.docs import router


@pytest.fixture
def client() -> httpx.AsyncClient:
    app = FastAPI(docs_url=None)
    app.include_router(router())
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test")


async def test_all_that_the_page_loads_is_served_beside_it(client: httpx.AsyncClient) -> None:
    page = await client.get("/docs")
    assert page.status_code == 200
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(loaded) == 5
    for path in loaded:
        assert path.startswith("/docs/")
        assert (await client.get(path)).status_code == 200
    assert (await client.get("/docs/oauth2-redirect.html")).status_code == 200

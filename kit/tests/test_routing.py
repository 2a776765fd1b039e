"""The remembered router changes which routes are tried, never which one answers."""

from uuid import uuid4

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from kit.routing import remember_routes

from kit import routing


def _app() -> FastAPI:
    """Two routers whose paths overlap: the first one that fits answers."""
    first, second = APIRouter(), APIRouter()

    @first.get("/things/latest")
    async def latest() -> str:
        return "latest"

    @first.get("/things/{code}/parts")
    async def parts(code: str) -> str:
        return f"parts of {code}"

    @second.get("/things/{code}")
    async def thing(code: str) -> str:
        return f"thing {code}"

    @second.put("/things/{code}")
    async def put(code: str) -> str:
        return f"put {code}"

    app = FastAPI()
    app.include_router(first, prefix="/api")
    app.include_router(second, prefix="/api")
    return app


def _client(app: FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test")


async def test_every_path_is_answered_as_without_memory_and_again_when_it_is_remembered() -> None:
    plain, remembering = _app(), _app()
    remember_routes(remembering)
    asked = [
        (method, f"/api/things{path}")
        for method in ("GET", "PUT", "DELETE")
        for path in ("/latest", "/abc", f"/{uuid4()}", f"/{uuid4()}", f"/{uuid4()}/parts", "/abc/parts", "/a/b/c", "")
    ]
    async with _client(plain) as one, _client(remembering) as other:
        for method, path in [*asked, *reversed(asked)]:
            expected, answer = await one.request(method, path), await other.request(method, path)
            assert (answer.status_code, answer.json()) == (expected.status_code, expected.json()), (method, path)


async def test_made_up_paths_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routing, "_SHAPES_MAX", 10)
    app = _app()
    remember_routes(app)
    async with _client(app) as client:
        for i in range(25):
            assert (await client.get(f"/api/things/made-up-{i}")).json() == f"thing made-up-{i}"
    known = vars(app.router.routes[0])["_known"]
    assert 0 < len(known) <= 10


def test_the_openapi_document_lists_each_route_once() -> None:
    plain, remembering = _app(), _app()
    remember_routes(remembering)
    assert remembering.openapi() == plain.openapi()

"""Checks over every endpoint of a service, made from its OpenAPI document so that no new endpoint escapes."""

from typing import Any

import httpx

from kit.service import api_of
from kit.testing import tokens
from kit.testing.services import ServiceUnderTest

_METHODS = ("get", "post", "put", "patch", "delete")


def operations(under_test: ServiceUnderTest) -> list[tuple[str, str, dict[str, Any]]]:
    """Each (method, path, operation) of the OpenAPI document."""
    document = api_of(under_test.service).openapi()
    return [
        (method, path, item[method])
        for path, item in document["paths"].items()
        for method in _METHODS
        if method in item
    ]


async def assert_every_door_is_shut(under_test: ServiceUnderTest) -> int:
    """Every operation answers 401 without a token and 403 to a caller who has all permissions but the needed one.

    Returns how many operations were tried.
    """
    every = set(under_test.all_permissions())
    transport = httpx.ASGITransport(app=api_of(under_test.service))
    tried = 0
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        for method, path, operation in operations(under_test):
            needed = {scope for option in operation["security"] for scopes in option.values() for scope in scopes}
            assert needed, f"{method} {path} asks for no permission"
            url = path.replace("{", "").replace("}", "")
            anonymous = await client.request(method, url)
            assert anonymous.status_code == 401, f"{method} {path} answers {anonymous.status_code} to nobody"
            bearer = {"Authorization": f"Bearer {tokens.token(*(every - needed), 'something.else')}"}
            stranger = await client.request(method, url, headers=bearer)
            assert stranger.status_code == 403, f"{method} {path} answers {stranger.status_code} without {needed}"
            tried += 1
    assert tried
    return tried

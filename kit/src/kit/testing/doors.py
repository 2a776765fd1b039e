"""Checks over every endpoint of a service, made from its OpenAPI document so that no new endpoint escapes."""

import re
from collections.abc import Collection, Mapping
from typing import Any

import httpx

from kit.ids import new_id
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


async def assert_customers_are_apart(
    under_test: ServiceUnderTest,
    permissions: Collection[str],
    *,
    theirs: Mapping[str, str],
    bodies: Mapping[str, Any],
    shared: Collection[str] = (),
) -> int:
    """A customer's user with these permissions gets nothing of another customer at any operation that they open.

    `theirs`: ids of the other customer's by the parameter's name, or by the segment before it and the name where documents
    share a name. `bodies`: what is sent, by the last segment that is no parameter. `shared`: operations
    that tell every customer the same. An operation that is new fails until somebody says what it is asked for: its id,
    its body, or that all may know. Returns how many operations were tried.
    """
    markers = {each for each in theirs.values() if len(each) > 30}
    tried = 0
    async with under_test.client(*permissions, sub="buyer", customer_id=str(new_id())) as client:
        for method, path, operation in operations(under_test):
            needed = {scope for option in operation["security"] for scopes in option.values() for scope in scopes}
            own = path.removeprefix(f"/api/{under_test.service.name}/v1")
            if not needed & set(permissions) or f"{method} {own}" in shared:
                continue
            url = _PARAMETER.sub(lambda found: f"{found[1]}/{_theirs(theirs, found[1], found[2])}", own)
            body = _body_of(bodies, own) if method != "get" else None
            answer = await client.request(method, url, json=body, headers={"If-Match": "1"})
            if any(each["name"] == "customer_id" for each in operation.get("parameters", ()) if each["in"] == "query"):
                narrowed = await client.request(method, url, params={"customer_id": theirs["customer_id"]})
                assert narrowed.status_code == 403, f"{method} {own} of another: {narrowed.status_code}"
            is_list = method == "get" and url == own
            allowed = (200, 403) if is_list else (403, 404)
            assert answer.status_code in allowed, f"{method} {own}: {answer.status_code} {answer.text[:300]}"
            told = markers & set(_ID.findall(answer.text)) if answer.status_code == 200 else set()
            assert not told, f"{method} {own} tells of another customer's {told}"
            tried += 1
    return tried


_PARAMETER = re.compile(r"([^/]+)/\{(\w+)\}")
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


def _theirs(theirs: Mapping[str, str], segment: str, name: str) -> str:
    found = theirs.get(f"{segment}/{name}", theirs.get(name))
    assert found, f"say whose {name} the test shall try after {segment}"
    return found


def _body_of(bodies: Mapping[str, Any], path: str) -> Any:
    name = [each for each in path.split("/") if not each.startswith("{")][-1]
    assert name in bodies, f"say what the test shall send to {path}"
    return bodies[name]

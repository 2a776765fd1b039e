"""Hostile input over a whole OpenAPI document: nothing may end in a fault of ours."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import httpx
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

from kit.service import api_of
from kit.testing import tokens
from kit.testing.services import ServiceUnderTest


async def fuzz(
    under_test: ServiceUnderTest,
    *,
    examples: int = 10,
    known: Mapping[str, str] | None = None,
    after: Callable[[str, str], Awaitable[None]] | None = None,
    **claims: Any,
) -> int:
    """Call each operation with generated input, good and bad, as a caller who may do everything; no 5xx may come back.

    `known`: values to put wherever a parameter or member of a body has that name, so that something is hit that is
    there. Streams are left out. `after`: what must hold after each call, by its method and path. `claims`: of the caller's token.
    Returns how many operations were tried.
    """
    app = api_of(under_test.service)
    loop = asyncio.get_running_loop()
    headers = {"Authorization": f"Bearer {tokens.token(*under_test.all_permissions(), **claims)}"}
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers) as client:

        def call(case: Any) -> None:
            if known:
                case.path_parameters = _with_known(case.path_parameters, known)
                case.body = _with_known(case.body, known)
            answer = asyncio.run_coroutine_threadsafe(client.send(_request(client, case)), loop).result(30)
            assert answer.status_code < 500, f"{case.method} {case.path}: {answer.status_code} {answer.text[:500]}"
            if after is not None:
                asyncio.run_coroutine_threadsafe(_checked(after, case), loop).result(30)

        schema = schemathesis.openapi.from_dict(app.openapi())
        every: list[Any] = [result.ok() for result in schema.get_all_operations()]  # type: ignore[union-attr]  # an invalid schema raises
        operations = [each for each in every if not _is_stream(each)]
        for operation in operations:
            await asyncio.to_thread(_attempt, operation, call, examples)
    assert operations
    return len(operations)


def _is_stream(operation: Any) -> bool:
    """An answer that goes on for minutes takes no input and has tests of its own."""
    answers = operation.definition.raw["responses"].values()
    return any("text/event-stream" in answer.get("content", {}) for answer in answers)


async def _checked(after: Callable[[str, str], Awaitable[None]], case: Any) -> None:
    await after(case.method, case.path)


def _with_known(value: Any, known: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_with_known(each, known) for each in value]
    if isinstance(value, dict):
        return {name: known[name] if name in known else _with_known(each, known) for name, each in value.items()}
    return value


def _request(client: httpx.AsyncClient, case: Any) -> httpx.Request:
    sent = case.as_transport_kwargs(base_url="http://test")
    headers = {name: value for name, value in dict(sent["headers"] or {}).items() if name.lower() != "authorization"}
    body = {"json": sent["json"]} if "json" in sent else {"content": sent.get("data") or b""}
    return client.build_request(sent["method"], sent["url"], params=sent.get("params"), headers=headers, **body)


def _attempt(operation: Any, call: Any, examples: int) -> None:
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    @given(case=operation.as_strategy())
    def attempt(case: Any) -> None:
        call(case)

    attempt()

"""What happens to every HTTP request before and after the route: id, size limit, trace, metrics, one log line."""

import time
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

import structlog
from opentelemetry.trace import SpanKind
from starlette.exceptions import HTTPException
from starlette.responses import Response

from kit import telemetry
from kit.ids import new_id
from kit.problems import problem

log = structlog.get_logger()

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_QUIET = ("/livez", "/readyz", "/metrics")


class Edge:
    """The outermost layer, in plain ASGI: it must cost microseconds."""

    def __init__(
        self, app: App, *, service: str, body_max_bytes: int, narrower: Mapping[str, int] | None = None
    ) -> None:
        """`narrower`: the most bytes of a body below a path, where that is less."""
        self._app = app
        self._service = service
        self._body_max = body_max_bytes
        self._narrower = narrower or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in _QUIET:
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        request_id = headers.get(b"x-request-id", b"").decode("latin-1")[:100] or str(new_id())
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(service=self._service, request_id=request_id)
        started = time.perf_counter()
        status = 500

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", []), (b"x-request-id", request_id.encode("latin-1"))]
            await send(message)

        parent = headers.get(b"traceparent", b"").decode("latin-1") or None
        announced = headers.get(b"content-length", b"0")
        body_max = self._body_max_of(scope["path"])
        too_large = announced.isdigit() and int(announced) > body_max
        try:
            with telemetry.span(f"{scope['method']} {scope['path']}", kind=SpanKind.SERVER, parent=parent):
                if too_large:
                    await _refusal(body_max)(scope, receive, answer)
                else:
                    await self._app(scope, _limited(receive, body_max), answer)
        finally:
            self._account(scope, status, time.perf_counter() - started)

    def _account(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "unknown")
        telemetry.HTTP_REQUESTS.labels(self._service, scope["method"], route, status).inc()
        telemetry.HTTP_SECONDS.labels(self._service, scope["method"], route).observe(seconds)
        log.info("http.request", method=scope["method"], path=scope["path"], status=status, ms=round(seconds * 1000, 2))

    def _body_max_of(self, path: str) -> int:
        for prefix, limit in self._narrower.items():
            if path == prefix or path.startswith(f"{prefix}/"):
                return min(limit, self._body_max)
        return self._body_max


def _limited(receive: Receive, body_max: int) -> Receive:
    """Reads the body, but not past the limit, when no true length was announced."""
    received = 0

    async def limited() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > body_max:
            raise HTTPException(413, f"A request may have {body_max} bytes")
        return message

    return limited


def _refusal(body_max: int) -> Response:
    return problem(
        413,
        "body-too-large",
        "Body too large",
        f"A request may have {body_max} bytes: send it in several parts.",
        limit=body_max,
    )

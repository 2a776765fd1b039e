"""gRPC between services: who calls, deadlines, validation, traces and refusals, on both sides."""

from __future__ import annotations  # the types of grpc are generic in its stubs only

import time
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any, TypeVar

import grpc
import orjson
import protovalidate
import structlog
from google.protobuf import any_pb2
from google.protobuf.message import Message
from google.rpc import code_pb2, error_details_pb2, status_pb2
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection
from grpc_status import rpc_status
from opentelemetry.trace import SpanKind

from kit import telemetry
from kit.auth import Principal, ServiceTokens
from kit.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, Stale, TooMany, Unauthenticated, Unavailable

log = structlog.get_logger()

A = TypeVar("A", bound=Message)
S = TypeVar("S")

_CODES: dict[type[DomainError], int] = {
    Invalid: code_pb2.INVALID_ARGUMENT,
    Unauthenticated: code_pb2.UNAUTHENTICATED,
    Forbidden: code_pb2.PERMISSION_DENIED,
    NotFound: code_pb2.NOT_FOUND,
    Conflict: code_pb2.FAILED_PRECONDITION,
    Stale: code_pb2.ABORTED,
    TooMany: code_pb2.RESOURCE_EXHAUSTED,
    Unavailable: code_pb2.UNAVAILABLE,
}

_caller: ContextVar[Principal | None] = ContextVar("rpc_caller", default=None)


def caller() -> Principal:
    """The service that calls, within a servicer's method; its subject is the person it acts for."""
    principal = _caller.get()
    assert principal is not None  # noqa: S101  # the interceptor set it
    return principal


# --- server -----------------------------------------------------------------------------------------------------------


class _Guard(grpc.aio.ServerInterceptor):
    """Around every call: token, validation, trace, metrics, and domain refusals as rich statuses."""

    def __init__(self, service: str, tokens: ServiceTokens) -> None:
        self._service = service
        self._tokens = tokens

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[grpc.RpcMethodHandler[Any, Any] | None]],
        details: grpc.HandlerCallDetails,
    ) -> Any:
        handler = await continuation(details)
        method = details.method
        if handler is None or not method.startswith("/comptoir."):
            return handler
        metadata = {key: str(value) for key, value in details.invocation_metadata or ()}
        act: Any = handler.unary_unary

        async def guarded(request: Message, context: grpc.aio.ServicerContext[Any, Any]) -> Any:
            started = time.perf_counter()
            code = "OK"
            parent = metadata.get("traceparent")
            with telemetry.span(method, kind=SpanKind.SERVER, parent=parent):
                try:
                    _caller.set(self._tokens.verify(metadata.get("authorization", "").removeprefix("Bearer ")))
                    _validate(request)
                    return await act(request, context)
                except DomainError as error:
                    status = status_of(error, self._service)
                    code = code_pb2.Code.Name(status.code)
                    await context.abort_with_status(rpc_status.to_status(status))
                    raise
                except Exception:
                    code = "INTERNAL"
                    log.exception("grpc.bug", method=method)
                    await context.abort(grpc.StatusCode.INTERNAL, "a fault of ours: it is in the log")
                    raise
                finally:
                    telemetry.GRPC_REQUESTS.labels(self._service, method, code).inc()
                    telemetry.GRPC_SECONDS.labels(self._service, method).observe(time.perf_counter() - started)

        return grpc.unary_unary_rpc_method_handler(guarded, handler.request_deserializer, handler.response_serializer)


def _validate(request: Message) -> None:
    violations = protovalidate.collect_violations(request)
    if violations:
        first = violations[0].proto
        path = ".".join(_path_part(element) for element in (first.field.elements if first.field else []))
        raise Invalid(f"{path}: {first.message}.", field=path)


def _path_part(element: Any) -> str:
    """A step of a field path: "lines", then the index in a list."""
    return f"{element.field_name}.{element.subscript.value}" if element.subscript else str(element.field_name)


def status_of(error: DomainError, domain: str) -> status_pb2.Status:
    """The rich status of a refusal: its slug as reason, its values as metadata."""
    code = next(code for family, code in _CODES.items() if isinstance(error, family))
    info = error_details_pb2.ErrorInfo(reason=error.slug.upper().replace("-", "_"), domain=domain)
    for name, value in error.values.items():
        info.metadata[name] = value if isinstance(value, str) else orjson.dumps(value, default=str).decode()
    if error.field:
        info.metadata["field"] = error.field
    detail = any_pb2.Any()
    detail.Pack(info)
    return status_pb2.Status(code=code, message=error.detail, details=[detail])


class Server:
    """A gRPC server with health and reflection; not serving until started, drained when stopped."""

    def __init__(
        self, service: str, tokens: ServiceTokens, add_servicers: Callable[[grpc.aio.Server], list[str]]
    ) -> None:
        """`add_servicers` registers the servicers and returns the full names of their services."""
        self._server = grpc.aio.server(
            interceptors=[_Guard(service, tokens)],
            options=[
                ("grpc.max_receive_message_length", 4 * 1024 * 1024),
                ("grpc.so_reuseport", 0),
                ("grpc.keepalive_permit_without_calls", 1),
            ],
        )
        names = add_servicers(self._server)
        self._health = health.aio.HealthServicer()
        self._names = ["", *names]
        health_pb2_grpc.add_HealthServicer_to_server(self._health, self._server)
        reflection.enable_server_reflection([*names, health.SERVICE_NAME, reflection.SERVICE_NAME], self._server)

    async def start(self, address: str) -> int:
        """Listen; returns the port (asked as 0: any free one)."""
        port = self._server.add_insecure_port(address)
        await self._server.start()
        for name in self._names:
            await self._health.set(name, health_pb2.HealthCheckResponse.SERVING)
        return int(port)

    async def stop(self, grace_s: float) -> None:
        """Say so to health checks, take no new call, let the present ones end."""
        await self._health.enter_graceful_shutdown()
        await self._server.stop(grace_s)


# --- client -----------------------------------------------------------------------------------------------------------


class PeerRefused(Conflict):
    """Another service said no; `reason` is its public slug and `peer_values` what it told."""

    def __init__(self, detail: str, *, reason: str, peer_values: dict[str, str]) -> None:
        super().__init__(detail, reason=reason, **peer_values)
        self.reason = reason
        self.peer_values = peer_values


class PeerAway(Unavailable):
    """Another service does not answer in time."""


# All calls of ours are safe to repeat (they carry the caller's id), so the library may retry them.
# Calls go round over all addresses that a name stands for: one connection alone would stay with one replica.
_SERVICE_CONFIG = orjson.dumps(
    {
        "loadBalancingConfig": [{"round_robin": {}}],
        "methodConfig": [
            {
                "name": [{}],
                "retryPolicy": {
                    "maxAttempts": 4,
                    "initialBackoff": "0.05s",
                    "maxBackoff": "0.5s",
                    "backoffMultiplier": 2,
                    "retryableStatusCodes": ["UNAVAILABLE"],
                },
            }
        ],
    }
).decode()


class Peer:
    """A connection to another service. Stubs are made by `stub`; calls go through `call`.

    It opens when it is first used: a channel belongs to the event loop that runs then, and wiring comes before any.
    """

    def __init__(self, name: str, target: str, tokens: ServiceTokens, *, timeout_s: float = 3) -> None:
        self.name = name
        self._target = target
        self._channel: grpc.aio.Channel | None = None
        self._stubs: dict[Callable[..., Any], Any] = {}
        self._tokens = tokens
        self._timeout_s = timeout_s

    @property
    def channel(self) -> grpc.aio.Channel:
        """The connection, within the running event loop."""
        if self._channel is None:
            self._channel = grpc.aio.insecure_channel(
                self._target,
                options=[
                    ("grpc.service_config", _SERVICE_CONFIG),
                    ("grpc.enable_retries", 1),
                    ("grpc.max_reconnect_backoff_ms", 1000),
                    ("grpc.keepalive_time_ms", 20_000),
                ],
            )
        return self._channel

    def stub(self, kind: Callable[[grpc.aio.Channel], S]) -> S:
        """The generated stub of one of its services, made once."""
        if kind not in self._stubs:
            self._stubs[kind] = kind(self.channel)
        stub: S = self._stubs[kind]
        return stub

    async def call(
        self,
        method: Callable[..., Awaitable[A]],
        request: Message,
        *,
        on_behalf_of: Principal | None,
        timeout_s: float | None = None,
    ) -> A:
        """The peer's answer.

        Raises:
            PeerRefused: it said no, with its reason.
            PeerAway: it does not answer within the deadline.
        """
        metadata = [("authorization", f"Bearer {self._tokens.issue(on_behalf_of)}")]
        if traceparent := telemetry.current_traceparent():
            metadata.append(("traceparent", traceparent))
        try:
            return await method(request, timeout=timeout_s or self._timeout_s, metadata=metadata)
        except grpc.aio.AioRpcError as error:
            raise self._refusal(error) from error

    async def close(self) -> None:
        if self._channel is not None:
            await self._channel.close()

    def _refusal(self, error: grpc.aio.AioRpcError) -> DomainError:
        if error.code() in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.CANCELLED):
            return PeerAway(
                f"The service {self.name} does not answer now: repeat the request in a moment.", peer=self.name
            )
        info = _error_info(error)
        if info is None:
            return PeerAway(f"The service {self.name} failed: repeat the request in a moment.", peer=self.name)
        reason = info.reason.lower().replace("_", "-")
        values = dict(info.metadata)
        detail = error.details() or reason
        if error.code() is grpc.StatusCode.INVALID_ARGUMENT:
            return Invalid(detail, field=values.get("field"), reason=reason)
        return PeerRefused(detail, reason=reason, peer_values=values)


def _error_info(error: grpc.aio.AioRpcError) -> error_details_pb2.ErrorInfo | None:
    status = rpc_status.from_call(error)  # type: ignore[arg-type]  # it has what from_call reads
    for detail in status.details if status else ():
        info = error_details_pb2.ErrorInfo()
        if detail.Unpack(info):
            return info
    return None

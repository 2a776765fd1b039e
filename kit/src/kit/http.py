"""The HTTP side of a service: the app, who is calling, and commands that are safe to repeat."""

import hashlib
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Annotated, Any, TypeVar

import structlog
from fastapi import APIRouter, Depends, FastAPI, Header, Request, Response, Security
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer, OAuth2AuthorizationCodeBearer, SecurityScopes
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from kit.auth import Principal, TokenVerifier
from kit.db import Database, Transaction
from kit.errors import Conflict, DomainError, Invalid
from kit.middleware import Edge
from kit.pagination import PageRequest, page_query
from kit.problems import RESPONSES, FieldProblem, problem, problem_of
from kit.routing import remember_routes

log = structlog.get_logger()

M = TypeVar("M", bound=BaseModel)

_oauth = OAuth2AuthorizationCodeBearer(
    authorizationUrl="/oauth/authorize", tokenUrl="/oauth/token", refreshUrl="/oauth/token", auto_error=False
)
_bearer = HTTPBearer(auto_error=False)


class KeyReused(Conflict):
    """The idempotency key was used before for another request."""

    slug = "idempotency-key-reused"


class VersionRequired(Invalid):
    """The change of a document must say which version it is based on."""


# --- who is calling ---------------------------------------------------------------------------------------------------


async def _authenticate(
    request: Request,
    scopes: SecurityScopes,
    _token: Annotated[str | None, Depends(_oauth)],
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Principal:
    verifier: TokenVerifier = request.app.state.tokens
    principal = await verifier.verify(credentials.credentials if credentials else "")
    for permission in scopes.scopes:
        principal.require(permission)
    request.state.principal = principal
    structlog.contextvars.bind_contextvars(subject=principal.subject)
    return principal


def requires(permission: str) -> Any:
    """Security of a route: the annotated `caller: Principal` must have this permission."""
    return Security(_authenticate, scopes=[permission])


# --- what a route works with ------------------------------------------------------------------------------------------


async def _database(request: Request) -> Database:  # a plain function would be run in another thread
    database: Database = request.app.state.database
    return database


Db = Annotated[Database, Depends(_database)]
Paging = Annotated[PageRequest, Depends(page_query)]


class _Answered(Exception):
    """This very request was answered before: here is the answer."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(status)
        self.status = status
        self.body = body


class CommandContext:
    """One request that changes something: its transaction, the caller, and the key that makes it safe to repeat."""

    def __init__(self, request: Request, caller: Principal, key: str | None, if_match: str | None, body: bytes) -> None:
        self.caller = caller
        self._database: Database = request.app.state.database
        self._key = key
        self._if_match = if_match
        self._status = request.scope["route"].status_code or 200
        self._hash = hashlib.sha256(f"{request.method} {request.url.path}\n".encode() + body).digest()
        self._answer: bytes | None = None

    def version(self) -> int:
        """The version of the document that the client has seen (`If-Match`).

        Raises:
            VersionRequired: the header is missing, or no version.
        """
        sent = (self._if_match or "").strip().removeprefix("W/").strip('"')
        if not (sent.isascii() and sent.isdigit() and len(sent) < 19):
            raise VersionRequired(
                'Send the version you have read in the If-Match header, as If-Match: "3".', field="If-Match"
            )
        return int(sent)

    def has_version(self) -> bool:
        """Whether the client says which version it has seen, where that is optional."""
        return self._if_match is not None

    async def check_answered(self) -> None:
        """Stop here with the first answer if this request was answered before. For commands that ask peers first."""
        if self._key is None:
            return
        rows = await self._database.fetch(
            "SELECT request_hash, status, answer FROM idempotency_key WHERE subject = $1 AND key = $2",
            self.caller.subject,
            self._key,
        )
        for row in rows:
            self._replay(row["request_hash"], row["status"], row["answer"])

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """The one transaction of the command; a repeat of an answered request stops here with its first answer.

        Raises:
            KeyReused: the key came before with another request.
        """
        async with self._database.transaction() as tx:
            if self._key is not None:
                await self._claim(tx, self._key)
            yield tx
            if self._key is not None:
                await tx.execute(
                    "UPDATE idempotency_key SET status = $3, answer = $4 WHERE subject = $1 AND key = $2",
                    self.caller.subject,
                    self._key,
                    self._status,
                    self._answer,
                )

    def answer(self, model: M) -> M:
        """The answer, kept with the key so that a repeat gets the same. Call it inside the transaction."""
        if self._key is not None:
            self._answer = model.model_dump_json().encode()
        return model

    async def _claim(self, tx: Transaction, key: str) -> None:
        # Waits for a concurrent twin to finish: then either it has answered, or it failed and the key is ours.
        claimed = await tx.execute(
            "INSERT INTO idempotency_key (subject, key, request_hash) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            self.caller.subject,
            key,
            self._hash,
        )
        if claimed:
            return
        row = await tx.fetchrow(
            "SELECT request_hash, status, answer FROM idempotency_key WHERE subject = $1 AND key = $2",
            self.caller.subject,
            key,
        )
        if row is not None:
            self._replay(row["request_hash"], row["status"], row["answer"])

    def _replay(self, request_hash: bytes, status: int | None, answer: bytes | None) -> None:
        if request_hash != self._hash:
            raise KeyReused(
                "This Idempotency-Key came before with another request: use a new key.", field="Idempotency-Key"
            )
        raise _Answered(status or 200, answer or b"")


async def _command(
    request: Request,
    idempotency_key: Annotated[
        str | None, Header(max_length=200, description="Repeating a request with its key gives its first answer.")
    ] = None,
    if_match: Annotated[
        str | None, Header(max_length=40, description="Version of the document that you have read.")
    ] = None,
) -> CommandContext:
    principal: Principal = request.state.principal
    return CommandContext(request, principal, idempotency_key, if_match, await request.body())


Command = Annotated[CommandContext, Depends(_command)]
"""Declare the caller's permission before it: `caller: Annotated[Principal, requires(…)], command: Command`."""


# --- the app ----------------------------------------------------------------------------------------------------------


def create_app(
    *,
    service: str,
    title: str,
    description: str,
    database: Database,
    tokens: TokenVerifier,
    routers: Sequence[APIRouter],
    public_routers: Sequence[APIRouter] = (),
    state: Mapping[str, object] | None = None,
    body_max_bytes: int = 8 * 1024 * 1024,
    narrower: Mapping[str, int] | None = None,
) -> FastAPI:
    """The service's API under `/api/<service>/v1`. `public_routers` are mounted at the root, without permissions.

    `narrower`: the most bytes of a body below a path, where that is less than `body_max_bytes`.

    Raises:
        ValueError: an endpoint declares no permission.
    """
    app = FastAPI(
        title=title,
        description=description,
        version="1",
        openapi_url=f"/api/{service}/openapi.json",
        docs_url=None,
        redoc_url=None,
        responses=RESPONSES,
        separate_input_output_schemas=False,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.database = database
    app.state.tokens = tokens
    for name, value in (state or {}).items():
        setattr(app.state, name, value)
    for router in routers:
        app.include_router(router, prefix=f"/api/{service}/v1")
    _refuse_open_routes(app)
    for router in public_routers:
        app.include_router(router)
    remember_routes(app)
    app.add_exception_handler(DomainError, _on_domain_error)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(_Answered, _on_answered)
    app.add_exception_handler(Exception, _on_bug)
    app.add_middleware(Edge, service=service, body_max_bytes=body_max_bytes, narrower=narrower)
    return app


def permissions_of(route: APIRoute) -> set[str]:
    """The permissions that a route asks for."""
    found: set[str] = set()
    todo = [route.dependant]
    while todo:
        dependant = todo.pop()
        found.update(dependant.own_oauth_scopes or ())
        todo.extend(dependant.dependencies)
    return found


def _refuse_open_routes(app: FastAPI) -> None:
    for route in app.routes:
        if isinstance(route, APIRoute) and not permissions_of(route):
            raise ValueError(f"{route.methods} {route.path} declares no permission: add requires(…)")


async def _on_domain_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, DomainError)  # noqa: S101  # registered for it alone
    return problem_of(error)


async def _on_invalid(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    faults = [
        FieldProblem(
            field=".".join(str(part) for part in fault["loc"][1:]) or str(fault["loc"][0]), detail=fault["msg"]
        )
        for fault in error.errors()[:100]
    ]
    first = faults[0]
    detail = f"{first.field}: {first.detail}." + (f" And {len(faults) - 1} more." if len(faults) > 1 else "")
    return problem(422, "invalid-request", "Invalid request", detail, field=first.field, errors=faults)


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    slug = {404: "no-such-path", 405: "method-not-allowed"}.get(error.status_code, "http-error")
    headers = dict(error.headers) if error.headers else None
    return problem(
        error.status_code,
        slug,
        str(error.detail),
        f"{request.method} {request.url.path}: {error.detail}.",
        headers=headers,
    )


async def _on_answered(_request: Request, error: Exception) -> Response:
    assert isinstance(error, _Answered)  # noqa: S101
    return Response(error.body, error.status, {"Idempotent-Replay": "true"}, media_type="application/json")


async def _on_bug(request: Request, error: Exception) -> Response:
    log.error("http.bug", path=request.url.path, exc_info=error)
    return problem(
        500,
        "internal-error",
        "Internal error",
        "This is a fault of ours, and it is in the log under the request id. Nothing was changed.",
        request_id=request.headers.get("x-request-id", ""),
    )

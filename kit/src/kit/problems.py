"""Refusals as RFC 9457 problem documents."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import orjson
from fastapi import Response
from pydantic import BaseModel, ConfigDict, Field

from kit.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, Stale, TooMany, Unauthenticated, Unavailable

STATUS: dict[type[DomainError], HTTPStatus] = {
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    Unauthenticated: HTTPStatus.UNAUTHORIZED,
    Forbidden: HTTPStatus.FORBIDDEN,
    NotFound: HTTPStatus.NOT_FOUND,
    Conflict: HTTPStatus.CONFLICT,
    Stale: HTTPStatus.PRECONDITION_FAILED,
    TooMany: HTTPStatus.TOO_MANY_REQUESTS,
    Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
}


class FieldProblem(BaseModel):
    """One fault of the request."""

    field: str = Field(examples=["lines.2.quantity"])
    detail: str = Field(examples=["Input should be greater than 0"])
    code: str = Field(default="", description="Public name of the fault, where it has one.", examples=["greater-than"])
    values: dict[str, str] = Field(default_factory=dict, description="Behind it.", examples=[{"gt": "0"}])


class Problem(BaseModel):
    """What every error looks like (RFC 9457). Further members hold the values behind it."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(examples=["https://comptoir.example/problems/insufficient-stock"])
    title: str = Field(examples=["Insufficient stock"])
    status: int = Field(examples=[409])
    detail: str = Field(examples=["Only 3 of 5 are available: offer a backorder or ask for less."])
    field: str | None = Field(default=None, examples=["lines.0.quantity"])
    errors: list[FieldProblem] | None = None
    request_id: str | None = None


def problem(
    status: int,
    slug: str,
    title: str,
    detail: str,
    *,
    field: str | None = None,
    errors: Sequence[FieldProblem] | None = None,
    headers: dict[str, str] | None = None,
    **values: Any,
) -> Response:
    """The response of one refusal."""
    body: dict[str, Any] = {
        "type": f"https://comptoir.example/problems/{slug}",
        "title": title,
        "status": int(status),
        "detail": detail,
        **values,
    }
    if field:
        body["field"] = field
    if errors:
        body["errors"] = [error.model_dump(exclude_defaults=True) for error in errors]
    return Response(orjson.dumps(body, default=str), status, headers, media_type="application/problem+json")


def problem_of(error: DomainError) -> Response:
    """The response of a domain refusal, by its family."""
    status = next(status for family, status in STATUS.items() if isinstance(error, family))
    headers = {}
    if isinstance(error, Unavailable):
        headers["Retry-After"] = "1"
    if isinstance(error, TooMany) and "retry_after_s" in error.values:
        headers["Retry-After"] = str(error.values["retry_after_s"])
    if isinstance(error, Unauthenticated):
        headers["WWW-Authenticate"] = "Bearer"
    reserved = {"type", "title", "status", "detail", "field", "errors", "headers", "slug"}
    values: dict[str, Any] = {name: value for name, value in error.values.items() if name not in reserved}
    return problem(
        int(status),
        error.slug,
        error.title,
        error.detail,
        field=error.field,
        errors=[FieldProblem.model_validate(fault) for fault in _faults(error)],
        headers=headers,
        **values,
    )


def _faults(error: DomainError) -> Sequence[Any]:
    """What a refusal of many records lists under `errors`: {field, detail} each."""
    faults: Any = error.values.get("errors", ())
    return tuple(faults)


RESPONSES: dict[int | str, dict[str, Any]] = {
    int(status): {
        "model": Problem,
        "description": status.phrase,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for status in (
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.CONFLICT,
        HTTPStatus.PRECONDITION_FAILED,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        HTTPStatus.PRECONDITION_REQUIRED,
        HTTPStatus.SERVICE_UNAVAILABLE,
    )
}
